// `npm run bench:kills`: kills a recording bot many times (200, or the number given) and prints what it lost, as JSON.
// Exits with 1 when something flushed was lost, something is there twice, or the chain is broken.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isIntact } from '../../../engine/host/integrity/verification.js';
import { verifyFolder } from '../../../engine/host/integrity/verify-folder.js';
import { startRecorder } from '../../../engine/host/recorder/index.js';
import { accountOf, killOnce, type Round } from '../../support/kill-bot.js';
import { draft, options } from '../../support/recorder.js';
import { seededRandom } from '../../support/seeded-random.js';

const kills = Number(process.argv[2] ?? 200);
const seed = Number(process.argv[3] ?? 1);

async function main(dir: string): Promise<boolean> {
  const random = seededRandom(seed);
  const rounds: Round[] = [];
  for (let kill = 0; kill < kills; kill += 1)
    rounds.push(await killOnce(dir, rounds.at(-1)?.next ?? 1, random));
  const recording = join(dir, 'recording');
  const last = await startRecorder(recording, draft, options());
  await last.close();
  const { counts, restarts, lost, lossMs } = await accountOf(dir, rounds);
  const verified = await verifyFolder(recording);
  const flushedLost = rounds.reduce(
    (sum, { flushed }, index) =>
      sum + (lost[index] ?? []).filter((count) => count <= flushed).length,
    0,
  );
  const noted = new Set(rounds.flatMap(({ takenAt }) => [...takenAt.keys()]));
  const outcome = {
    kills,
    seed,
    handedOver: noted.size,
    // Handed over, and killed before the bot could note it.
    onRecordUnnoted: counts.filter((count) => !noted.has(count)).length,
    onRecord: counts.length,
    restarts,
    killsThatLostSomething: lost.filter(({ length }) => length > 0).length,
    lost: lost.reduce((sum, { length }) => sum + length, 0),
    lostByOneKillMost: Math.max(...lost.map(({ length }) => length)),
    oldestLostMs: lossMs,
    flushedAndLost: flushedLost,
    doubled: counts.length - new Set(counts).size,
    outOfOrder: counts.filter((count, index) => count < (counts[index - 1] ?? 0)).length,
    chainIntact: isIntact(verified),
    issues: verified.issues.length,
  };
  console.log(JSON.stringify(outcome, null, 2));
  return flushedLost + outcome.doubled + outcome.outOfOrder === 0 && outcome.chainIntact;
}

const dir = await mkdtemp(join(tmpdir(), 'lockstep-kills-'));
try {
  process.exitCode = (await main(dir)) ? 0 : 1;
} finally {
  await rm(dir, { recursive: true, force: true });
}
