// A replay report of the openclaw engine, its candles and its configuration become one capture.
import { formatDouble } from '../../../core/numeric/index.js';
import {
  canonicalJson,
  hasErrors,
  SCHEMA_VERSION,
  type Coverage,
  type Issue,
  type Parsed,
  type Patch,
} from '../../../core/schema/index.js';
import { parseOpenclawReport } from '../../../core/schema/foreign/openclaw.js';
import {
  parseOpenclawInitState,
  type OpenclawInitState,
} from '../../../core/schema/foreign/openclaw-init-state.js';
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
import { assumptions, initStateIssues } from './init-state.js';
import { barIntervalOf, subBarIssues } from './interval.js';
import { configValue, paramsOf } from './params.js';
import type { OpenclawTexts, RunInputs } from './run-inputs.js';
import { startSnapshot, strategyFields } from './seed.js';
import { seedStrategy } from './seed-strategy.js';
import { venueOf } from './venue.js';

export interface OpenclawSettings {
  /** Path of the strategy from the capture's folder, or `lockstep:NAME`. */
  readonly strategyEntry?: string;
  /** The run's `lookback`, which no file states. */
  readonly lookback?: number;
  /** Before this time indicators advance and nothing is traded. Absent: when the init state was exported, if there is one. */
  readonly fromTs?: number;
  /** `finish` (when absent): the run ended with its last candle, as a backtest does; `cut`: it is taken to have gone on. */
  readonly end?: 'cut' | 'finish';
  /** Origin and licence of the data, for the manifest. */
  readonly notice?: string;
  /** Texts to lie beside the capture's files, such as a licence. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** The files of a run, as paths. */
export interface OpenclawImport extends OpenclawSettings, WriteOptions {
  readonly report: string;
  readonly candles: string;
  readonly config: string;
  /** State of the account at the start; absent: the run began without positions. */
  readonly initState?: string;
  /** Folder to write the capture to; absent: nothing is written. */
  readonly out?: string;
}

const DEFAULT_ENTRY = 'lockstep:openclaw';
const DEFAULT_LOOKBACK = 200;

/** Reads the files, and writes the capture when `out` is given. The value is undefined when an issue is an error. */
export async function importOpenclaw(request: OpenclawImport): Promise<Parsed<CaptureParts>> {
  const { signal, initState } = request;
  const [report, candles, config, start] = await Promise.all([
    readForeignFile(request.report, signal),
    readForeignFile(request.candles, signal),
    readForeignFile(request.config, signal),
    ...(initState === undefined ? [] : [readForeignFile(initState, signal)]),
  ]);
  const unread = [report, candles, config, ...(start ? [start] : [])];
  if (!report.value || !candles.value || !config.value || (start && !start.value)) {
    return { value: undefined, issues: unread.flatMap(({ issues }) => issues) };
  }
  const texts = {
    ...{ report: report.value, candles: candles.value, config: config.value },
    ...(start?.value && { initState: start.value }),
  };
  const converted = await convertSeededOpenclaw(texts, { folder: request.out ?? '.', ...request });
  if (converted.value && request.out !== undefined) {
    await writeCapture(request.out, converted.value, request);
  }
  return converted;
}

export interface SeededSettings extends OpenclawSettings {
  /** Folder the strategy entry counts from. */
  readonly folder: string;
}

/** As `convertOpenclaw`, and with an init state: the strategy builds its own part of the snapshot. */
export async function convertSeededOpenclaw(
  texts: OpenclawTexts,
  settings: SeededSettings,
): Promise<Parsed<CaptureParts>> {
  const { value, issues } = convert(texts, settings);
  if (value === undefined || texts.initState === undefined) return { value: value?.parts, issues };
  const { folder } = settings;
  const seeded = await seedStrategy({ ...value, folder, file: texts.initState.file });
  return { value: seeded.value, issues: [...issues, ...seeded.issues] };
}

/** A run that began without positions, without files. Deterministic: equal texts give equal parts. */
export function convertOpenclaw(
  texts: Omit<OpenclawTexts, 'initState'>,
  settings: OpenclawSettings = {},
): Parsed<CaptureParts> {
  const { report, candles, config } = texts;
  const { value, issues } = convert({ report, candles, config }, settings);
  return { value: value?.parts, issues };
}

interface Converted {
  /** With a null strategy part in the snapshot. */
  readonly parts: CaptureParts;
  /** What is to be set in the strategy's own state. */
  readonly fields: readonly Patch[];
}

function convert(texts: OpenclawTexts, settings: OpenclawSettings): Parsed<Converted> {
  const report = parseOpenclawReport(texts.report);
  const candles = readCandles(texts.candles);
  const config = readConfig(texts.config);
  const start = texts.initState && parseOpenclawInitState(texts.initState);
  const issues: Issue[] = [report, candles, config, ...(start ? [start] : [])].flatMap(
    (parsed) => parsed.issues,
  );
  const unusable = { value: undefined, issues };
  if (!report.value || !candles.value || !config.value || (start && !start.value)) return unusable;
  const inputs: RunInputs = {
    ...{ report: report.value, candles: candles.value, config: config.value, texts },
    ...(start?.value &&
      texts.initState && { initState: { state: start.value, text: texts.initState } }),
  };
  const fromTs = settings.fromTs ?? start?.value?.exported_at_ms ?? 0;
  issues.push(...consistencyIssues(inputs, fromTs), ...initStateIssues(inputs, fromTs));
  issues.push(...subBarIssues(inputs.config, texts.config.file));
  const interval = barIntervalOf(inputs);
  issues.push(...interval.issues);
  if (interval.value === undefined || hasErrors(issues)) return unusable;
  const events = eventsOf(inputs.report, texts.report);
  issues.push(...events.issues);
  if (!events.value) return unusable;
  issues.push(...assumptions(inputs, fromTs));
  const recording: Recording = {
    ...{ inputs, fromTs, captureId: captureIdOf(texts) },
    ...{ intervalMs: interval.value, events: events.value },
  };
  const fields = start?.value ? strategyFields(start.value, tradedSymbols(candles.value)) : [];
  return { value: { parts: partsOf(recording, settings, start?.value), fields }, issues };
}

interface Recording {
  readonly inputs: RunInputs;
  readonly captureId: string;
  readonly fromTs: number;
  readonly intervalMs: number;
  readonly events: readonly EventDraft[];
}

/** The same files have the same id, wherever they lie. */
const captureIdOf = ({ report, candles, config, initState }: OpenclawTexts): string => {
  const texts = [report, candles, config, ...(initState ? [initState] : [])];
  return `openclaw-${sha256(texts.map(({ text }) => sha256(text)).join('\n')).slice(0, 16)}`;
};

function partsOf(
  recording: Recording,
  settings: OpenclawSettings,
  initState: OpenclawInitState | undefined,
): CaptureParts {
  const { inputs, intervalMs, events } = recording;
  return {
    manifest: manifestOf(recording, settings),
    snapshot: startSnapshot(inputs.report.initial_balance, initState),
    bars: barsOf(inputs.candles, intervalMs),
    events,
    ...(settings.texts && { texts: settings.texts }),
  };
}

function manifestOf(
  { inputs, captureId, fromTs, intervalMs, events }: Recording,
  settings: OpenclawSettings,
): ManifestDraft {
  const { report, candles, config } = inputs;
  const timeline = timelineOf(candles);
  const run = {
    initialBalance: report.initial_balance,
    lookback: settings.lookback ?? DEFAULT_LOOKBACK,
    fromTs,
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
      end: settings.end ?? 'finish',
    },
    coverage: coverageOf(events),
    runs:
      events.length === 0
        ? []
        : [{ fingerprint: report.config_fingerprint, firstSeq: 1, lastSeq: events.length }],
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
