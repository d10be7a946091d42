// `npm run bench:configurations`: random configurations of the reference strategy (500, or the number given) in the fast lane
// over the whole example, and in the gpu lane: all of them on a hardware adapter, some over a part of it on a software one.
// Prints an account as JSON; exits with 1 where lanes differ.
import { openGpu } from '../../../engine/host/gpu/gpu-client.js';
import { checkConfigurations } from '../../support/lane-configurations.js';

const count = Number(process.argv[2] ?? 500);
const seed = Number(process.argv[3] ?? 1);
const SOFTWARE = { count: 64, ticks: 24 } as const;

async function main(): Promise<void> {
  const onDone = (done: number): void => {
    if (done % 50 === 0) console.error(`${String(done)} configurations agree`);
  };
  const fast = await checkConfigurations({ count, seed, lanes: ['fast'], onDone });
  const opening = await openGpu({ adapter: 'any' });
  if (opening.state === 'failed') {
    console.log(JSON.stringify({ seed, fast, gpu: null, why: opening.failure.text }, null, 2));
    return;
  }
  const { name, isSoftware } = opening.client.adapter;
  await opening.client.close();
  const size = isSoftware ? { ...SOFTWARE, count: Math.min(count, SOFTWARE.count) } : { count };
  const gpu = await checkConfigurations({ ...size, seed, lanes: ['gpu'], onDone });
  const adapter = { name, isSoftware, ticks: isSoftware ? SOFTWARE.ticks : 'all' };
  console.log(JSON.stringify({ seed, fast, gpu, adapter }, null, 2));
}

await main();
