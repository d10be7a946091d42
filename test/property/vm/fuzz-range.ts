// Random programs of the seeds from the first number to the second through the lane given: prints the first seed at which the
// lane differs, with what differs, or nothing.
import type { LaneName } from '../../../engine/host/lanes/lane-report.js';
import { LaneBench } from '../../support/vm/lane-program.js';
import { programOutcome } from '../../support/vm/fuzz/check.js';
import { randomProgram } from '../../support/vm/fuzz/program.js';

const [first, last] = [Number(process.argv[2]), Number(process.argv[3])];
const lane = process.argv[4] as LaneName;

const bench = await LaneBench.start();
for (let seed = first; seed <= last; seed += 1) {
  const outcome = await programOutcome(bench, randomProgram(seed), [lane]);
  if (outcome.startsWith('equal over ')) continue;
  console.log(JSON.stringify({ seed, outcome }));
  break;
}
await bench.dispose();
process.exit(0);
