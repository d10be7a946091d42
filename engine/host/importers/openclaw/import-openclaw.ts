// A replay report of the openclaw engine, its candles and its configuration become one capture.
import { formatDouble } from '../../../core/numeric/index.js';
import {
  canonicalJson,
  hasErrors,
  SCHEMA_VERSION,
  type Coverage,
  type Issue,
  type Parsed,
  type Snapshot,
} from '../../../core/schema/index.js';
import { parseOpenclawReport } from '../../../core/schema/foreign/openclaw.js';
import { sha256 } from '../../capture/capture-files.js';
import {
  writeCapture,
  type CaptureParts,
  type EventDraft,
  type ManifestDraft,
  type WriteOptions,
} from '../../capture/write-capture.js';
import { readForeignFile } from '../foreign-file.js';
import { barsOf, readCandles, timelineOf, tradedSymbols } from './candles.js';
import { readConfig } from './config.js';
import { consistencyIssues } from './consistency.js';
import { eventsOf, NOT_APPLIED } from './events.js';
import { configFingerprint } from './fingerprint.js';
import { intervalMsOf, subBarIssues } from './interval.js';
import { configValue, paramsOf } from './params.js';
import type { OpenclawTexts, RunInputs } from './run-inputs.js';
import { venueOf } from './venue.js';

export interface OpenclawSettings {
  /** Path of the strategy from the capture's folder, or `lockstep:NAME`. */
  readonly strategyEntry?: string;
  /** The run's `lookback`, which no file states. */
  readonly lookback?: number;
  /** Origin and licence of the data, for the manifest. */
  readonly notice?: string;
  /** Texts to lie beside the capture's files, such as a licence. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** The three files of a run, as paths. */
export interface OpenclawImport extends OpenclawSettings, WriteOptions {
  readonly report: string;
  readonly candles: string;
  readonly config: string;
  /** Folder to write the capture to; absent: nothing is written. */
  readonly out?: string;
}

const DEFAULT_ENTRY = 'lockstep:openclaw';
const DEFAULT_LOOKBACK = 200;

/** Reads the files, and writes the capture when `out` is given. The value is undefined when an issue is an error. */
export async function importOpenclaw(request: OpenclawImport): Promise<Parsed<CaptureParts>> {
  const [report, candles, config] = await Promise.all([
    readForeignFile(request.report, request.signal),
    readForeignFile(request.candles, request.signal),
    readForeignFile(request.config, request.signal),
  ]);
  if (!report.value || !candles.value || !config.value) {
    return { value: undefined, issues: [report, candles, config].flatMap(({ issues }) => issues) };
  }
  const texts = { report: report.value, candles: candles.value, config: config.value };
  const converted = convertOpenclaw(texts, request);
  if (converted.value && request.out !== undefined) {
    await writeCapture(request.out, converted.value, request);
  }
  return converted;
}

/** The same without files. Deterministic: equal texts give equal parts. */
export function convertOpenclaw(
  texts: OpenclawTexts,
  settings: OpenclawSettings = {},
): Parsed<CaptureParts> {
  const report = parseOpenclawReport(texts.report);
  const candles = readCandles(texts.candles);
  const config = readConfig(texts.config);
  const issues: Issue[] = [...report.issues, ...candles.issues, ...config.issues];
  if (!report.value || !candles.value || !config.value) return { value: undefined, issues };
  const inputs: RunInputs = {
    report: report.value,
    candles: candles.value,
    config: config.value,
    texts,
  };
  issues.push(...consistencyIssues(inputs), ...subBarIssues(inputs.config, texts.config.file));
  const interval = intervalMsOf(inputs.config, texts.config.file);
  issues.push(...interval.issues);
  if (interval.value === undefined || hasErrors(issues)) return { value: undefined, issues };
  const events = eventsOf(inputs.report, texts.report);
  issues.push(...events.issues);
  if (!events.value) return { value: undefined, issues };
  const recording: Recording = {
    inputs,
    captureId: captureIdOf(texts),
    intervalMs: interval.value,
    events: events.value,
  };
  return { value: partsOf(recording, settings), issues };
}

interface Recording {
  readonly inputs: RunInputs;
  readonly captureId: string;
  readonly intervalMs: number;
  readonly events: readonly EventDraft[];
}

/** The same three files have the same id, wherever they lie. */
const captureIdOf = ({ report, candles, config }: OpenclawTexts): string =>
  `openclaw-${sha256([report, candles, config].map(({ text }) => sha256(text)).join('\n')).slice(0, 16)}`;

function partsOf(recording: Recording, settings: OpenclawSettings): CaptureParts {
  const { inputs, intervalMs, events } = recording;
  return {
    manifest: manifestOf(recording, settings),
    snapshot: initialSnapshot(inputs.report.initial_balance),
    bars: barsOf(inputs.candles, intervalMs),
    events,
    ...(settings.texts && { texts: settings.texts }),
  };
}

function manifestOf(
  { inputs, captureId, intervalMs, events }: Recording,
  settings: OpenclawSettings,
): ManifestDraft {
  const { report, candles, config } = inputs;
  const timeline = timelineOf(candles);
  const fingerprint = configFingerprint(config);
  const run = {
    initialBalance: report.initial_balance,
    lookback: settings.lookback ?? DEFAULT_LOOKBACK,
    fromTs: 0,
  };
  const params = paramsOf(config, run);
  return {
    schemaVersion: SCHEMA_VERSION,
    captureId,
    origin: { mode: 'backtest', importer: 'openclaw', source: 'fol2/openclaw-crypto-ai-quant' },
    engine: { name: 'openclaw', version: null, flags: {} },
    strategy: {
      entry: settings.strategyEntry ?? DEFAULT_ENTRY,
      codeHash: null,
      configHash: sha256(canonicalJson(params)),
      params,
    },
    numeric: { kind: 'binary64' },
    venue: venueOf(formatDouble(Number(configValue(config, ['trade', 'slippage_bps'])))),
    symbols: tradedSymbols(candles),
    intervalMs,
    window: {
      fromTs: timeline[0] ?? 0,
      toTs: timeline[timeline.length - 1] ?? 0,
      end: 'finish',
    },
    coverage: coverageOf(events),
    runs: events.length === 0 ? [] : [{ fingerprint, firstSeq: 1, lastSeq: events.length }],
    ...(settings.notice !== undefined && { notice: settings.notice }),
  };
}

/** Rejected candidates and ordinary exits leave no diagnostic, so they are outside. */
const coverageOf = (events: readonly EventDraft[]): Coverage => {
  const isBlocked = events.some((event) => event.kind === 'decision' && event.action === 'blocked');
  return {
    kinds: ['decision', 'ledger'],
    decisions: [
      { action: 'enter' },
      { action: 'add' },
      { action: 'exit', reason: 'exit_signal_flip' },
      ...(isBlocked ? [{ action: 'blocked' as const, reason: NOT_APPLIED }] : []),
    ],
  };
};

const initialSnapshot = (balance: number): Snapshot => ({
  schemaVersion: SCHEMA_VERSION,
  cursor: { seq: 0, lastTickTs: null, lastBarTs: {} },
  account: { balance: formatDouble(balance) },
  positions: {},
  orders: [],
  counters: { nextOrderId: 1, ticks: 0 },
  lastClose: {},
  strategy: null,
});
