// The library: replay a capture and get a report; read, check and write captures; the formats as schemas; the numbers
// and the comparison underneath. Everything exported here is public, and nothing else is.
import { runCapture, type CaptureRun } from './host/replay/run-capture.js';
import type { OpenOptions } from './host/replay/protocol.js';
import type { RequestOptions } from './host/replay/replay-client.js';
import { startReplayClient, type StartOptions } from './host/replay/start.js';

/** What a replay may be given beside the capture's folder. */
export type ReplayOptions = Omit<OpenOptions, 'capture'> & RequestOptions & StartOptions;

/**
 * Replays a capture in a worker thread of its own and compares it with what live recorded.
 *
 * @param dir Folder of the capture, the one with manifest.json.
 * @param options `strategy` (file, instead of the manifest's), `params` (merged over the manifest's), `numeric` (policy
 *   instead of the manifest's), `overlays` (unsaved text by absolute path), `signal`, `onProgress`, `heapMb` (memory of
 *   the worker), `stuckMs` (how long one call into the strategy may take).
 * @returns The report, with `opened`, `issues` and `findings` of opening. A capture or strategy that cannot be opened is
 *   the verdict `bad-input`; a strategy that throws, loops or allocates without end is the verdict `mismatch` with
 *   `failure`. Times are milliseconds since the epoch, ticks count from 0, lines and columns from 1, numbers that trade
 *   are decimal text.
 * @throws {ReplayError} `cancelled` after the signal, `internal` and `worker-died` for faults that are not the user's.
 */
export async function replayCapture(dir: string, options: ReplayOptions = {}): Promise<CaptureRun> {
  const { signal, onProgress, heapMb, stuckMs, ...open } = options;
  const client = startReplayClient({
    ...(heapMb !== undefined && { heapMb }),
    ...(stuckMs !== undefined && { stuckMs }),
  });
  try {
    return await runCapture(
      client,
      { capture: dir, ...open },
      { ...(signal && { signal }), ...(onProgress && { onProgress }) },
    );
  } finally {
    await client.dispose();
  }
}

// A worker to talk to step by step: open, run, snapshot, check, move, evaluate.
export { formatFinding, runCapture, type CaptureRun } from './host/replay/run-capture.js';
export {
  ReplayError,
  type ReplayClient,
  type RequestOptions,
} from './host/replay/replay-client.js';
export { startReplayClient, type StartOptions } from './host/replay/start.js';
export type {
  ExplainOptions,
  FieldDifference,
  Finding,
  KindCount,
  Mismatch,
  Opened,
  OpenOptions,
  OpenResult,
  Progress,
  ReplayReport,
  ReplayRequests,
  SourceRange,
  StrategyFailure,
  Verdict,
} from './host/replay/protocol.js';

// Verification: the replay's causes named, and judged against the registry of accepted residuals.
export { judge, type Judged, type JudgeInput } from './host/verify/judge.js';
export { verifyCapture, type VerifyOptions } from './host/verify/verify-capture.js';
export { readRegistry, REGISTRY, type RegistryRead } from './host/verify/registry-file.js';
export type {
  CauseClass,
  Effect,
  EquityPoint,
  Evidence,
  EvidenceStrength,
  Explanation,
  Precondition,
  PreconditionName,
  PriceSeries,
  Root,
  RootPlace,
} from './host/replay/explanation.js';
export type {
  Judgement,
  RegistryNote,
  RegistryUsed,
  Verification,
  VerifyVerdict,
} from './host/replay/verification.js';

// Captures on disk. Reading gives `{ value, issues }`; only a disk that refuses is thrown, as CaptureError.
export {
  CaptureError,
  openCapture,
  scanCapture,
  writeCapture,
  type Capture,
  type CaptureErrorCode,
  type CaptureOptions,
  type CaptureParts,
  type CaptureProgress,
  type CaptureScan,
  type CaptureSink,
  type EventDraft,
  type ManifestDraft,
  type WriteOptions,
} from './host/capture/index.js';

// The formats: parsing and encoding of single texts, and JSON Schema for programs in other languages.
export {
  encodeEventLine,
  encodeManifest,
  encodeMarketLine,
  encodeOverrides,
  encodeResiduals,
  encodeSnapshot,
  formatIssue,
  hasErrors,
  jsonSchemas,
  parseEventLine,
  parseManifest,
  parseMarketLine,
  parseOverrides,
  parseResiduals,
  parseSnapshot,
  parseWorkspace,
  SCHEMA_VERSION,
  type BarRecord,
  type Coverage,
  type EventRecord,
  type Intervention,
  type Issue,
  type IssueCode,
  type Json,
  type JsonSchema,
  type JsonSchemaName,
  type Manifest,
  type Overrides,
  type Parsed,
  type Residual,
  type Residuals,
  type Snapshot,
  type VenuePolicy,
  type Workspace,
} from './core/schema/index.js';

// Numbers under a policy: decimal.js semantics, or IEEE-754 doubles.
export {
  createNumeric,
  DEFAULT_DECIMAL,
  ROUNDING_MODES,
  type Num,
  type Numeric,
  type NumericPolicy,
  type NumLike,
  type RoundingMode,
  type RoundingStep,
} from './core/numeric/index.js';

// Two event sequences, aligned and compared field by field.
export {
  alignEvents,
  compareEvents,
  compareRuns,
  isComparable,
  isCovered,
  isMatch,
  type ComparedPair,
  type Comparison,
  type Difference,
} from './core/parity/index.js';

// Recordings of other programs.
export {
  convertOpenclaw,
  convertSeededOpenclaw,
  importOpenclaw,
  type OpenclawImport,
  type OpenclawSettings,
  type OpenclawTexts,
  type SeededSettings,
} from './host/importers/openclaw/index.js';
