// Where the debugger stops for a root, and what it says where there are no more of them.
import assert from 'node:assert/strict';
import type { ComparedPair } from '../../../engine/core/parity/index.js';
import type { Root, RootPlace } from '../../../engine/host/replay/explanation.js';
import { noteOnRoots, rootStopsOf } from '../../../engine/host/worker/root-stops.js';
import { tickTs } from '../../support/captures.js';
import { explanationOf, mismatchAt, rootOf } from '../../support/verification.js';

const eventTs = [0, 1, 2, 3].map(tickTs);
const { live } = mismatchAt(1);
assert.ok(live);
const EVENT = live.event;
const event = (seq: number, tick: number): typeof EVENT => ({ ...EVENT, seq, ts: tickTs(tick) });
const pair = (parts: Partial<ComparedPair>): ComparedPair => ({
  live: null,
  replay: null,
  differences: [],
  ...parts,
});

/** A root whose place counts events of a healed replay: its number there is 90. */
const rootAt = (place: Partial<RootPlace>, number = 1): Root => {
  const root = rootOf(number);
  return {
    ...root,
    place: {
      ...root.place,
      tick: 1,
      ts: tickTs(1),
      symbol: 'BTC',
      kind: 'ledger',
      live: { seq: 7, line: 7 },
      replay: { seq: 90 },
      ...place,
    },
  };
};

const stops = (
  roots: readonly Root[],
  ...pairs: readonly ComparedPair[]
): ReturnType<typeof rootStopsOf> =>
  rootStopsOf({
    open: { eventTs, capture: { manifest: { symbols: ['SOL', 'BTC'] } } },
    run: { comparison: { pairs } },
    roots,
  });

describe('places of roots', () => {
  it('are in run order, and say number, title and class', () => {
    const roots = [rootAt({ tick: 3, symbol: 'SOL' }), rootAt({ tick: 1 }, 2)];
    const found = stops(roots);
    assert.deepEqual(
      found.map(({ tick, symbol }) => [tick, symbol]),
      [
        [1, 0],
        [3, 1],
      ],
    );
    assert.equal(
      found[0]?.title,
      `root 2 of 2: ${roots[1]?.title ?? ''} (${roots[1]?.class ?? ''})`,
    );
  });

  it("are at the shown replay's own event, whatever its number in the healed one", () => {
    const other = pair({ live: event(8, 1), replay: event(90, 1) });
    const own = pair({ live: event(7, 1), replay: event(12, 1) });
    assert.equal(stops([rootAt({})], other, own)[0]?.seq, 12);
  });

  it('are at the decision made instead where the replay has no such event on that tick', () => {
    const later = pair({ live: event(7, 1), replay: event(12, 2) });
    for (const pairs of [[], [pair({ live: event(7, 1) })], [later]])
      assert.equal(stops([rootAt({})], ...pairs)[0]?.seq, null);
  });

  it('are at what only the replay did, for that symbol and on that tick', () => {
    const sol = { ...event(13, 1), symbol: 'SOL' } as typeof EVENT;
    const pairs = [event(11, 0), sol, event(14, 1)].map((replay) => pair({ replay }));
    assert.equal(stops([rootAt({ live: null })], ...pairs)[0]?.seq, 14);
    assert.equal(stops([rootAt({ live: null, symbol: 'SOL' })], ...pairs)[0]?.seq, 13);
    assert.equal(stops([rootAt({ live: null, kind: 'order' })], ...pairs)[0]?.seq, null);
  });
});

describe('where there are no more roots', () => {
  const known = explanationOf([rootOf(1)]);

  it('nothing is said when all is explained', () => {
    assert.ok(known.roots.length > 0);
    assert.equal(noteOnRoots(known), null);
  });

  it('an invalid comparison is named with its reasons', () => {
    const report = {
      ...known.report,
      verdict: 'invalid-comparison',
      reasons: ['other bars'],
    } as const;
    const note = noteOnRoots({ ...known, roots: [], report });
    assert.match(note ?? '', /comparison is invalid: other bars$/);
  });

  it('a search that ended early, and differences without a root, are said', () => {
    assert.match(noteOnRoots({ ...known, stopped: 'budget spent' }) ?? '', /budget spent/);
    assert.match(noteOnRoots({ ...known, unexplained: [1, 2] }) ?? '', /without one: 2$/);
  });

  it('a replay that equals live has none', () => {
    const report = { ...known.report, verdict: 'parity', mismatches: [] } as const;
    assert.equal(
      noteOnRoots({ ...known, roots: [], report }),
      'no root cause: the replay equals live',
    );
  });
});
