// `npm run bench:paper-kills`: kills a paper run many times (200, or the number given), over as many recordings as that
// takes, and holds each against a run that was left alone. Prints an account as JSON; exits with 1 on any difference.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isIntact } from '../../../engine/host/integrity/verification.js';
import { verifyFolder } from '../../../engine/host/integrity/verify-folder.js';
import { paperLife } from '../../support/paper-kill.js';
import { recordingRows } from '../../support/recording-rows.js';
import { seededRandom } from '../../support/seeded-random.js';

const wanted = Number(process.argv[2] ?? 200);
const seed = Number(process.argv[3] ?? 1);

async function main(dir: string): Promise<boolean> {
  const random = seededRandom(seed);
  const whole = await paperLife(join(dir, 'whole'), null);
  assert.equal(whole.code, 0, whole.err);
  const expected = recordingRows(join(dir, 'whole'));
  const outcome = { kills: 0, seed, recordings: 0, equal: 0, intact: 0 };
  for (let number = 0; outcome.kills < wanted; number += 1) {
    const recording = join(dir, String(number));
    for (;;) {
      const life = await paperLife(recording, outcome.kills < wanted ? random : null);
      if (life.wasKilled) {
        outcome.kills += 1;
        continue;
      }
      assert.equal(life.code, 0, life.err);
      break;
    }
    outcome.recordings += 1;
    const found = recordingRows(recording);
    if (JSON.stringify(found) === JSON.stringify(expected)) outcome.equal += 1;
    if (isIntact(await verifyFolder(recording))) outcome.intact += 1;
  }
  console.log(JSON.stringify(outcome, null, 2));
  return outcome.equal === outcome.recordings && outcome.intact === outcome.recordings;
}

const dir = await mkdtemp(join(tmpdir(), 'lockstep-paper-kills-'));
try {
  process.exitCode = (await main(dir)) ? 0 : 1;
} finally {
  await rm(dir, { recursive: true, force: true });
}
