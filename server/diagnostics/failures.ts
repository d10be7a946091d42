// A strategy that broke a rule while running, and a comparison that means nothing, as diagnostics.
import path from 'node:path';
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver/node';
import type { Precondition } from '../../engine/host/replay/explanation.js';
import type { ReplayReport, StrategyFailure } from '../../engine/host/replay/protocol.js';
import { MANIFEST } from '../workspace-files.js';
import { sentence, SOURCE, withRemedy, type DiagnosticsByFile } from './by-file.js';
import type { DataPlace } from './data-places.js';
import type { DepartureContext } from './departures.js';
import { rangeOf, START_OF_FILE } from './ranges.js';

export function addFailure(
  into: DiagnosticsByFile,
  failure: StrategyFailure,
  context: DepartureContext,
): void {
  const file = failure.site?.file ?? context.entry;
  if (file === undefined) return;
  const { replay, explain } = context;
  const at = failure.tick === null ? '' : ` Tick ${String(failure.tick)}, replay ${replay.name}.`;
  const diagnostic: Diagnostic = {
    range: failure.site === null ? START_OF_FILE : rangeOf(failure.site),
    severity: DiagnosticSeverity.Error,
    source: SOURCE,
    code: failure.code,
    message: withRemedy(failure.message, failure.remedy) + at,
  };
  const codeDescription = explain(failure.code);
  if (codeDescription !== undefined) diagnostic.codeDescription = codeDescription;
  if (failure.tick !== null) diagnostic.data = { replay: replay.name, tick: failure.tick };
  into.add(file, diagnostic);
}

/** Why nothing can be compared, unless the capture's own issues say so already. */
export function addInvalidReasons(
  into: DiagnosticsByFile,
  report: ReplayReport,
  { replay, explain }: DepartureContext,
): void {
  if (report.verdict !== 'invalid-comparison' && report.verdict !== 'bad-input') return;
  const code = `verdict.${report.verdict}`;
  const codeDescription = explain(code);
  for (const reason of report.reasons) {
    into.add(path.join(replay.capture, MANIFEST), {
      range: START_OF_FILE,
      severity: DiagnosticSeverity.Error,
      source: SOURCE,
      code,
      message: sentence(reason),
      ...(codeDescription === undefined ? {} : { codeDescription }),
    });
  }
}

/** Preconditions that do not hold, each at the manifest's member it is about. */
export function addPreconditions(
  into: DiagnosticsByFile,
  preconditions: readonly LocatedPrecondition[],
  { replay, explain }: DepartureContext,
): void {
  const code = 'verdict.invalid-comparison';
  const codeDescription = explain(code);
  for (const { precondition, place } of preconditions) {
    const { message, remedy, expected, found } = precondition;
    const stated = expected === null ? '' : ` Stated: ${expected}; found: ${found ?? 'nothing'}.`;
    into.add(place.file, {
      range: place.range,
      severity: DiagnosticSeverity.Error,
      source: SOURCE,
      code,
      message: `${withRemedy(message, remedy ?? undefined)}${stated} Replay ${replay.name}.`,
      ...(codeDescription === undefined ? {} : { codeDescription }),
    });
  }
}

export interface LocatedPrecondition {
  readonly precondition: Precondition;
  readonly place: DataPlace;
}
