// The reference strategy's indicators at nine bars of real candles, bit for bit under binary64: values that an
// independent engine computed on the same candles.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createNumeric, type Num } from '../../../engine/core/numeric/index.js';
import { requireSharedData } from '../../support/shared-data.js';
import { BASE_WINDOWS, Bank, type Candle } from './bank.js';

/** Bars count from 1. */
const CHECKPOINTS = `
| bar | close | ema_slow | adx | adx_pos | bb_width | bb_width_ratio | atr | avg_atr | rsi | stoch_rsi_k | stoch_rsi_d | macd_hist |
| 1 | 95653 | 95653 | 0 | 0 | 0 | 1 | 443 | 443 | 50 | 0.5 | 0.5 | 0 |
| 2 | 95754 | 95656.96078431373 | 0 | 0 | 0 | 1 | 376 | 409.5 | 50 | 0.5 | 0.5 | 6.445584045583383 |
| 14 | 95042 | 95504.906098126 | 0 | 0 | 0 | 1 | 415.5 | 356.9403085010228 | 50 | 0.5 | 0.5 | -61.04005016727979 |
| 15 | 95022 | 95485.96860408185 | 32.324131789848614 | 13.603006980490424 | 0 | 1 | 401.0357142857143 | 359.88000222000227 | 35.50757923748277 | 0.25 | 0.375 | -52.06974651786331 |
| 16 | 95582 | 95489.73454117669 | 19.283113026860732 | 20.028430785136102 | 0 | 1 | 436.10459183673464 | 364.64403907104804 | 49.497800282227935 | 0.48844914119820615 | 0.41281638039940205 | -6.872571233912893 |
| 20 | 95478 | 95496.88669009392 | 11.372785648057393 | 17.72023192269021 | 0.012348724677701416 | 20 | 379.5179937382596 | 372.49652002084724 | 47.17418755126338 | 0.8971307572739532 | 0.9216273622961864 | 49.26067281103869 |
| 28 | 95260 | 95444.15235676427 | 17.053768142342122 | 13.094991117383376 | 0.010339306445132137 | 2.9107562666575117 | 283.6049905790764 | 356.81426576736885 | 43.45110719924454 | 0.38502163050697097 | 0.43080570538840063 | -6.734355271112307 |
| 29 | 95288 | 95438.02873493038 | 17.861140948846714 | 13.649634095491514 | 0.010206831138588201 | 2.6990941775087847 | 270.99034839485665 | 353.8548203407305 | 44.47583455810279 | 0.42791062542872976 | 0.40167268141068074 | -3.5866960186646395 |
| 200 | 89495 | 89645.1597315272 | 12.268587461546236 | 17.490275209581384 | 0.013896010726823508 | 0.8360689681140895 | 301.7014577912839 | 508.5248409950944 | 47.30365034597432 | 0.23679184113455065 | 0.36115770709521083 | -19.08710184667722 |
`;

const cells = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

describe('reference strategy checkpoints', () => {
  const num = createNumeric({ kind: 'binary64' });
  const rows: Readonly<Record<string, Num>>[] = [];

  before(function () {
    const path = requireSharedData(this, 'openclaw', 'candles_1h.json');
    const candles = JSON.parse(readFileSync(path, 'utf8')) as Record<string, readonly Candle[]>;
    const bank = new Bank(num, BASE_WINDOWS);
    for (const candle of candles['BTC'] ?? []) rows.push(bank.update(candle));
  });

  const [head = '', ...lines] = CHECKPOINTS.trim().split('\n');
  const [, ...columns] = cells(head);
  for (const line of lines) {
    const [bar = '', ...expected] = cells(line);
    it(`bar ${bar}`, () => {
      const row = rows[Number(bar) - 1] ?? {};
      const actual = columns.map((column) => {
        const value = row[column];
        return value === undefined ? 'missing' : num.format(value);
      });
      assert.deepEqual(actual, expected);
    });
  }
});
