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
