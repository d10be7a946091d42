// The long form of faithful.test.ts: `tsx test/causes/faithful-many.ts --seeds 200`. Exits with 1 on any finding.
import { parseArgs } from 'node:util';
import { startReplayClient } from '../../engine/host/replay/start.js';
import { faithfulCapture } from '../support/bench-bot.js';
import { explain } from './support.js';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '200' } } });
const client = startReplayClient();
let findings = 0;
for (let seed = 1; seed <= Number(values.seeds); seed += 1) {
  const { parts, drawn } = await faithfulCapture(client, seed);
  const { report, roots, unexplained } = await explain(client, parts);
  if (report.verdict === 'parity' && roots.length === 0 && unexplained.length === 0) continue;
  findings += 1;
  console.log(`${drawn}: ${report.verdict} ${report.reasons.join(' ')}`);
  for (const { title } of roots) console.log(`  ${title}`);
}
console.log(`${values.seeds} captures, ${String(findings)} findings`);
await client.dispose();
process.exitCode = findings === 0 ? 0 : 1;
