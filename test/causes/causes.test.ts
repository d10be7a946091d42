// Known causes put into recordings, a seed of each kind: none may be answered by a wrong class, nor by none. The bench
// (`npm run bench:causes`) does the same with many seeds.
import assert from 'node:assert/strict';
import type { ReplayClient } from '../../engine/host/replay/replay-client.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import { drawCase } from '../support/mutations/case.js';
import { describeCase } from '../support/mutations/describe-case.js';
import type { MutationKind } from '../support/mutations/kind.js';
import { MUTATION_KINDS } from '../support/mutations/kinds/index.js';
import { pairOf } from '../support/mutations/pairs.js';
import { runCase } from '../support/mutations/run-case.js';
import { SceneStore } from '../support/mutations/scene-store.js';

const CASE_MS = 120_000;
const SEED = 1;
const PAIRS = 3;

describe('causes', function () {
  this.timeout(CASE_MS);
  let client: ReplayClient;
  const store = new SceneStore();
  before(() => {
    client = startReplayClient();
  });
  after(() => client.dispose());

  const check = async (kinds: readonly MutationKind[], seed: number): Promise<void> => {
    const example = await drawCase(client, store, { kinds, seed });
    const result = await runCase(client, example);
    const isHonestMiss =
      result.score.outcome === 'missed' && kinds.every(({ mayMiss }) => mayMiss === true);
    assert.ok(result.score.outcome === 'right' || isHonestMiss, describeCase(example, result));
  };

  it('has a kind for every row of the table of causes', () => {
    const rows = new Set(MUTATION_KINDS.flatMap((kind) => kind.rows));
    for (let row = 1; row <= 24; row += 1) assert.ok(rows.has(row), `row ${String(row)}`);
    const names = MUTATION_KINDS.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
  });

  for (const kind of MUTATION_KINDS) {
    it(kind.name, () => check([kind], SEED));
  }

  for (let seed = 1; seed <= PAIRS; seed += 1) {
    const kinds = pairOf(seed);
    it(`pair: ${kinds.map(({ name }) => name).join(' + ')}`, () => check(kinds, seed));
  }
});
