// The effective configuration as strategy parameters: numbers as decimal text, whole numbers, flags and choices as
// they are. The groups that only steer the engine's surroundings are not parameters.
import { formatDouble } from '../../../core/numeric/index.js';
import type { Json } from '../../../core/schema/index.js';
import {
  isEffectiveKey,
  type EffectiveKey,
  type EffectiveTree,
  type FreeValue,
} from './config-tree.js';

const PARAM_GROUPS = ['trade', 'indicators', 'filters', 'market_regime', 'thresholds'] as const;

/** What a run was started with beside its configuration. The report states the balance only. */
export interface RunSettings {
  readonly initialBalance: number;
  /** Bars of a symbol before it may enter. */
  readonly lookback: number;
  /** Before this time indicators advance and nothing else happens. */
  readonly fromTs: number;
}

export function paramsOf(config: EffectiveTree, run: RunSettings): Json {
  const groups = PARAM_GROUPS.map((name) => [name, paramValue(config[name] ?? {})] as const);
  const { initialBalance, lookback, fromTs } = run;
  return {
    ...Object.fromEntries(groups),
    run: { lookback, initial_balance: formatDouble(initialBalance), from_ts: fromTs },
  };
}

function paramValue(entry: EffectiveKey | EffectiveTree): Json {
  if (isEffectiveKey(entry)) {
    return entry.type === 'number' ? formatDouble(Number(entry.value)) : entry.value;
  }
  return Object.fromEntries(
    Object.entries(entry).map(([name, below]) => [name, paramValue(below)]),
  );
}

/** The value of one key, by its path; undefined where there is none. */
export function configValue(config: EffectiveTree, path: readonly string[]): FreeValue | undefined {
  let entry: EffectiveKey | EffectiveTree | undefined = config;
  for (const name of path) {
    if (entry === undefined || isEffectiveKey(entry)) return undefined;
    entry = entry[name];
  }
  return entry !== undefined && isEffectiveKey(entry) ? entry.value : undefined;
}

/** The value of a text key, by its path. */
export function configText(config: EffectiveTree, path: readonly string[]): string {
  const value = configValue(config, path);
  return typeof value === 'string' ? value : '';
}
