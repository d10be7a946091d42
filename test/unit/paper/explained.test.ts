// How many events the bars of a recording account for. A tick is `T`; what stands behind it are the symbols with a bar.
import assert from 'node:assert/strict';
import { explained } from '../../../engine/host/paper/explained.js';
import { smallParts } from '../../support/captures.js';

const INTERVAL = 60_000;
const { venue } = smallParts().manifest;

interface Case {
  readonly what: string;
  /** Symbols with a bar, tick by tick. */
  readonly bars: readonly string[];
  /** Ticks of the events, in order. */
  readonly events: readonly number[];
  /** Events that an anchor knows. */
  readonly anchored?: number;
  readonly is: number;
}

const CASES: readonly Case[] = [
  { what: 'nothing', bars: [], events: [], is: 0 },
  { what: 'events and no bar', bars: [], events: [0, 0], is: 0 },
  { what: 'bars and no event', bars: ['AB', 'AB'], events: [], is: 0 },
  { what: 'every event of whole ticks', bars: ['AB', 'AB'], events: [0, 1, 1], is: 3 },
  { what: 'an event a tick behind the bars', bars: ['AB', 'AB'], events: [0, 1, 2], is: 2 },
  { what: 'events far behind the bars', bars: ['AB'], events: [0, 7, 9], is: 1 },
  { what: 'a last tick without a bar', bars: ['AB', 'A'], events: [0, 1, 1], is: 1 },
  { what: 'the same, and no event of it', bars: ['AB', 'A'], events: [0], is: 1 },
  { what: 'a first tick without a bar', bars: ['A'], events: [0], is: 0 },
  { what: 'a tick without a bar before another', bars: ['A', 'AB'], events: [0, 1], is: 2 },
  { what: 'one that an anchor knows', bars: ['AB', 'A'], events: [0, 1, 1], anchored: 2, is: 3 },
  { what: 'an anchor before it', bars: ['AB', 'A'], events: [0, 1, 1], anchored: 1, is: 1 },
  { what: 'two forms of one bar', bars: ['AB', 'AA'], events: [0, 1], is: 1 },
];

describe('the events that recorded bars account for', () => {
  for (const [eventTime, closeMs] of [
    ['bar-open', INTERVAL],
    ['bar-open', INTERVAL - 1],
    ['bar-close', INTERVAL],
    ['bar-close', INTERVAL - 1],
  ] as const)
    for (const { what, bars, events, anchored = 0, is } of CASES)
      it(`${what}: ${String(is)}; stamped at ${eventTime}, bars of ${String(closeMs)} ms`, () => {
        const stamp = (tick: number): number =>
          tick * INTERVAL + (eventTime === 'bar-close' ? closeMs : 0);
        const run = {
          bars: bars.flatMap((symbols, tick) =>
            Array.from(symbols).map((symbol) => ({
              symbol,
              openTs: tick * INTERVAL,
              closeTs: tick * INTERVAL + closeMs,
            })),
          ),
          events: events.map((tick, index) => ({ seq: index + 1, ts: stamp(tick) })),
        };
        const by = { symbols: ['A', 'B'], venue: { ...venue, eventTime }, anchoredSeq: anchored };
        assert.equal(explained(run, by), is);
      });
});
