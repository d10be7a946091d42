// What the check of the lanes found, as diagnostics: a difference between lanes is an error, what keeps a strategy out of
// the compiled lanes is a hint at its place.
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver/node';
import type { LaneDivergence, LaneLimit, LaneReport } from '../../engine/host/lanes/lane-report.js';
import type { Outcome } from '../outcome.js';
import { DiagnosticsByFile, SOURCE, withRemedy, type FileDiagnostics } from './by-file.js';
import type { Explain } from './findings.js';
import { rangeOf, START_OF_FILE } from './ranges.js';

export interface LaneContext {
  readonly outcome: Outcome;
  readonly explain: Explain;
}

/** A strategy is not wrong for being outside the subset: three dots and a hover, and no line in the list of problems. */
export function notPortableIn(report: LaneReport, context: LaneContext): FileDiagnostics {
  const { notPortable, limit } = report;
  const into = new DiagnosticsByFile();
  for (const { message, remedy, range } of notPortable) {
    into.add(range.file, {
      ...coded('portability', context),
      range: rangeOf(range),
      severity: DiagnosticSeverity.Hint,
      message: withRemedy(`Kept out of the compiled lanes: ${message}`, remedy),
    });
  }
  if (limit !== null) addLimit(into, limit, context);
  return into.all;
}

/** A place in the engine is of no use to the author of a strategy: the status has the words then. */
function addLimit(
  into: DiagnosticsByFile,
  { lane, tick, message, remedy, range }: LaneLimit,
  context: LaneContext,
): void {
  if (range === null) return;
  into.add(range.file, {
    ...coded('portability', context),
    range: rangeOf(range),
    severity: DiagnosticSeverity.Hint,
    message: withRemedy(
      `From tick ${String(tick)} on the ${lane} lane cannot follow: ${message}`,
      remedy,
    ),
  });
}

export function divergenceIn({ divergence }: LaneReport, context: LaneContext): FileDiagnostics {
  const into = new DiagnosticsByFile();
  if (divergence !== null) addDivergence(into, divergence, context);
  return into.all;
}

function addDivergence(
  into: DiagnosticsByFile,
  { lane, tick, ts, kind, field, reference, found, range }: LaneDivergence,
  context: LaneContext,
): void {
  const { replay, opened } = context.outcome;
  const file = range?.file ?? opened?.strategyFiles[0] ?? replay.strategy;
  if (file === null) return;
  const what = kind === 'stop' ? '' : ` in the ${kind}'s ${field}`;
  const time = new Date(ts).toISOString().slice(0, 16);
  into.add(file, {
    ...coded('lane-divergence', context),
    range: range === null ? START_OF_FILE : rangeOf(range),
    severity: DiagnosticSeverity.Error,
    message: `Lanes differ${what}: reference ${reference}, ${lane} ${found}. Tick ${String(tick)}, ${time}Z, replay ${replay.name}. This is a fault of Lockstep, not of the strategy.`,
    data: { replay: replay.name, tick },
  });
}

function coded(
  code: 'portability' | 'lane-divergence',
  { explain }: LaneContext,
): Pick<Diagnostic, 'source' | 'code' | 'codeDescription'> {
  const codeDescription = explain(code);
  return { source: SOURCE, code, ...(codeDescription === undefined ? {} : { codeDescription }) };
}
