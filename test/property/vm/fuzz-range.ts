// Random programs from seed 1 to the number given through the lane given: prints the first seed a lane differs at, with what
// differs, or nothing.
import type { LaneName } from '../../../engine/host/lanes/lane-report.js';
import { LaneBench } from '../../support/vm/lane-program.js';
import { programOutcome } from '../../support/vm/fuzz/check.js';
import { randomProgram } from '../../support/vm/fuzz/program.js';

const seeds = Number(process.argv[2]);
const lane = process.argv[3] as LaneName;

const bench = await LaneBench.start();
for (let seed = 1; seed <= seeds; seed += 1) {
  const outcome = await programOutcome(bench, randomProgram(seed), [lane]);
  if (outcome.startsWith('equal over ')) continue;
  console.log(JSON.stringify({ seed, outcome }));
  break;
}
await bench.dispose();
process.exit(0);
