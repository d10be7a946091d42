// Ledgers of orders that fill in parts on one side: however they are cut, nothing is found; whatever else is changed
// in one of the parts, something is.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createNumeric } from '../../../engine/core/numeric/index.js';
import { compareRuns, isMatch } from '../../../engine/core/parity/index.js';
import type { EventRecord, FillEvent } from '../../../engine/core/schema/index.js';
import { DECIMAL } from '../../support/session.js';

const num = createNumeric(DECIMAL);

/** An order in hundredths of its unit, so that its parts add up exactly. */
interface Order {
  readonly price: number;
  readonly cuts: readonly number[];
  readonly tick: number;
}

const orders = fc.array(
  fc.record({
    price: fc.integer({ min: 1, max: 99_999 }),
    cuts: fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 4 }),
    tick: fc.nat({ max: 3 }),
  }),
  { minLength: 1, maxLength: 8 },
);

const hundredths = (count: number): string => (count / 100).toFixed(2);
const FEE = 3;

function fill(order: Order, index: number, size: number): FillEvent {
  return {
    ...{ seq: 0, ts: order.tick, prev: null, kind: 'fill', symbol: 'BTC', orderId: String(index) },
    ...{ side: 'long', action: 'open', reason: 'entry_signal' },
    ...{ size: hundredths(size), price: hundredths(order.price), fee: hundredths(size * FEE) },
  };
}

const inOrder = (list: readonly Order[]): readonly Order[] =>
  [...list].sort((a, b) => a.tick - b.tick);
const numbered = (events: readonly FillEvent[]): readonly FillEvent[] =>
  events.map((event, index) => ({ ...event, seq: index + 1 }));
const inParts = (list: readonly Order[]) =>
  numbered(
    inOrder(list).flatMap((order, index) => order.cuts.map((cut) => fill(order, index, cut))),
  );
const whole = (list: readonly Order[]) =>
  numbered(
    inOrder(list).map((order, index) =>
      fill(
        order,
        index,
        order.cuts.reduce((sum, cut) => sum + cut, 0),
      ),
    ),
  );

const findings = (live: readonly EventRecord[], replay: readonly EventRecord[]): number =>
  compareRuns(num, live, replay).pairs.filter((pair) => !isMatch(pair)).length;

describe('split fills, however they are cut', () => {
  it('an order in parts is the order as a whole', () => {
    fc.assert(
      fc.property(orders, (list) => {
        // Two orders of one tick cannot be told apart by an alignment, which knows no order numbers of the other side.
        const apart = list.map((order, tick) => ({ ...order, tick }));
        assert.equal(findings(inParts(apart), whole(apart)), 0);
        assert.equal(findings(whole(apart), inParts(apart)), 0);
      }),
    );
  });

  it('no change of a part goes unseen', () => {
    const change = fc.record({
      at: fc.nat(),
      field: fc.constantFrom('price', 'size', 'fee', 'ts', 'side', 'symbol', 'reason', 'gone'),
    });
    fc.assert(
      fc.property(orders, change, (list, { at, field }) => {
        const parts = inParts(list);
        const index = at % parts.length;
        const part = parts[index] as FillEvent;
        const more = (text: string): string => hundredths(Math.round(Number(text) * 100) + 1);
        const others: Readonly<Record<string, Partial<FillEvent>>> = {
          price: { price: more(part.price) },
          size: { size: more(part.size) },
          fee: { fee: more(part.fee) },
          ts: { ts: 9 },
          side: { side: 'short' },
          symbol: { symbol: 'ETH' },
          reason: { reason: 'other' },
        };
        const changed =
          field === 'gone'
            ? parts.filter((_part, place) => place !== index)
            : parts.map((event, place) =>
                place === index ? { ...event, ...others[field] } : event,
              );
        for (const replay of [parts, whole(list)]) {
          assert.ok(findings(changed, replay) > 0);
          assert.ok(findings(replay, changed) > 0);
        }
      }),
      { numRuns: 300 },
    );
  });
});
