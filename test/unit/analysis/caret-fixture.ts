// Reads fixtures of short strategy texts whose expected findings stand under the source line they belong to:
// `//   ^^^^ code: part of the text`. A caret line belongs to the last line above it that is none.
// `=== title` begins a case, `--- file.ts` another file of it; `(bare)` adds no strategy around the text.
import path from 'node:path';
import type { SourceText } from '../../../engine/host/analysis/index.js';
import type { Finding } from '../../../engine/host/replay/protocol.js';

export interface FixtureCase {
  readonly title: string;
  readonly files: readonly SourceText[];
  readonly entry: string;
  /** One line for each expected finding, as `describeFinding` writes it but for the text. */
  readonly expected: readonly Expectation[];
}

export interface Expectation {
  readonly place: string;
  readonly code: string;
  readonly text: string;
}

const FOLDER = path.resolve('/workspace/strategy');
const STRATEGY =
  "import { defineStrategy as standard } from 'lockstep/strategy';\n" +
  "const defineStrategy = standard;\nexport default defineStrategy({ id: 'x', params: {}, reasons: {}, gates: {}, state: () => ({}), onTick: () => {} });\n";

export function readFixture(text: string): readonly FixtureCase[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map((block) => {
      const [title = '', ...lines] = block.split('\n');
      return readCase(title.trim(), lines.join('\n'));
    });
}

function readCase(title: string, body: string): FixtureCase {
  const parts = body.split(/^--- /m);
  const named = parts.map((part, index) => {
    if (index === 0) return { name: 'strategy.ts', text: part };
    const end = part.indexOf('\n');
    return { name: part.slice(0, end).trim(), text: part.slice(end + 1) };
  });
  const complete = title.endsWith('(bare)') || body.includes('export default');
  const read = named.map(({ name, text }) => {
    const file = path.join(FOLDER, name);
    const around = name === 'strategy.ts' && !complete ? STRATEGY : '';
    return {
      file: { path: file, text: text.trimEnd() + '\n' + around },
      expected: expectationsIn(file, text),
    };
  });
  return {
    title,
    files: read.map(({ file }) => file),
    entry: path.join(FOLDER, 'strategy.ts'),
    expected: read.flatMap(({ expected }) => expected),
  };
}

/** `<` instead of carets marks where a finding begins whose end does not matter. */
const CARETS =
  /^(?<before>\s*(?:\/\/)?\s*)(?<carets>\^+|<)\s+(?<code>[\w.-]+)(?::\s*(?<text>.*))?$/;

function expectationsIn(file: string, text: string): readonly Expectation[] {
  const expected: Expectation[] = [];
  let line = 0;
  for (const [index, row] of text.split('\n').entries()) {
    const found = CARETS.exec(row);
    if (found?.groups === undefined) {
      line = index + 1;
      continue;
    }
    const { before = '', carets = '', code = '', text: part = '' } = found.groups;
    const column = before.length + 1;
    const end = carets === '<' ? '*' : String(column + carets.length);
    const name = path.basename(file);
    expected.push({ place: `${name}:${String(line)}:${String(column)}-${end}`, code, text: part });
  }
  return expected;
}

export function describeFinding({ range, code, message, remedy }: Finding): Expectation {
  const name = path.basename(range.file);
  const end = range.endLine === range.line ? String(range.endColumn) : '*';
  const place = `${name}:${String(range.line)}:${String(range.column)}-${end}`;
  return { place, code, text: remedy === undefined ? message : `${message} ${remedy}` };
}
