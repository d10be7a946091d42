// Where other tools go wrong about causes, a test each: many rows for one cause, excuses that excuse too much, payments
// that nobody recomputes, gaps that pass.
import assert from 'node:assert/strict';
import type { EventRecord, Intervention } from '../../engine/core/schema/index.js';
import type { ReplayClient } from '../../engine/host/replay/replay-client.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import type { RecordedParts } from '../support/recording.js';
import { explain, recordBot, withCoverage, withLive } from './support.js';

const HOUR_MS = 3_600_000;

const isOf =
  (kind: EventRecord['kind'], orderId: string) =>
  (event: object): boolean =>
    'kind' in event && event.kind === kind && 'orderId' in event && event.orderId === orderId;

describe('traps of other tools', function () {
  this.timeout(120_000);
  let client: ReplayClient;
  let base: RecordedParts;
  before(async () => {
    client = startReplayClient();
    base = await recordBot(client);
  });
  after(() => client.dispose());

  const ts = (tick: number): number => base.manifest.window.fromTs + tick * HOUR_MS;
  const of = <K extends EventRecord['kind']>(kind: K) =>
    base.events.filter((event) => event.kind === kind) as unknown as Extract<
      EventRecord,
      { kind: K }
    >[];

  it('a one-bar shift of one symbol is one finding, not one for every row', async () => {
    const shift: Intervention = {
      kind: 'market-shift',
      symbols: ['ETH'],
      bars: 1,
      fromTs: ts(20),
      toTs: null,
    };
    const { report, roots } = await explain(client, await withLive(client, base, [shift]));
    assert.ok(report.mismatches.length > 50);
    assert.deepEqual(roots.map(({ interventions }) => interventions).flat(), [shift]);
    assert.equal(roots[0]?.mismatches.length, report.mismatches.length);
  });

  it('an offset of 0.01 in the balance is one finding, of the state', async () => {
    const balance = base.snapshot.account.balance;
    const wrong = String(Math.round((Number(balance) + 0.01) * 1e6) / 1e6);
    const parts = { ...base, snapshot: { ...base.snapshot, account: { balance: wrong } } };
    const { report, roots } = await explain(client, parts);
    assert.ok(report.mismatches.length > 5);
    assert.deepEqual(
      roots.map((root) => root.class),
      ['state-initialisation-gap'],
    );
  });

  it('a rejected order is one finding that names that order', async () => {
    const [first] = of('order').filter(({ action }) => action === 'open');
    assert.ok(first !== undefined);
    const outcome = (order: typeof first, reason: string | null): Intervention => ({
      kind: 'order-outcome',
      symbol: order.symbol,
      placedTs: order.ts,
      action: order.action,
      side: order.side,
      fills: [],
      reject: reason === null ? null : { reason },
    });
    const live = await withLive(client, base, [outcome(first, 'insufficient_margin')]);
    const { roots } = await explain(client, live);
    assert.deepEqual(
      roots.map((root) => root.class),
      ['non-simulatable-oms-effect'],
    );
    const [healed] = roots[0]?.interventions ?? [];
    assert.ok(healed?.kind === 'order-outcome');
    assert.deepEqual([healed.symbol, healed.placedTs], [first.symbol, first.ts]);
  });

  it('a reject excuses the order it answers, and no order of another size', async () => {
    const [first] = of('order').filter(({ action }) => action === 'open');
    assert.ok(first !== undefined);
    const { symbol, action, side } = first;
    const outcome: Intervention = {
      kind: 'order-outcome',
      symbol,
      placedTs: first.ts,
      action,
      side,
      fills: [],
      reject: { reason: 'insufficient_margin' },
    };
    const live = await withLive(client, base, [outcome]);
    const events = live.events.map((event) =>
      (event.kind === 'intent' || event.kind === 'order') && event.orderId === first.orderId
        ? { ...event, size: String(Number(event.size) * 2) }
        : event,
    );
    const { roots } = await explain(client, { ...live, events });
    assert.equal(roots[0]?.place.live?.seq, live.events.find(isOf('intent', first.orderId))?.seq);
    assert.notEqual(roots[0]?.class, 'non-simulatable-oms-effect');
  });

  it('a price alone blames nobody where the bar live saw is not on record', async () => {
    const open = of('fill').find(({ action }) => action === 'open');
    assert.ok(open !== undefined);
    const { symbol, ts: at, orderId, action, side, size, fee } = open;
    const price = String(Number(open.price) + 1);
    const fills = [{ tickTs: at, ts: at, price, size, fee }];
    const outcome: Intervention = {
      kind: 'order-outcome',
      symbol,
      placedTs: at,
      action,
      side,
      fills,
      reject: null,
    };
    const live = await withLive(client, base, [outcome]);
    const known = await explain(client, live);
    assert.deepEqual(
      known.roots.map((root) => root.class),
      ['non-simulatable-oms-effect'],
    );
    const { roots } = await explain(
      client,
      withCoverage(live, ['order', 'reject', 'fill', 'ledger']),
    );
    assert.equal(roots[0]?.class, 'unclassified');
    assert.equal(roots[0].place.symbol, symbol, orderId);
    assert.match(roots[0].toRecord.join(), /`bar` in every decision/);
  });

  it('the last digit of a number counts, be it ever so small beside it', async () => {
    const row = of('ledger').at(-1);
    assert.ok(row?.balance !== undefined);
    const balance = `${row.balance.includes('.') ? row.balance : `${row.balance}.`}000000001`;
    const events = base.events.map((event) =>
      event.seq === row.seq ? { ...event, balance } : event,
    );
    const { report, roots } = await explain(client, { ...base, events });
    assert.equal(report.verdict, 'mismatch');
    assert.deepEqual(
      report.mismatches.map(({ live, fields }) => [live?.seq, fields.map(({ path }) => path)]),
      [[row.seq, ['balance']]],
    );
    assert.equal(roots.length, 1);
  });

  it('a gap in the market data is the root of the rows behind it', async () => {
    const gap: Intervention = {
      kind: 'market-missing',
      symbol: 'BTC',
      fromTs: ts(30),
      toTs: ts(33),
    };
    const { roots } = await explain(client, await withLive(client, base, [gap]));
    assert.deepEqual(
      roots.map((root) => [root.class, root.interventions, root.place.symbol]),
      [['market-data-alignment-gap', [gap], 'BTC']],
    );
  });

  it('a payment that is not rate times size times price is no effect of the venue', async () => {
    const rows = of('ledger');
    const opened = rows.find(
      ({ action, symbol, ts: at }) =>
        action === 'OPEN' && !rows.some((row) => row.symbol === symbol && row.ts === at + HOUR_MS),
    );
    assert.ok(opened !== undefined);
    const paidTs = opened.ts + HOUR_MS;
    const bar = base.bars.find(
      ({ symbol, openTs }) => symbol === opened.symbol && openTs === paidTs,
    );
    const rate = '0.0001';
    const mark = (Number(bar?.high) + Number(bar?.low)) / 2;
    const due = Number(opened.size) * mark * Number(rate);
    const paid = (amount: number): Promise<RecordedParts> => {
      const sign = opened.side === 'long' ? -1 : 1;
      const record: EventRecord = {
        seq: 1,
        prev: null,
        ts: paidTs,
        kind: 'funding',
        symbol: opened.symbol,
        rate,
        amount: (sign * amount).toFixed(6),
      };
      const tickTs = paidTs;
      return withLive(client, base, [
        { kind: 'venue-event', tickTs, at: 'after', records: [record] },
      ]);
    };
    const right = await explain(client, await paid(due));
    assert.deepEqual(
      right.roots.map((root) => root.class),
      ['non-simulatable-oms-effect'],
    );
    const wrong = await explain(client, await paid(due * 3));
    assert.ok(wrong.roots.length > 0);
    assert.notEqual(wrong.roots[0]?.class, 'non-simulatable-oms-effect');
  });

  it('another wording of a reason moves nothing', async () => {
    const events = base.events.map((event) =>
      'text' in event && event.text !== undefined ? { ...event, text: `${event.text}!` } : event,
    );
    const { report, roots } = await explain(client, { ...base, events });
    assert.deepEqual([report.verdict, roots], ['parity', []]);
  });

  it('a blocked decision that live judged otherwise is found', async () => {
    const blocked = of('decision').find(
      ({ action, gates }) => action === 'blocked' && gates.length > 0,
    );
    assert.ok(blocked !== undefined);
    const events = base.events.map((event) =>
      event.seq === blocked.seq && event.kind === 'decision'
        ? {
            ...event,
            gates: event.gates.map((gate, index) =>
              index === event.gates.length - 1 ? { ...gate, passed: !gate.passed } : gate,
            ),
          }
        : event,
    );
    const { roots } = await explain(client, { ...base, events });
    assert.deepEqual(
      roots.map((root) => [root.class, root.place.live?.seq]),
      [['deterministic-logic-divergence', blocked.seq]],
    );
  });
});
