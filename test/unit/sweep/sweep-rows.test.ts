// Ranking rows, and batches that are read in order whoever finishes first.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BatchBoard } from '../../../engine/host/sweep/batch-board.js';
import {
  compareRows,
  TopRows,
  type RankBy,
  type SweepRow,
} from '../../../engine/host/sweep/sweep-row.js';

const row = (index: number, known: Partial<SweepRow> = {}): SweepRow => ({
  index,
  params: {},
  mismatches: 1,
  firstDivergence: 5,
  balance: '100',
  windows: [],
  ...known,
});

const ORDERS: readonly (readonly [title: string, by: RankBy, better: SweepRow, worse: SweepRow])[] =
  [
    ['fewer differing events', 'live', row(2, { mismatches: 1 }), row(1, { mismatches: 2 })],
    ['the same, but later', 'live', row(2, { firstDivergence: 9 }), row(1)],
    ['never departs', 'live', row(2, { firstDivergence: null }), row(1)],
    ['the same, but richer', 'live', row(2, { balance: '100.0000000000000000001' }), row(1)],
    ['whatever else, the first', 'live', row(1), row(2)],
    ['broken ones last', 'live', row(2), row(1, { mismatches: null, balance: null })],
    [
      'richer first',
      'balance',
      row(2, { balance: '9', mismatches: 7 }),
      row(1, { balance: '-10' }),
    ],
    ['as rich, but closer', 'balance', row(2, { mismatches: 0 }), row(1)],
  ];

const anyRow = fc
  .tuple(fc.nat(5), fc.option(fc.nat(3)), fc.option(fc.integer({ min: -3, max: 3 })))
  .map(([mismatches, firstDivergence, balance]) => ({
    mismatches,
    firstDivergence,
    balance: balance === null ? null : String(balance),
  }));

describe('rows of a sweep', () => {
  for (const [title, by, better, worse] of ORDERS) {
    it(`${by}: ${title}`, () => {
      assert.ok(compareRows(by, better, worse) < 0);
      assert.ok(compareRows(by, worse, better) > 0);
    });
  }

  it('the best are those of the whole list, in its order', () => {
    const property = fc.property(
      fc.array(anyRow, { maxLength: 40 }),
      fc.integer({ min: 1, max: 10 }),
      fc.constantFrom<RankBy>('live', 'balance'),
      (known, limit, by) => {
        const rows = known.map((each, index) => row(index, each));
        const top = new TopRows(by, limit);
        for (const each of rows) top.add(each);
        const whole = [...rows].sort((a, b) => compareRows(by, a, b)).slice(0, limit);
        assert.deepEqual(top.ranked, whole);
      },
    );
    fc.assert(property);
  });
});

describe('batches of a sweep', () => {
  it('are read in order, whichever worker ends first, and workers wait when they are far ahead', async () => {
    const windows = 2;
    const end = 9;
    const board = new BatchBoard<string>({ first: 0, end, windows, ahead: 3 });
    let furthest = 0;
    let read = 0;
    const worker = async (window: number, pause: (batch: number) => number): Promise<void> => {
      for (let batch = await board.take(window); batch !== null; batch = await board.take(window)) {
        furthest = Math.max(furthest, batch - read);
        for (let i = pause(batch); i > 0; i -= 1) await Promise.resolve();
        board.put(batch, window, [`${String(batch)}/${String(window)}`]);
      }
    };
    const working = [
      worker(0, (batch) => (batch % 3) * 7),
      worker(0, () => 3),
      worker(1, (batch) => 20 - batch),
    ];
    const seen: string[] = [];
    for (let parts = await board.next(); parts !== null; parts = await board.next()) {
      read += 1;
      seen.push(parts.flat().join(' '));
    }
    await Promise.all(working);
    assert.deepEqual(
      seen,
      Array.from({ length: end }, (_, batch) => `${String(batch)}/0 ${String(batch)}/1`),
    );
    assert.ok(furthest <= 3, `a worker was ${String(furthest)} batches ahead`);
  });

  it('a worker that fails ends the reading and the others', async () => {
    const board = new BatchBoard<string>({ first: 0, end: 5, windows: 1, ahead: 2 });
    assert.equal(await board.take(0), 0);
    board.fail(new Error('died'));
    await assert.rejects(board.next(), /died/);
    assert.equal(await board.take(0), null);
  });
});
