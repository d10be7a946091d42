// The alignment against exhaustive search: fewest edits, and among those the fewest pairs that disagree in time.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { alignEvents, type Pair } from '../../../engine/core/parity/index.js';

interface Item {
  readonly name: string;
  readonly time: number;
}

interface Cost {
  readonly edits: number;
  readonly disagreements: number;
}

const less = (a: Cost, b: Cost): boolean =>
  a.edits < b.edits || (a.edits === b.edits && a.disagreements < b.disagreements);

const plus = (a: Cost, b: Cost): Cost => ({
  edits: a.edits + b.edits,
  disagreements: a.disagreements + b.disagreements,
});

const EDIT: Cost = { edits: 1, disagreements: 0 };

/** Tries every alignment. */
function cheapest(live: readonly Item[], replay: readonly Item[]): Cost {
  const [a, ...others] = live;
  const [b, ...partners] = replay;
  if (a === undefined || b === undefined)
    return { edits: live.length + replay.length, disagreements: 0 };
  let best = plus(EDIT, cheapest(others, replay));
  const inserted = plus(EDIT, cheapest(live, partners));
  if (less(inserted, best)) best = inserted;
  if (a.name !== b.name) return best;
  const pair = { edits: 0, disagreements: a.time === b.time ? 0 : 1 };
  const paired = plus(pair, cheapest(others, partners));
  return less(paired, best) ? paired : best;
}

function costOf(pairs: readonly Pair[], live: readonly Item[], replay: readonly Item[]): Cost {
  return pairs
    .map((pair): Cost => {
      if (pair.live === null || pair.replay === null) return EDIT;
      const agrees = live[pair.live]?.time === replay[pair.replay]?.time;
      return { edits: 0, disagreements: agrees ? 0 : 1 };
    })
    .reduce(plus, { edits: 0, disagreements: 0 });
}

const align = (live: readonly Item[], replay: readonly Item[]): readonly Pair[] =>
  alignEvents({
    live,
    replay,
    identity: ({ name }) => name,
    near: (a, b) => a.time === b.time,
  });

/** The whole table, with the choice among equals that the alignment promises: a pair, else live's event alone. */
function byTable(live: readonly Item[], replay: readonly Item[]): readonly Pair[] {
  const costs = Array.from({ length: live.length + 1 }, () =>
    Array.from({ length: replay.length + 1 }, () => EDIT),
  );
  const at = (l: number, r: number): Cost => costs[l]?.[r] ?? { edits: Infinity, disagreements: 0 };
  const pairCost = (l: number, r: number): Cost | null => {
    const [a, b] = [live[l], replay[r]];
    if (a === undefined || b === undefined || a.name !== b.name) return null;
    return plus({ edits: 0, disagreements: a.time === b.time ? 0 : 1 }, at(l + 1, r + 1));
  };
  const best = (l: number, r: number): { cost: Cost; pair: Pair } => {
    let cost = plus(EDIT, at(l + 1, r));
    let pair: Pair = { live: l, replay: null };
    const inserted = plus(EDIT, at(l, r + 1));
    if (less(inserted, cost)) [cost, pair] = [inserted, { live: null, replay: r }];
    const paired = pairCost(l, r);
    if (paired !== null && !less(cost, paired)) [cost, pair] = [paired, { live: l, replay: r }];
    return { cost, pair };
  };
  for (let l = live.length; l >= 0; l -= 1)
    for (let r = replay.length; r >= 0; r -= 1) {
      const isEnd = l === live.length && r === replay.length;
      (costs[l] as Cost[])[r] = isEnd ? { edits: 0, disagreements: 0 } : best(l, r).cost;
    }
  const pairs: Pair[] = [];
  for (let l = 0, r = 0; l < live.length || r < replay.length;) {
    const { pair } = best(l, r);
    pairs.push(pair);
    if (pair.live !== null) l += 1;
    if (pair.replay !== null) r += 1;
  }
  return pairs;
}

const sequence = (names: readonly string[], times: number) =>
  fc.array(fc.record({ name: fc.constantFrom(...names), time: fc.nat({ max: times - 1 }) }), {
    maxLength: 6,
  });

describe('alignment against exhaustive search', () => {
  for (const [names, times] of [
    [['a'], 3],
    [['a', 'b'], 2],
    [['a', 'b', 'c'], 4],
  ] as const) {
    it(`${String(names.length)} identities, ${String(times)} times`, () => {
      const items = sequence(names, times);
      fc.assert(
        fc.property(items, items, (live, replay) => {
          const pairs = align(live, replay);
          assert.deepEqual(costOf(pairs, live, replay), cheapest(live, replay));
        }),
        { numRuns: 150 },
      );
    });
  }

  it('is as cheap as the whole table, and the same where no prefix or suffix was taken unseen', () => {
    const items = fc.array(
      fc.record({ name: fc.constantFrom('a', 'b', 'c'), time: fc.nat({ max: 5 }) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(items, items, (live, replay) => {
        const pairs = align(live, replay);
        assert.deepEqual(costOf(pairs, live, replay), costOf(byTable(live, replay), live, replay));
        const from = { name: 'live', time: 0 };
        const to = { name: 'replay', time: 0 };
        const [a, b] = [
          [from, ...live, from],
          [to, ...replay, to],
        ] as const;
        assert.deepEqual(align(a, b), byTable(a, b));
      }),
      { numRuns: 200 },
    );
  });

  it('of a long sequence with some edits costs no more than those edits', () => {
    const edits = fc.array(
      fc.record({ at: fc.nat({ max: 2_999 }), name: fc.constantFrom('a', 'b', 'x', null) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(edits, fc.nat({ max: 6 }), (changes, period) => {
        const live = Array.from({ length: 3_000 }, (_item, index) => ({
          name: 'abcdefg'[index % (period + 1)] ?? 'a',
          time: Math.floor(index / 4),
        }));
        const replay = [...live];
        for (const { at, name } of changes)
          if (name === null) replay.splice(at, 1);
          else replay.splice(at, 0, { name, time: Math.floor(at / 4) });
        const { edits: spent } = costOf(align(live, replay), live, replay);
        assert.ok(spent <= changes.length, `${String(spent)} for ${String(changes.length)}`);
      }),
      { numRuns: 60 },
    );
  });

  it('every event appears once, in order, with a partner of its identity', () => {
    const items = fc.array(
      fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), time: fc.nat({ max: 9 }) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(items, items, (live, replay) => {
        const pairs = align(live, replay);
        const used = (side: keyof Pair) =>
          pairs.map((pair) => pair[side]).filter((i) => i !== null);
        assert.deepEqual(used('live'), [...live.keys()]);
        assert.deepEqual(used('replay'), [...replay.keys()]);
        for (const pair of pairs)
          if (pair.live !== null && pair.replay !== null)
            assert.equal(live[pair.live]?.name, replay[pair.replay]?.name);
      }),
    );
  });
});
