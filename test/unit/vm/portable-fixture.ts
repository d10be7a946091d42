// Reads and writes fixtures of strategies that are not portable: the issues of a case stand under the source line they
// belong to, as `^^^^ what is there. How to write it instead.` A file is what the compiler says, written out; UPDATE=1
// writes it again.
import type { PortabilityIssue } from '../../../engine/vm/compile/issue.js';
import { strategySource } from '../../support/vm/lane-program.js';

export interface PortableCase {
  readonly title: string;
  /** Source of the case alone: what stands at the top, `---`, the body of `onTick`. */
  readonly source: string;
}

const CARETS = /^\s*\^+ /;
const SEPARATOR = '---\n';

export const readCases = (text: string): readonly PortableCase[] =>
  text
    .split(/^=== /m)
    .slice(1)
    .map((block) => {
      const [title = '', ...lines] = block.trimEnd().split('\n');
      return { title, source: lines.filter((line) => !CARETS.test(line)).join('\n') + '\n' };
    });

/** Types and state that every case has at hand. */
const TOP = `interface Row { readonly at: number; readonly price: Num }
interface Mut { at: number }
class Desk {
  count: number;
  readonly ring: Ring;
  constructor(num: Numeric) {
    this.count = 0;
    this.ring = new Ring(num, 3);
  }
}
`;
const FIELDS =
  "n: number; x: Num; on: boolean; xs: number[]; rows: Row[]; muts: Mut[]; desk: Desk; maybe: Row | null; o?: number; side: 'long' | 'short';";
const INITIAL =
  "{ n: 0, x: num.zero, on: false, xs: [1], rows: [], muts: [{ at: 1 }], desk: new Desk(num), maybe: null, side: 'long' }";

/** The whole strategy of a case, and where the lines of its source are in it. */
export interface WholeCase {
  readonly text: string;
  /** Line of the whole text for each line of the case; -1 for the separator. */
  readonly lines: readonly number[];
}

export function wholeCase({ source }: PortableCase): WholeCase {
  const [top = '', body = ''] = source.startsWith(SEPARATOR)
    ? ['', source.slice(SEPARATOR.length)]
    : source.split(`\n${SEPARATOR}`);
  const program = { top: TOP + top, fields: FIELDS, initial: INITIAL, classes: 'Desk', body };
  const text = strategySource(program);
  const linesTo = (at: number): number => text.slice(0, at).split('\n').length - 1;
  const topAt = linesTo(text.indexOf(TOP + top) + TOP.length);
  const bodyAt = linesTo(text.lastIndexOf(`\n${body}\n}\n`) + 1);
  const separator = source.split('\n').indexOf('---');
  const lines = source
    .trimEnd()
    .split('\n')
    .map((_, i) => (i < separator ? topAt + i : i === separator ? -1 : bodyAt + i - separator - 1));
  return { text, lines };
}

/** The case with the issues under its lines; those of other lines at the end. */
export function writeCase(
  { title, source }: PortableCase,
  issues: readonly PortabilityIssue[],
): string {
  const { text, lines } = wholeCase({ title, source });
  const placed = issues.map((issue) => placeOf(text, issue));
  const rows = source.trimEnd().split('\n');
  const written = rows.flatMap((row, i) => [
    row,
    ...placed.filter(({ line }) => line === lines[i]).map(({ carets }) => carets),
  ]);
  const elsewhere = placed
    .filter(({ line }) => !lines.includes(line))
    .map(({ carets }) => `^ elsewhere: ${carets.trim()}`);
  return [`=== ${title}`, ...written, ...elsewhere, ''].join('\n');
}

interface PlacedIssue {
  readonly line: number;
  readonly carets: string;
}

/** Of a range over several lines, the first is underlined. */
function placeOf(text: string, { start, end, message, remedy }: PortabilityIssue): PlacedIssue {
  const before = text.slice(0, start).split('\n');
  const column = before.at(-1)?.length ?? 0;
  const width = text.slice(start, end).split('\n')[0]?.length ?? 0;
  const carets = ' '.repeat(column) + '^'.repeat(Math.max(width, 1));
  return { line: before.length - 1, carets: `${carets} ${message}. ${remedy}.` };
}
