// Known causes put into recordings, a seed of every eighth kind and of each class: none may be answered by a wrong class, nor
// by none. A thorough test takes every second kind, the bench (`npm run bench:causes`) all with many seeds and longer windows.
import assert from 'node:assert/strict';
import { atDepth } from '../support/depth.js';
import { describeCase } from '../support/mutations/describe-case.js';
import { MUTATION_KINDS } from '../support/mutations/kinds/index.js';
import type { MutationKind } from '../support/mutations/kind.js';
import { pairOf } from '../support/mutations/pairs.js';
import { TwoAtOnce, type CaseTask } from '../support/mutations/two-at-once.js';

const CASE_MS = 600_000;
const SEED = 1;
const PAIRS = atDepth(1, 4);
const LONG_PAIRS = atDepth<readonly number[]>([], [13, 20, 33]);
/** Long enough for every cause to show, and no longer: a search takes as many times as long. */
const ticks = { min: 80, max: 100 };

/** Every kind takes minutes; the bench has them all. */
const EVERY = atDepth(8, 2);

const isFirstOfClass = (kind: MutationKind): boolean =>
  MUTATION_KINDS.find((other) => other.class === kind.class) === kind;

const TASKS: readonly CaseTask[] = [
  ...MUTATION_KINDS.filter((kind, index) => index % EVERY === 0 || isFirstOfClass(kind)).map(
    (kind) => ({
      kinds: [kind],
      seed: SEED,
      ticks,
    }),
  ),
  ...Array.from({ length: PAIRS }, (_, index) => ({
    kinds: pairOf(index + 1),
    seed: index + 1,
    ticks,
  })),
  // Whole windows: one cause shows in every decision, the other once or in every fee.
  ...LONG_PAIRS.map((seed) => ({ kinds: pairOf(seed), seed })),
];

describe('causes', function () {
  this.timeout(CASE_MS);
  let cases: TwoAtOnce;
  before(() => {
    cases = new TwoAtOnce(TASKS);
  });
  after(() => cases.dispose());

  it('has a kind for every row of the table of causes', () => {
    const rows = new Set(MUTATION_KINDS.flatMap((kind) => kind.rows));
    for (let row = 1; row <= 24; row += 1) assert.ok(rows.has(row), `row ${String(row)}`);
    const names = MUTATION_KINDS.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
  });

  TASKS.forEach(({ kinds }, index) => {
    it(kinds.map(({ name }) => name).join(' + '), async () => {
      const { example, result } = await cases.answer(index);
      const { outcome } = result.score;
      const mayMiss = kinds.every((kind) => kind.mayMiss === true);
      const isGood = outcome === 'right' || (mayMiss && outcome === 'missed');
      assert.ok(isGood, describeCase(example, result));
    });
  });
});
