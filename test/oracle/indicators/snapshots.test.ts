// The reference engine's indicator snapshots at every recorded decision of four runs, bit for bit under binary64.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createNumeric, type Num } from '../../../engine/core/numeric/index.js';
import { requireSharedData } from '../../support/shared-data.js';
import { BASE_WINDOWS, Bank, type Candle, type Windows } from './bank.js';

interface Run {
  readonly name: string;
  readonly snapshots: number;
  /** false: the run does not use the stochastic and records zeros. */
  readonly stochastic: boolean;
  readonly windows: Windows;
}

const RUNS: readonly Run[] = [
  { name: 'base', snapshots: 78, stochastic: false, windows: BASE_WINDOWS },
  { name: 'x01', snapshots: 65, stochastic: false, windows: BASE_WINDOWS },
  { name: 'x02', snapshots: 42, stochastic: true, windows: { ...BASE_WINDOWS, averageAtr: 20 } },
  {
    name: 'example',
    snapshots: 54,
    stochastic: true,
    windows: { emaSlow: 15, emaFast: 8, adx: 10, bands: 15, averageAtr: 50 },
  },
];

const STOCHASTIC = ['stoch_rsi_k', 'stoch_rsi_d'];

interface Decision {
  readonly symbol: string;
  readonly timestamp_ms: number;
  readonly indicator_snapshot: Readonly<Record<string, number | boolean>>;
}

type Rows = ReadonlyMap<string, Readonly<Record<string, Num>>>;

const num = createNumeric({ kind: 'binary64' });

/** The bank's values by symbol and open time. */
function computeRows(context: Mocha.Context, windows: Windows): Rows {
  const path = requireSharedData(context, 'openclaw', 'candles_1h.json');
  const candles = JSON.parse(readFileSync(path, 'utf8')) as Record<string, readonly Candle[]>;
  const entries = Object.entries(candles).flatMap(([symbol, bars]) => {
    const bank = new Bank(num, windows);
    return bars.map((bar) => [`${symbol} ${bar.t}`, bank.update(bar)] as const);
  });
  return new Map(entries);
}

function loadDecisions(context: Mocha.Context, name: string): readonly Decision[] {
  const path = requireSharedData(context, 'openclaw', `${name}_report.json`);
  const report = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly decision_diagnostics: readonly Decision[];
  };
  return report.decision_diagnostics;
}

describe('reference strategy snapshots', () => {
  for (const run of RUNS) {
    it(`${run.name}: ${run.snapshots} snapshots`, function () {
      const rows = computeRows(this, run.windows);
      const decisions = loadDecisions(this, run.name);
      for (const { symbol, timestamp_ms: ts, indicator_snapshot } of decisions) {
        const label = `${symbol} ${ts}`;
        for (const [name, value] of Object.entries(rows.get(label) ?? { missing: num.zero })) {
          if (!run.stochastic && STOCHASTIC.includes(name)) continue;
          const expected = indicator_snapshot[name];
          assert.ok(typeof expected === 'number', `${label}: no ${name}`);
          assert.equal(num.format(value), num.format(num(expected)), `${label} ${name}`);
        }
      }
      assert.equal(decisions.length, run.snapshots);
    });
  }
});
