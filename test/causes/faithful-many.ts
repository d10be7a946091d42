// Checks many random faithful recordings for false alarms. Ends with 1 when anything was found in any of them.
import { parseArgs } from 'node:util';
import { startReplayClient } from '../../engine/host/replay/start.js';
import { checkFaithful } from '../support/faithful-check.js';

const USAGE = `tsx test/causes/faithful-many.ts [--seeds N] [--first S]
  --seeds  how many recordings (default 200)
  --first  the first seed (default 1)`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '200' },
      first: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  const [count, first] = [Number(values.seeds), Number(values.first)];
  const isWrong = !Number.isInteger(count) || count < 1 || !Number.isInteger(first) || first < 0;
  if (values.help || isWrong) {
    console.error(USAGE);
    return values.help ? 0 : 1;
  }
  const client = startReplayClient();
  let findings = 0;
  let compared = 0;
  let states = 0;
  try {
    for (let seed = first; seed < first + count; seed += 1) {
      const check = await checkFaithful(client, seed);
      compared += check.compared;
      states += check.states;
      findings += check.alarms.length;
      if (check.alarms.length > 0) console.log(`${check.drawn}\n  ${check.alarms.join('\n  ')}`);
      const done = seed - first + 1;
      if (done % 20 === 0) console.error(`${String(done)} of ${String(count)}`);
    }
  } finally {
    await client.dispose();
  }
  console.log(`${String(compared)} live events and ${String(states)} states compared`);
  console.log(`${String(count)} captures, ${String(findings)} findings`);
  return findings === 0 ? 0 : 1;
}

process.exitCode = await main();
