// TradingView's built-in strategies, written for Lockstep, beside the lists TradingView exported of its own: every entry and
// exit in time, side, size, price and profit, in both lanes. The lists stay outside the project; without them this skips.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Issue } from '../../../engine/core/schema/index.js';
import { importTradingView } from '../../../engine/host/importers/tradingview/index.js';
import type { ReplayClient } from '../../../engine/host/replay/replay-client.js';
import { runCapture } from '../../../engine/host/replay/run-capture.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import { readImported } from '../../support/imported.js';
import { requireSharedData } from '../../support/shared-data.js';
import { listedRows, shown, type ListedRow } from './listed.js';

const BARS = 23_054;
const STRATEGIES = [
  ['macd', 1808, { quantity: '2' }],
  ['supertrend', 602, { window: 11 }],
] as const;

const strategyFile = (name: string): string =>
  fileURLToPath(
    new URL(`../../../examples/workspace/strategies/tradingview-${name}/index.ts`, import.meta.url),
  );

for (const [name, trades, other] of STRATEGIES) {
  describe(`tradingview: ${name}`, function () {
    this.timeout(120_000);
    let rows: readonly ListedRow[] = [];
    let dir = '';
    let capture = '';
    let issues: readonly Issue[] = [];
    let client: ReplayClient;
    before(async function () {
      const trades = requireSharedData(this, 'tradingview', `${name}_trades.csv`);
      const bars = requireSharedData(this, 'tradingview', 'eurusd_1h.csv');
      rows = listedRows(trades);
      dir = await mkdtemp(join(tmpdir(), 'lockstep-tradingview-'));
      capture = join(dir, 'capture');
      client = startReplayClient();
      const settings = { strategyEntry: strategyFile(name) };
      const imported = await importTradingView({
        ...{ trades, bars, out: capture, symbol: 'EURUSD', settings },
      });
      issues = imported.issues;
      assert.ok(imported.value, JSON.stringify(issues.slice(0, 3)));
    });
    after(async () => {
      if (dir === '') return;
      await client.dispose();
      await rm(dir, { recursive: true });
    });

    it(`the list has ${String(trades)} trades, and its profits are what is shown of them`, () => {
      assert.equal(rows.length, 2 * trades);
      let total = 0;
      for (let index = 0; index < rows.length; index += 2) {
        const [entry, exit] = [rows[index], rows[index + 1]];
        assert.ok(entry?.isEntry === true && exit?.isEntry === false);
        const gross = (Number(exit.price) - Number(entry.price)) * Number(entry.quantity);
        const profit = entry.side === 'long' ? gross : -gross;
        total += profit;
        assert.equal(shown(profit) + 0, Number(exit.profit));
        assert.equal(shown(total) + 0, Number(exit.cumulative));
      }
    });

    it('the capture has every row as it is listed, and every figure follows from it', async () => {
      const { manifest, bars, events } = await readImported(capture);
      assert.equal(bars.length, BARS);
      assert.deepEqual(manifest.coverage, { kinds: ['ledger'] });
      const found = events.map((event) => {
        assert.equal(event.kind, 'ledger');
        const { ts, action, side, reason, price, size, pnl } = event;
        return { ts, action, side, reason, price, size, pnl };
      });
      const wanted = rows.map(({ ts, isEntry, side, signal, price, quantity, profit }) => ({
        ...{ ts, action: isEntry ? 'OPEN' : 'CLOSE', side, reason: signal.replaceAll(' ', '_') },
        ...{ price, size: quantity, pnl: isEntry ? '0' : profit },
      }));
      assert.deepEqual(found, wanted);
      const columns = issues.filter(({ code }) => code === 'foreign.left-out');
      assert.equal(columns.length, 8);
      for (const { message } of columns)
        assert.match(message, new RegExp(`give it, in all ${String(trades)} trades`));
    });

    it('the replay reproduces every row, and the fast lane the replay', async () => {
      const report = await runCapture(client, { capture });
      assert.equal(report.verdict, 'parity', report.mismatches[0]?.message);
      const { live, replay, matched } = report.events;
      assert.deepEqual([live, replay, matched], [2 * trades, 2 * trades, 2 * trades]);
      const ran = await client.request('lanes', { lanes: ['fast'] });
      assert.deepEqual([ran.divergence, ran.notPortable, ran.obstacle], [null, [], null]);
      assert.deepEqual(
        ran.lanes.map(({ lane, ticks }) => [lane, ticks]),
        [
          ['reference', BARS],
          ['fast', BARS],
        ],
      );
    });

    it(`with ${JSON.stringify(other)} it does not`, async () => {
      const { verdict } = await runCapture(client, { capture, params: other });
      assert.equal(verdict, 'mismatch');
    });
  });
}
