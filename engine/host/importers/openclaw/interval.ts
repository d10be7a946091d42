// The bar interval of a configuration, and the sub-bars this importer does not read.
import { makeIssue, type Issue, type Parsed } from '../../../core/schema/index.js';
import type { EffectiveTree } from './config-tree.js';
import type { OpenclawCandles } from '../../../core/schema/foreign/openclaw.js';
import { configText } from './params.js';
import type { RunInputs } from './run-inputs.js';

const UNIT_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `engine.interval`, such as 1h, in milliseconds. */
function intervalMsOf(config: EffectiveTree, file: string): Parsed<number> {
  const written = configText(config, ['engine', 'interval']);
  const [, count, unit] = /^([1-9]\d{0,3})([mhdw])$/.exec(written) ?? [];
  const unitMs = UNIT_MS[unit ?? ''];
  if (count !== undefined && unitMs !== undefined) {
    return { value: Number(count) * unitMs, issues: [] };
  }
  const text = {
    message: `"${written}" is not an interval.`,
    remedy: 'Write a count and a unit: 1m, 15m, 1h, 4h, 1d.',
  };
  const place = { file, path: 'global.engine.interval' };
  return { value: undefined, issues: [makeIssue('openclaw.config.interval', place, text)] };
}

/** How far apart the candles of each symbol are at least; undefined where none has two. */
function candleSpacingMs(candles: OpenclawCandles): number | undefined {
  let least = Infinity;
  for (const list of Object.values(candles)) {
    list.forEach(({ t }, index) => {
      if (index > 0) least = Math.min(least, t - (list[index - 1]?.t ?? 0));
    });
  }
  return least === Infinity ? undefined : least;
}

/**
 * The interval of the bars. The engine's command line may have set another than the configuration says, and nothing of
 * its trading depends on what is written there: then the candles tell, with a warning.
 */
export function barIntervalOf({
  config,
  candles,
  texts,
}: Pick<RunInputs, 'config' | 'candles' | 'texts'>): Parsed<number> {
  const configured = intervalMsOf(config, texts.config.file);
  const spacing = candleSpacingMs(candles);
  if (configured.value === undefined || spacing === undefined || spacing === configured.value)
    return configured;
  const text = {
    message: `engine.interval is ${configText(config, ['engine', 'interval'])}, but the candles are ${String(spacing)} ms apart: the run is taken to have been made on the candles.`,
    remedy: 'Give the candles of the run, or write their interval into the configuration.',
  };
  const place = { file: texts.config.file, path: 'global.engine.interval' };
  return { value: spacing, issues: [makeIssue('openclaw.candles.interval', place, text)] };
}

/** A run with other entry or exit intervals used bars that the candle file does not hold. */
export function subBarIssues(config: EffectiveTree, file: string): Issue[] {
  const interval = configText(config, ['engine', 'interval']);
  return ['entry_interval', 'exit_interval'].flatMap((name) => {
    const value = configText(config, ['engine', name]);
    if (value === '' || value === interval) return [];
    const text = {
      message: `The run used ${value} sub-bars (engine.${name}), which this importer does not read.`,
      remedy: `Import a run with engine.${name} empty.`,
    };
    return [makeIssue('openclaw.config.sub-bars', { file, path: `global.engine.${name}` }, text)];
  });
}
