// A replay's report for machines. The same inputs give the same bytes on every machine: no clock, no locale, and no
// path that says where the capture lies. Its shape is described in docs/cli.md.
import path from 'node:path';
import type { Issue } from '../../engine/core/schema/index.js';
import type {
  Finding,
  Mismatch,
  SourceRange,
  StrategyFailure,
} from '../../engine/host/replay/protocol.js';
import type { CaptureRun } from '../../engine/host/replay/run-capture.js';
import { nameIn, namesForMachines, type PathNames } from './path-names.js';

export interface JsonView {
  /** Folder of the capture, as it was asked for. */
  readonly capture: string;
  /** Mismatches to list; Infinity for all. */
  readonly limit: number;
}

/** One JSON document and a newline. */
export function reportJson(run: CaptureRun, view: JsonView): string {
  return `${JSON.stringify(document(run, sayingFor(run, view.capture), view.limit), null, 2)}\n`;
}

/** How a report for machines names files. */
export function sayingFor(
  run: Pick<CaptureRun, 'opened' | 'watch'>,
  folder: string,
  others: readonly string[] = [],
): Saying {
  const capture = path.resolve(folder);
  const entry = run.opened?.manifest.strategy.entry ?? '';
  const names = namesForMachines(capture, entry.startsWith('lockstep:'));
  return { names, text: (text) => nameIn(text, [capture, ...run.watch, ...others], names) };
}

export interface Saying {
  readonly names: PathNames;
  /** A message without absolute paths. */
  readonly text: (text: string) => string;
}

function document(run: CaptureRun, say: Saying, limit: number): object {
  return {
    schemaVersion: 1,
    verdict: run.verdict,
    reasons: run.reasons.map(say.text),
    ...subjectDocument(run, say),
    ...countsDocument(run, say),
    ...mismatchesDocument(run, say, limit),
    ...problemsDocument(run, say),
  };
}

/** What was replayed, and with what. */
export function subjectDocument(run: CaptureRun, say: Saying): object {
  const { opened } = run;
  const [entry] = run.watch;
  return {
    capture: opened && {
      id: opened.manifest.captureId,
      ticks: run.ticks,
      bars: run.bars,
      fromTs: opened.manifest.window.fromTs,
      toTs: opened.manifest.window.toTs,
    },
    strategy: opened && {
      id: opened.strategyId,
      file: entry === undefined ? null : say.names(entry),
    },
    numeric: opened && opened.numeric,
    substitutions: opened === null ? [] : opened.interventions,
  };
}

export const countsDocument = (run: CaptureRun, say: Saying): object => ({
  events: run.events,
  byKind: run.byKind,
  failure: run.failure && failureDocument(run.failure, say),
});

export function mismatchesDocument(run: CaptureRun, say: Saying, limit: number): object {
  // Of inputs that do not belong together no row is judged.
  const mismatches = run.verdict === 'invalid-comparison' ? [] : run.mismatches;
  return {
    mismatchCount: mismatches.length,
    mismatches: mismatches.slice(0, limit).map((mismatch) => mismatchDocument(mismatch, say)),
  };
}

export const problemsDocument = (run: CaptureRun, say: Saying): object => ({
  issues: run.issues.map((issue) => issueDocument(issue, say)),
  findings: run.findings.map((finding) => findingDocument(finding, say)),
});

export const siteDocument = (site: SourceRange | null, { names }: Saying): object | null =>
  site && { ...site, file: names(site.file) };

const failureDocument = (failure: StrategyFailure, say: Saying): object => ({
  code: failure.code,
  message: say.text(failure.message),
  remedy: failure.remedy,
  tick: failure.tick,
  ts: failure.ts,
  site: siteDocument(failure.site, say),
});

const mismatchDocument = (mismatch: Mismatch, say: Saying): object => ({
  kind: mismatch.kind,
  tick: mismatch.tick,
  ts: mismatch.ts,
  symbol: mismatch.symbol,
  message: say.text(mismatch.message),
  fields: mismatch.fields,
  site: siteDocument(mismatch.site, say),
  live: mismatch.live,
  replay: mismatch.replay,
});

const issueDocument = (issue: Issue, say: Saying): object => ({
  severity: issue.severity,
  code: issue.code,
  file: path.isAbsolute(issue.file) ? say.names(issue.file) : issue.file,
  line: issue.line ?? null,
  column: issue.column ?? null,
  path: issue.path ?? null,
  message: say.text(issue.message),
  remedy: issue.remedy,
});

const findingDocument = (finding: Finding, say: Saying): object => ({
  severity: finding.severity,
  code: finding.code,
  site: siteDocument(finding.range, say),
  message: say.text(finding.message),
  remedy: finding.remedy ?? null,
});
