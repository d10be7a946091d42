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
  const capture = path.resolve(view.capture);
  const entry = run.opened?.manifest.strategy.entry ?? '';
  const names = namesForMachines(capture, entry.startsWith('lockstep:'));
  const say: Saying = { names, text: (text) => nameIn(text, [capture, ...run.watch], names) };
  return `${JSON.stringify(document(run, say, view.limit), null, 2)}\n`;
}

interface Saying {
  readonly names: PathNames;
  /** A message without absolute paths. */
  readonly text: (text: string) => string;
}

function document(run: CaptureRun, say: Saying, limit: number): object {
  const { opened } = run;
  // Of inputs that do not belong together no row is judged.
  const mismatches = run.verdict === 'invalid-comparison' ? [] : run.mismatches;
  const [entry] = run.watch;
  return {
    schemaVersion: 1,
    verdict: run.verdict,
    reasons: run.reasons.map(say.text),
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
    events: run.events,
    byKind: run.byKind,
    failure: run.failure && failureDocument(run.failure, say),
    mismatchCount: mismatches.length,
    mismatches: mismatches.slice(0, limit).map((mismatch) => mismatchDocument(mismatch, say)),
    issues: run.issues.map((issue) => issueDocument(issue, say)),
    findings: run.findings.map((finding) => findingDocument(finding, say)),
  };
}

const siteDocument = (site: SourceRange | null, { names }: Saying): object | null =>
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
