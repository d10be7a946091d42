// Live events that cannot all be true, and those that only look so: one row a story. Events are in a short form,
// `OPEN long BTC 1` is a ledger row, `fill 7 long BTC` a fill of order 7, `BTC long 9999` a checkpoint.
import { checkRows, type Damage, type Row, ts } from '../../support/damaged-captures.js';

const head = { prev: null, ts: Number(ts(1)) };
const order = { action: 'open', size: '1', reason: 'entry_signal' };
const position = {
  size: '1',
  entryPrice: '1',
  leverage: '1',
  margin: '1',
  adds: 0,
  openTs: Number(ts(0)),
  lastAddTs: Number(ts(0)),
};

/** One event from its short form; `@2` at the end is the tick, 1 when absent. */
function event(text: string, seq: number): unknown {
  const [story = '', tick = '1'] = text.split(' @');
  const [verb = '', ...words] = story.split(' ');
  const common = { ...head, seq, ts: Number(ts(Number(tick))) };
  const [first = '', second = '', third = '', fourth = ''] = words;
  const ofOrder = { ...common, ...order, kind: verb, orderId: first, side: second, symbol: third };
  switch (verb) {
    case 'fill':
      return { ...ofOrder, price: '1', fee: '0' };
    case 'order':
      return { ...ofOrder, price: null };
    case 'reject':
      return { ...ofOrder, reason: fourth };
    case 'state': {
      const positions: Record<string, unknown> = {};
      for (const word of words) {
        const [symbol = '', side] = word.split('=');
        positions[symbol] = { ...position, side };
      }
      return { ...common, kind: 'checkpoint', state: { positions } };
    }
    case 'balance':
      return { ...common, kind: 'checkpoint', state: { account: { balance: first } } };
    case 'funding':
      return { ...common, kind: 'funding', symbol: 'BTC', rate: '0', amount: '0' };
    case 'gap': {
      const span = { fromTs: common.ts, toTs: common.ts };
      return { ...common, ...span, kind: 'gap', lost: 2, reason: 'queue-full' };
    }
    case 'acknowledgement':
      return {
        ...common,
        kind: 'acknowledgement',
        symbol: 'BTC',
        orderId: first,
        venueOrderId: 'v',
      };
    case 'restart':
      return { ...common, kind: 'restart', fingerprint: 'two' };
    default: {
      const money = { price: '1', fee: '0', pnl: '0', balance: fourth === '' ? '9' : fourth };
      const row = { ...common, kind: 'ledger', action: verb, side: first, symbol: second };
      return { ...row, reason: 'entry_signal', size: third === '' ? '1' : third, ...money };
    }
  }
}

const EVERYTHING =
  '"kinds": ["ledger","reject","fill","order","checkpoint","funding","restart","gap","acknowledgement"]';

/** These events instead of the capture's own, one a line. */
const live =
  (...stories: readonly string[]): Damage =>
  (text) => {
    text.events = stories.map((story, index) => JSON.stringify(event(story, index + 1)));
    text.manifest = text.manifest.replace(/"kinds": \[[^\]]*\]/, EVERYTHING);
  };

/** The same without a ledger that is complete. */
const withoutLedger =
  (...stories: readonly string[]): Damage =>
  (text) => {
    live(...stories)(text);
    text.manifest = text.manifest.replace('"ledger",', '');
  };

const LEDGER = 'events.ledger.position!';
const ROWS: readonly Row[] = [
  ['a trade', live('OPEN long BTC', 'ADD long BTC', 'REDUCE long BTC', 'CLOSE long BTC 1')],
  [
    'a close of what is closed',
    live('OPEN long BTC', 'CLOSE long BTC', 'CLOSE long BTC'),
    `events.jsonl:3 ${LEDGER} action (<- 2)`,
  ],
  [
    'a reduction of what is closed',
    live('OPEN long BTC', 'CLOSE long BTC', 'REDUCE long BTC'),
    `events.jsonl:3 ${LEDGER} action (<- 2)`,
  ],
  [
    'an addition to what is closed, and what follows from it is not said again',
    live('OPEN long BTC', 'CLOSE long BTC', 'ADD long BTC', 'CLOSE long BTC'),
    `events.jsonl:3 ${LEDGER} action (<- 2)`,
  ],
  [
    'a close of the other side',
    live('OPEN long BTC', 'CLOSE short BTC'),
    `events.jsonl:2 ${LEDGER} action (<- 1)`,
  ],
  [
    'an opening against an open position',
    live('OPEN long BTC', 'OPEN short BTC'),
    `events.jsonl:2 ${LEDGER} action (<- 1)`,
  ],
  ['two symbols', live('OPEN long BTC', 'OPEN short ETH', 'CLOSE short ETH', 'CLOSE long BTC')],
  ['a close of what the snapshot may hold', live('CLOSE long BTC', 'OPEN short BTC')],
  ['split fills of an opening', live('OPEN long BTC 1', 'OPEN long BTC 2', 'CLOSE long BTC 3')],
  [
    'split fills of a close, then the other side',
    live('OPEN long BTC 3', 'CLOSE long BTC 1', 'CLOSE long BTC 2', 'OPEN short BTC 1'),
  ],
  [
    'split fills of a close that are one too many',
    live('OPEN long BTC 3', 'CLOSE long BTC 1', 'CLOSE long BTC 2', 'CLOSE long BTC 1'),
    `events.jsonl:4 ${LEDGER} action (<- 3)`,
  ],
  [
    'a close that leaves dust, then the other side',
    live('OPEN long BTC 1.0001', 'CLOSE long BTC 1', 'OPEN short BTC 1'),
  ],
  [
    'a reduction to nothing, then the other side',
    live('OPEN long BTC 1', 'REDUCE long BTC 1', 'OPEN short BTC 1'),
  ],
  [
    'a reduction that leaves much, then the other side',
    live('OPEN long BTC 3', 'REDUCE long BTC 1', 'OPEN short BTC 1'),
    `events.jsonl:3 ${LEDGER} action (<- 2)`,
  ],
  [
    'fees and funding of a closed position, and an adjustment after which nothing is known',
    live(
      ...['OPEN long BTC', 'CLOSE long BTC', 'FUNDING long BTC', 'FEE long BTC'],
      ...['ADJUST long BTC', 'CLOSE long BTC'],
    ),
  ],
  [
    'a gap between',
    live('OPEN long BTC', 'CLOSE long BTC', 'gap', 'CLOSE long BTC'),
    'events.jsonl:3 events.gap.recorded! kind',
  ],
  ['a restart between', live('OPEN long BTC', 'CLOSE long BTC', 'restart', 'CLOSE long BTC')],
  [
    'a ledger that is not promised to be complete',
    withoutLedger('OPEN long BTC', 'CLOSE long BTC', 'CLOSE long BTC', 'state BTC=short'),
    'events.jsonl:1 events.coverage kind',
    'events.jsonl:2 events.coverage kind',
    'events.jsonl:3 events.coverage kind',
  ],

  [
    'a fill of a rejected order',
    live('OPEN long BTC', 'reject 7 long BTC margin', 'fill 7 long BTC', 'fill 7 long BTC'),
    'events.jsonl:3 events.fill.rejected! orderId (<- 2)',
  ],
  [
    'a fill of an order that timed out',
    live(
      ...['OPEN long BTC', 'reject 7 long BTC submit_timeout', 'fill 7 long BTC'],
      ...['reject 8 long BTC timed_out', 'fill 8 long BTC', 'reject 9 long BTC order_unknown'],
      'fill 9 long BTC',
    ),
  ],
  [
    'a rejected order that is submitted again',
    live('OPEN long BTC', 'reject 7 long BTC margin', 'order 7 long BTC', 'fill 7 long BTC'),
  ],
  [
    'another order is rejected',
    live('OPEN long BTC', 'reject 7 long BTC margin', 'fill 8 long BTC'),
  ],
  [
    'two fills of one order on different symbols',
    live('OPEN long BTC', 'fill 7 long BTC', 'fill 7 long ETH'),
    'events.jsonl:3 events.fill.order! orderId (<- 2)',
  ],
  [
    'two fills of one order on different sides',
    live('OPEN long BTC', 'fill 7 long BTC', 'fill 7 short BTC'),
    'events.jsonl:3 events.fill.order! orderId (<- 2)',
  ],
  [
    'trades that no order asked for share a number',
    live('OPEN long BTC', 'fill 0 long BTC', 'fill 0 short ETH'),
  ],

  ['a checkpoint of what is open', live('OPEN long BTC', 'state BTC=long', 'CLOSE long BTC')],
  ['a checkpoint after the close', live('OPEN long BTC', 'CLOSE long BTC', 'state')],
  [
    'a checkpoint without what is open',
    live('OPEN long BTC', 'state'),
    'events.jsonl:2 events.checkpoint.position! state.positions (<- 1)',
  ],
  [
    'a checkpoint of the other side',
    live('OPEN long BTC', 'state BTC=short'),
    'events.jsonl:2 events.checkpoint.position! state.positions (<- 1)',
  ],
  [
    'a checkpoint of what is closed',
    live('OPEN long BTC', 'CLOSE long BTC', 'state BTC=long'),
    'events.jsonl:3 events.checkpoint.position! state.positions (<- 2)',
  ],
  ['a checkpoint of what the ledger never named', live('OPEN long BTC', 'state BTC=long ETH=long')],
  [
    'a checkpoint of a symbol that is not traded here',
    live('OPEN long BTC', 'state BTC=long DOGE=long'),
    'events.jsonl:2 events.symbol.unknown state.positions.DOGE',
  ],
  [
    'a balance unlike that of the row before it',
    live('OPEN long BTC 1 9999.5', 'balance 9999.4'),
    'events.jsonl:2 events.checkpoint.balance! state.account.balance (<- 1)',
  ],
  ['the same balance in another notation', live('OPEN long BTC 1 9999.5', 'balance 9999.50')],
  [
    'a payment between row and checkpoint',
    live('OPEN long BTC 1 9999.5', 'funding', 'balance 9999.4'),
  ],
  ['a checkpoint of a later time', live('OPEN long BTC 1 9999.5', 'balance 9999.4 @2')],
];

describe('live events that contradict each other', () => {
  checkRows(ROWS);
});
