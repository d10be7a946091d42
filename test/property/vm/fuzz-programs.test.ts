// Random portable strategies over random markets: the fast lane records and keeps, tick by tick, what the reference does.
import { atDepth } from '../../support/depth.js';
import { LaneBench } from '../../support/vm/lane-program.js';
import { checkSeed, fuzzRange, KEPT_SEEDS } from '../../support/vm/fuzz/check.js';

/** Within some ten seconds; a run of thousands is for whoever changes the compiler or a lane. */
const { programs, seed: first } = fuzzRange(atDepth(12, 200));
const PROGRAM_MS = 30_000;

describe('random programs', function () {
  this.timeout(PROGRAM_MS * programs);
  let bench: LaneBench;
  before(async () => {
    bench = await LaneBench.start();
  });
  after(() => bench.dispose());

  it(`both lanes agree on ${String(programs)} programs from seed ${String(first)}`, async () => {
    for (let seed = first; seed < first + programs; seed += 1)
      await checkSeed(bench, { seed }, ['fast']);
  });

  for (const [seed, title] of KEPT_SEEDS)
    it(`seed ${String(seed)}: ${title}`, () => checkSeed(bench, { seed, generation: 1 }, ['fast']));
});
