// The importer on real answers of the venue: every fill, payment, order and reject is in the capture with its own digits,
// and the balance behind the last is the exact sum.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNumeric } from '../../../engine/core/numeric/index.js';
import { importHyperliquid } from '../../../engine/host/importers/hyperliquid/index.js';
import { withTempDir } from '../../support/captures.js';
import { readImported } from '../../support/imported.js';
import { requireSharedData } from '../../support/shared-data.js';

const EXACT = createNumeric({ kind: 'decimal', precision: 34, rounding: 'half-even' });
const sum = (texts: readonly string[]): string =>
  EXACT.format(texts.reduce((total, each) => total.add(each), EXACT.zero));

type Body = Readonly<Record<string, string | number>>;
const bodies = (path: string): readonly Body[] =>
  JSON.parse(readFileSync(path, 'utf8')) as readonly Body[];

describe("real answers of Hyperliquid's interface", () => {
  it('500 fills in two overlapping pages and 218 payments of funding', function () {
    const data = (name: string): string => requireSharedData(this, 'hyperliquid', name);
    const fills = bodies(data('user_fills.json'));
    const payments = (bodies(data('user_funding.json')) as unknown as { delta: Body }[]).map(
      ({ delta }) => delta,
    );
    return withTempDir(async (dir) => {
      const out = join(dir, 'capture');
      const { issues } = await importHyperliquid({
        out,
        candles: [data('candles_snapshot_1.json')],
        fills: [data('user_fills.json'), data('user_fills_by_time.json')],
        funding: [data('user_funding.json')],
        settings: { balance: '1000' },
      });
      assert.ok(
        issues.some(
          ({ code, message }) => code === 'foreign.repeated' && message.startsWith('500 fills'),
        ),
      );
      // Alpha-era fills do not chain: the venue left some out, and that is said for each symbol.
      assert.ok(issues.some(({ code }) => code === 'foreign.gap'));
      const { events, bars, snapshot, manifest } = await readImported(out);
      assert.deepEqual(manifest.coverage.kinds, ['fill', 'funding', 'ledger']);
      assert.equal(bars.length, 24);
      assert.equal(bars[0]?.open, '0.001601');
      const found = events.filter((event) => event.kind === 'fill');
      const byOrder = (oid: string, size: string, price: string): string =>
        `${oid} ${size} ${price}`;
      const sizes = new Map<string, string[]>();
      for (const { orderId, size, price } of found) {
        const key = `${orderId.replace(':turned', '')} ${price}`;
        sizes.set(key, [...(sizes.get(key) ?? []), size]);
      }
      const wanted = new Map<string, string[]>();
      for (const { oid, px, sz } of fills) {
        const key = `${String(oid)} ${String(px)}`;
        wanted.set(key, [...(wanted.get(key) ?? []), String(sz)]);
      }
      assert.deepEqual([...sizes.keys()].sort(), [...wanted.keys()].sort());
      for (const [key, list] of wanted) assert.equal(sum(sizes.get(key) ?? []), sum(list), key);
      // Only a turn has two parts; every other fill has the very text of the venue.
      const turned = new Set(
        found.flatMap(({ orderId }) =>
          orderId.endsWith(':turned') ? [orderId.replace(':turned', '')] : [],
        ),
      );
      const texts = new Set(found.map(({ orderId, size, price }) => byOrder(orderId, size, price)));
      for (const { oid, sz, px } of fills) {
        if (!turned.has(String(oid)))
          assert.ok(texts.has(byOrder(String(oid), String(sz), String(px))));
      }
      assert.deepEqual(
        events.flatMap((event) => (event.kind === 'funding' ? [event.amount] : [])).sort(),
        payments.map(({ usdc }) => String(usdc)).sort(),
      );
      const rows = events.filter((event) => event.kind === 'ledger');
      const gains = fills.flatMap(({ closedPnl, fee }) => [String(closedPnl), `-${String(fee)}`]);
      const total = sum(['1000', ...gains, ...payments.map(({ usdc }) => String(usdc))]);
      assert.equal(rows.at(-1)?.balance, total);
      const ofSui = fills.filter(({ coin }) => coin === 'SUI');
      const oldest = Math.min(...ofSui.map(({ time }) => Number(time)));
      const start = String(ofSui.find(({ time }) => time === oldest)?.['startPosition']);
      const { side, size } = snapshot.positions['SUI'] ?? {};
      assert.equal(`${side === 'short' ? '-' : ''}${size ?? ''}`, start);
    });
  });

  it('liquidations, builder fees, rejects, cancellations, deposits and transfers', function () {
    const data = (name: string): string => requireSharedData(this, 'hyperliquid', name);
    return withTempDir(async (dir) => {
      const out = join(dir, 'capture');
      const { issues } = await importHyperliquid({
        out,
        candles: [data('candles_snapshot_1.json')],
        fills: [data('fills_2024_2026.json')],
        orders: [data('historical_orders.json')],
        ledger: [data('user_non_funding_ledger_updates_without_end_time.json')],
        settings: { balance: '0' },
      });
      const { events } = await readImported(out);
      const fills = events.filter((event) => event.kind === 'fill');
      assert.deepEqual(
        fills.map(({ symbol, action, reason, feeParts }) => [symbol, action, reason, feeParts]),
        [
          ['SOL', 'add', 'taker', undefined],
          ['PURR/USDC', 'reduce', 'taker', undefined],
          ['HYPE', 'reduce', 'taker', { venue: '0.011052', builder: '0.002558' }],
          ['HYPE', 'close', 'liquidation', undefined],
          ['flx:CRCL', 'add', 'maker', undefined],
          ['flx:CRCL', 'close', 'liquidation', undefined],
          ['HYPE', 'open', 'taker', { venue: '0.010472', builder: '0.002424' }],
        ],
      );
      assert.deepEqual(
        events.flatMap((event) =>
          event.kind === 'reject' ? [[event.symbol, event.reason, event.size]] : [],
        ),
        [
          ['TON', 'iocCancelRejected', '81.7'],
          ['ORDI', 'iocCancelRejected', '3.15'],
          ['GRIFFAIN', 'iocCancelRejected', '529.0'],
        ],
      );
      assert.deepEqual(
        events.flatMap((event) =>
          event.kind === 'order' ? [[event.orderId, event.price, event.size]] : [],
        ),
        [
          ['141682147400', '0.62613', '1500.3'],
          ['141682147399', '0.62689', '1614.3'],
        ],
      );
      // 0.033... of two fills before are in the balance behind the first deposit; doubles of the venue keep their digits.
      assert.deepEqual(
        events.flatMap((event) =>
          event.kind === 'balance' ? [[event.reason, event.balance]] : [],
        ),
        [
          ['deposit', '2703996.9212570002'],
          ['transfer', '2703984.9212570002'],
          ['transfer', '19879.9112570004'],
          ['deposit', '1119874.8912570004'],
        ],
      );
      const left = issues.flatMap(({ code, message }) =>
        code === 'foreign.left-out' ? [message] : [],
      );
      assert.equal(left.length, 2);
      assert.match(left[0] ?? '', /^2 cancellations/);
      assert.match(left[1] ?? '', /^1 of "spotTransfer"/);
    });
  });

  it('a state of the account, and the orders that stand', function () {
    const data = (name: string): string => requireSharedData(this, 'hyperliquid', name);
    return withTempDir(async (dir) => {
      const out = join(dir, 'capture');
      const { issues } = await importHyperliquid({
        out,
        candles: [data('candles_snapshot_1.json')],
        openOrders: [data('open_orders.json')],
        account: data('user_state.json'),
      });
      const { snapshot, events } = await readImported(out);
      const { marginSummary, assetPositions } = JSON.parse(
        readFileSync(data('user_state.json'), 'utf8'),
      ) as { marginSummary: Body; assetPositions: { position: Body }[] };
      const open = assetPositions.map(({ position }) => String(position['unrealizedPnl']));
      const cash = EXACT(sum([String(marginSummary['accountValue'])])).sub(sum(open));
      assert.equal(snapshot.account.balance, EXACT.format(cash));
      assert.equal(Object.keys(snapshot.positions).length, assetPositions.length);
      assert.deepEqual(snapshot.positions['BTC'], {
        ...{ side: 'short', size: '0.00785', entryPrice: '26951.0', leverage: '20' },
        ...{ margin: '10.582271', adds: 0, openTs: 100_000_000_000, lastAddTs: 100_000_000_000 },
      });
      assert.equal(events.length, bodies(data('open_orders.json')).length);
      // Field by field, what a correct continuation needs and the venue does not give.
      const assumed = issues.flatMap(({ code, path }) =>
        code === 'foreign.assumed' ? [path] : [],
      );
      for (const field of [
        'positions[].openTs',
        'positions[].lastAddTs',
        'positions[].adds',
        'orders',
        'lastClose',
        'strategy',
        'time',
      ])
        assert.ok(assumed.includes(field), field);
    });
  });
});
