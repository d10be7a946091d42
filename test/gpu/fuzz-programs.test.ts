// Random portable strategies over random markets through the gpu lane: every event and the state behind every tick are the
// reference's. The fast lane's own runs, and many more programs, are in test/property/vm.
import { atDepth } from '../support/depth.js';
import { requireGpu } from '../support/gpu/adapter.js';
import { LaneBench } from '../support/vm/lane-program.js';
import { checkSeed, fuzzRange, KEPT_SEEDS } from '../support/vm/fuzz/check.js';

/** A software adapter takes about a second for a program. */
const { programs, seed: first } = fuzzRange(atDepth(3, 30));
const PROGRAM_MS = 60_000;

describe('random programs in the gpu lane', function () {
  this.timeout(PROGRAM_MS * (programs + 1));
  let bench: LaneBench;

  before(async function () {
    await requireGpu(this);
    bench = await LaneBench.start();
  });
  // There is none where the suite was skipped.
  after(() => (bench as LaneBench | undefined)?.dispose());

  it(`it agrees on ${String(programs)} programs from seed ${String(first)}`, async () => {
    for (let seed = first; seed < first + programs; seed += 1)
      await checkSeed(bench, { seed }, ['fast', 'gpu']);
  });

  for (const [seed, title] of KEPT_SEEDS.slice(0, 2))
    it(`seed ${String(seed)}: ${title}`, () => checkSeed(bench, { seed, generation: 1 }, ['gpu']));
});
