// Answers of Hyperliquid's interface that real recordings do not hold: turns, pages, gaps, states that do not fit, and
// bodies that are wrong.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { importHyperliquid } from '../../../engine/host/importers/hyperliquid/index.js';
import { HOUR_MS, tickTs, withTempDir } from '../../support/captures.js';
import { readImported, refused, told } from '../../support/imported.js';
import { put } from '../../support/tables.js';

const fill = (changes: object) => ({
  ...{ coin: 'BTC', px: '100.0', sz: '1.0', side: 'B', time: tickTs(0) + 1, startPosition: '0.0' },
  ...{ dir: 'Open Long', closedPnl: '0.0', oid: 7, fee: '0.1', tid: 1, hash: '0x1', crossed: true },
  ...changes,
});
const CANDLES = [0, 1, 2].map((hour) => ({
  ...{ t: tickTs(hour), T: tickTs(hour + 1) - 1, s: 'BTC', i: '1h' },
  ...{ o: '100.0', h: '110.50', l: '90.0', c: '101.0', v: '12.0', n: 5 },
}));
const ACCOUNT = {
  assetPositions: [
    {
      position: {
        coin: 'BTC',
        szi: '-2.0',
        entryPx: '99.5',
        unrealizedPnl: '-3.0',
        leverage: { type: 'cross', value: 5 },
        marginUsed: '20.1',
      },
    },
  ],
  marginSummary: { accountValue: '997.0' },
  time: tickTs(0),
};

interface Case {
  readonly fills?: unknown;
  readonly candles?: unknown;
  readonly account?: unknown;
  readonly orders?: unknown;
  readonly funding?: unknown;
  readonly ledger?: unknown;
}

const text = (value: unknown): string | Uint8Array =>
  typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value);

async function imported(dir: string, given: Case, out: string) {
  const { candles, account, ...lists } = { fills: [fill({})], ...given };
  const files: Record<string, string[]> = {};
  for (const [name, value] of Object.entries(lists)) {
    if (value !== undefined) files[name] = [await put(dir, `${name}.json`, text(value))];
  }
  return importHyperliquid({
    out,
    candles: [await put(dir, 'candles.json', text(candles ?? CANDLES))],
    ...files,
    ...(account !== undefined && { account: await put(dir, 'account.json', text(account)) }),
  });
}

describe("answers of Hyperliquid's interface", () => {
  it('newest first, with a turn in one fill: a close and an open, the fee at the close', () =>
    withTempDir(async (dir) => {
      const out = join(dir, 'capture');
      const fills = [
        fill({
          tid: 2,
          side: 'A',
          sz: '3.0',
          startPosition: '1.0',
          px: '104.0',
          closedPnl: '4.0',
          dir: 'Long > Short',
          time: tickTs(1),
        }),
        fill({}),
      ];
      const { issues } = await imported(dir, { fills: gzipSync(JSON.stringify(fills)) }, out);
      const { events } = await readImported(out);
      assert.deepEqual(
        events.map(
          (event) =>
            event.kind === 'fill' && [
              event.orderId,
              event.side,
              event.action,
              event.size,
              event.fee,
            ],
        ),
        [
          ['7', 'long', 'open', '1.0', '0.1'],
          ['7', 'long', 'close', '1.0', '0.1'],
          ['7:turned', 'short', 'open', '2', '0'],
        ],
      );
      assert.ok(told(issues).includes('foreign.assumed?:1 [0].fee'));
    }));

  it('fills of one millisecond stand so that each begins where the one before ended', () =>
    withTempDir(async (dir) => {
      const out = join(dir, 'capture');
      const fills = [2, 1, 0].map((index) =>
        fill({ tid: index, startPosition: `${String(index)}.0`, oid: index }),
      );
      const { issues } = await imported(dir, { fills }, out);
      const { events } = await readImported(out);
      assert.deepEqual(
        events.map((event) => 'orderId' in event && event.orderId),
        ['0', '1', '2'],
      );
      assert.ok(!issues.some(({ code }) => code === 'foreign.gap'));
    }));

  it('a page that is missing is told, with what it moved', () =>
    withTempDir(async (dir) => {
      const out = join(dir, 'capture');
      const { issues } = await imported(
        dir,
        { fills: [fill({}), fill({ tid: 2, startPosition: '4.5', time: tickTs(1) })] },
        out,
      );
      assert.match(
        issues.find(({ code }) => code === 'foreign.gap')?.message ?? '',
        /in 1 place; in the first, a size of 3\.5\./,
      );
    }));

  it('a state of the account gives cash, positions and with them the ledger', () =>
    withTempDir(async (dir) => {
      const out = join(dir, 'capture');
      const close = fill({
        startPosition: '-2.0',
        sz: '2.0',
        px: '99.0',
        closedPnl: '1.0',
        dir: 'Close Short',
      });
      const funding = [
        {
          time: tickTs(1),
          hash: '0x',
          delta: { type: 'funding', coin: 'BTC', usdc: '-0.25', szi: '1.0', fundingRate: '0.0001' },
        },
      ];
      const ledger = [
        {
          time: tickTs(2),
          hash: '0x',
          delta: { type: 'withdraw', usdc: '10.0', fee: '1.0', nonce: 1 },
        },
      ];
      await imported(dir, { fills: [close], account: ACCOUNT, funding, ledger }, out);
      const { snapshot, events, manifest } = await readImported(out);
      assert.equal(snapshot.account.balance, '1000');
      assert.equal(snapshot.positions['BTC']?.entryPrice, '99.5');
      assert.deepEqual(manifest.coverage.kinds, ['fill', 'funding', 'balance', 'ledger']);
      assert.deepEqual(
        events.map((event) => [event.kind, 'balance' in event ? event.balance : '']),
        [
          ['fill', ''],
          ['ledger', '1000.9'],
          ['funding', ''],
          ['ledger', '1000.65'],
          ['balance', '989.65'],
        ],
      );
    }));

  it('an order that only reduces, one that opens, and one that is refused', () =>
    withTempDir(async (dir) => {
      const out = join(dir, 'capture');
      const order = (changes: object, status = 'open') => ({
        order: {
          coin: 'BTC',
          side: 'A',
          limitPx: '105.0',
          sz: '0.0',
          origSz: '0.5',
          oid: 9,
          timestamp: tickTs(1),
          orderType: 'Stop Market',
          ...changes,
        },
        ...{ status, statusTimestamp: tickTs(1) + 1 },
      });
      const orders = [
        order({}),
        order({}, 'filled'),
        order({ oid: 10, side: 'B', orderType: 'Limit' }),
        order({ oid: 11, origSz: '1.0' }, 'perpMarginRejected'),
      ];
      await imported(dir, { orders }, out);
      const { events } = await readImported(out);
      assert.deepEqual(
        events
          .slice(1)
          .map(
            (event) =>
              'action' in event && [
                event.kind,
                'orderId' in event && event.orderId,
                event.action,
                event.side,
                event.reason,
              ],
          ),
        [
          ['order', '9', 'reduce', 'long', 'stop_market'],
          ['order', '10', 'add', 'long', 'limit'],
          ['reject', '11', 'close', 'long', 'perpMarginRejected'],
        ],
      );
    }));

  const rows: readonly (readonly [string, Case, string])[] = [
    ['an empty file', { fills: '' }, 'foreign.empty'],
    ['a file cut off', { fills: JSON.stringify([fill({})]).slice(0, 70) }, 'json.syntax:1'],
    ['UTF-16', { fills: Buffer.from('\uFEFF[]', 'utf16le') }, 'foreign.encoding:1'],
    ['gzip cut off', { fills: gzipSync('[]'.repeat(99)).subarray(0, 15) }, 'foreign.damaged'],
    ['NaN', { fills: '[{"px": NaN}]' }, 'json.syntax:1'],
    ['an object', { fills: {} }, 'schema.type:1'],
    ['a price that is a word', { fills: [fill({ px: 'x' })] }, 'schema.format:1 [0].px'],
    ['a side that is none', { fills: [fill({ side: 'S' })] }, 'schema.choice:1 [0].side'],
    ['a number without end', { fills: [fill({ sz: '9'.repeat(500) })] }, 'schema.range:1 [0].sz'],
    ['a time in seconds', { fills: [fill({ time: 1_700_000_000 })] }, 'schema.format:1 [0].time'],
    [
      'one trade, two contents',
      { fills: [fill({}), fill({ px: '101.0' })] },
      'foreign.contradiction:1 [1]',
    ],
    ['no candles', { candles: [] }, 'foreign.empty'],
    [
      'candles of two lengths',
      { candles: [...CANDLES, { ...CANDLES[0], i: '1d' }] },
      'foreign.contradiction:1 [3].i',
    ],
    ['candles of a month', { candles: [{ ...CANDLES[0], i: '1M' }] }, 'foreign.value:1 [0].i'],
    [
      'a candle with two contents',
      { candles: [...CANDLES, { ...CANDLES[2], c: '99.0' }] },
      'foreign.duplicate:1 [3]',
    ],
    [
      'a candle whose high is below its low',
      { candles: [{ ...CANDLES[0], h: '1.0' }] },
      'market.price.inverted:1 high',
    ],
    [
      'funding that is none',
      { funding: [{ time: tickTs(0), delta: { type: 'deposit', usdc: '1.0' } }] },
      'foreign.value:1 [0].delta',
    ],
    [
      'an account that does not fit',
      { account: ACCOUNT },
      'foreign.contradiction:1 [0].startPosition',
    ],
    [
      'an account from later',
      { account: { ...ACCOUNT, time: tickTs(0) + HOUR_MS } },
      'foreign.contradiction time',
    ],
  ];
  for (const [name, given, expected] of rows) {
    it(`${name}: ${expected}`, () =>
      withTempDir(async (dir) => {
        const found = await refused(dir, (out) => imported(dir, given, out));
        assert.equal(found[0], expected);
      }));
  }
});
