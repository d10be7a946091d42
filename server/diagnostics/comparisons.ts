// What a comparison of several recordings found, at the place of lockstep.json that names it: each root with the pairs it
// breaks and the first event of every side, and what is wrong with a recording.
import path from 'node:path';
import {
  DiagnosticSeverity,
  type Diagnostic,
  type DiagnosticRelatedInformation,
  type Range,
} from 'vscode-languageserver/node';
import { hasErrors, type Issue } from '../../engine/core/schema/index.js';
import { locatePath, placeOf } from '../../engine/core/schema/json-text.js';
import type { ReplayRequester, RequestOptions } from '../../engine/host/replay/replay-client.js';
import type { ComparedSide, SideRoot, SidesResult } from '../../engine/host/replay/sides.js';
import type { ComparisonData } from '../protocol.js';
import type { ReadText, SidesComparison } from '../replays.js';
import { minuteText } from '../texts.js';
import { EVENTS } from '../workspace-files.js';
import { sentence, SOURCE, type DiagnosticsByFile } from './by-file.js';
import { addIssues, isMissing } from './issues.js';
import { locateIssues } from './locate-issues.js';
import type { Explain } from './findings.js';
import { lineRange, START_OF_FILE, type UriOf } from './ranges.js';
import { ROOT_SEVERITIES } from './roots.js';

/** Roots whose first events are looked up; the view has those of all. */
const LINKED_MAX = 10;

interface Made {
  readonly comparison: SidesComparison;
  readonly result: SidesResult;
}

interface Tools {
  /** Holds the rows of the comparison. */
  readonly worker: ReplayRequester;
  readonly request: RequestOptions;
  readonly readText: ReadText;
  readonly uriOf: UriOf;
  readonly explain: Explain;
}

export async function addComparison(
  into: DiagnosticsByFile,
  { comparison, result }: Made,
  tools: Tools,
): Promise<void> {
  const { configured } = comparison;
  const place = await placesIn(configured, tools);
  for (const side of result.sides) await addSideIssues(into, { side, place, configured }, tools);
  if (configured === undefined) return;
  const { file } = configured;
  const at = { range: place('name'), source: SOURCE };
  if (result.verdict === 'invalid-comparison' || result.verdict === 'bad-input') {
    if (result.sides.some(({ issues }) => hasErrors(issues))) return;
    into.add(file, {
      ...at,
      severity: DiagnosticSeverity.Warning,
      ...coded(`verdict.${result.verdict}`, tools),
      message: result.reasons.map(sentence).join('\n'),
    });
    return;
  }
  const broken = result.roots.filter(({ breaks }) => breaks.length > 0);
  for (const [index, root] of broken.entries()) {
    const related = index < LINKED_MAX ? await firstEvents(comparison, root, tools) : [];
    into.add(file, {
      ...at,
      ...rootDiagnostic(comparison, root, tools),
      relatedInformation: related,
    });
  }
  const unnamed = result.pairs.filter(
    ({ mismatches, roots }) => mismatches > 0 && roots.length === 0,
  );
  for (const { left, right, mismatches } of unnamed)
    into.add(file, {
      ...at,
      severity: DiagnosticSeverity.Error,
      ...coded('unclassified', tools),
      message: `${left} and ${right} differ in ${String(mismatches)} events under no root.`,
      data: { comparison: comparison.name } satisfies ComparisonData,
    });
}

const coded = (code: string, { explain }: Tools): Pick<Diagnostic, 'code' | 'codeDescription'> => {
  const codeDescription = explain(code);
  return { code, ...(codeDescription === undefined ? {} : { codeDescription }) };
};

function rootDiagnostic(
  { name }: SidesComparison,
  root: SideRoot,
  tools: Tools,
): Omit<Diagnostic, 'range'> {
  const { number, title, breaks, ts, symbol, of, status, reason } = root;
  const pairs = breaks.map((pair) => pair.join('-')).join(', ');
  const where = [minuteText(ts), symbol].filter((part) => part !== '').join(', ');
  const whose = of.length === 0 ? 'of the inputs' : `of ${of.join(' and ')}`;
  const data: ComparisonData = { comparison: name, root: number };
  return {
    severity: status === 'accepted' ? DiagnosticSeverity.Hint : ROOT_SEVERITIES[root.class],
    ...coded(root.class, tools),
    message: [
      sentence(title),
      `Breaks ${pairs}.`,
      sentence(reason),
      `Root ${String(number)} ${whose} in comparison ${name}, ${where}.`,
    ].join('\n'),
    data,
  };
}

/** The first event that a root concerns, of every side that has it. */
async function firstEvents(
  { name, sides }: SidesComparison,
  { number }: SideRoot,
  { worker, uriOf, request }: Tools,
): Promise<DiagnosticRelatedInformation[]> {
  const asked = { comparison: name, only: 'differing', from: 0, count: 1, root: number } as const;
  const page = await worker.request('sideRows', asked, request);
  const row = page?.rows.find(({ roots }) => roots.includes(number));
  return (row?.cells ?? []).flatMap((cell, index) => {
    const side = sides[index];
    if (side === undefined || typeof cell === 'string') return [];
    const uri = uriOf(path.join(side.capture, EVENTS));
    const message = `Event ${String(cell.seq)} of ${side.name}.`;
    return [{ location: { uri, range: lineRange(cell.line) }, message }];
  });
}

type PlaceOf = (key: string) => Range;

async function addSideIssues(
  into: DiagnosticsByFile,
  at: {
    readonly side: ComparedSide;
    readonly place: PlaceOf;
    readonly configured: SidesComparison['configured'];
  },
  { readText, uriOf }: Tools,
): Promise<void> {
  const { side, place, configured } = at;
  const { name, capture } = side;
  const replay = { name, capture, strategy: null };
  const [gone, there] = [
    side.issues.filter(isMissing),
    side.issues.filter((one) => !isMissing(one)),
  ];
  const origin = { resolve: (file: string) => path.resolve(capture, file), naming: capture, uriOf };
  addIssues(into, await locateIssues(there, replay, readText), origin);
  if (configured === undefined) return;
  const { line, character } = place(name).start;
  const end = place(name).end.character;
  const named = gone.map((issue): Issue => {
    const found = { line: line + 1, column: character + 1, endColumn: end + 1 };
    return { ...issue, ...found };
  });
  addIssues(into, named, { ...origin, naming: configured.file });
}

/** Where the values of the comparison's entry stand. */
async function placesIn(
  configured: SidesComparison['configured'],
  { readText }: Tools,
): Promise<PlaceOf> {
  const text = configured === undefined ? undefined : await readText(configured.file);
  if (configured === undefined || text === undefined) return () => START_OF_FILE;
  const index = entryIndex(text, configured.name);
  if (index < 0) return () => START_OF_FILE;
  return (key) => {
    const { start, end } = locatePath(text, ['comparisons', index, key]);
    const { line, column } = placeOf(text, start);
    const character = column - 1;
    return {
      start: { line: line - 1, character },
      end: { line: line - 1, character: character + end - start },
    };
  };
}

function entryIndex(text: string, name: string): number {
  try {
    const { comparisons } = JSON.parse(text) as {
      readonly comparisons: readonly { readonly name: string }[];
    };
    return comparisons.findIndex((entry) => entry.name === name);
  } catch {
    return -1;
  }
}
