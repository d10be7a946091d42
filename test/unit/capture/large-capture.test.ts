// A recording far larger than the memory it may take. The lines are padded, so what is parsed is small and what would
// be kept of the text is not.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256, writeCapture } from '../../../engine/host/capture/index.js';
import { smallParts, tickTs, withTempDir } from '../../support/captures.js';
import { measureCapture } from '../../support/measure-capture.js';

const LINES = 20_000;
const LINE_BYTES = 10_000;
/** Half the file: text that was kept would not fit. */
const GROWTH_MIB_MAX = 95;

/** A ledger row of fixed length, in the middle of much space. */
function paddedLine(seq: number, prev: string | null): string {
  const fields = {
    seq,
    ts: tickTs(1),
    prev,
    kind: 'ledger',
    symbol: 'BTC',
    action: 'FEE',
    side: 'long',
    reason: 'fee',
    price: '1',
    size: '1',
    fee: '0',
    pnl: '0',
    balance: String(seq),
  };
  const json = JSON.stringify(fields);
  return `{${' '.repeat(LINE_BYTES - json.length - 1)}${json.slice(1)}`;
}

/** Writes events.jsonl of 200 MB and a manifest that fits. */
async function writeLarge(dir: string): Promise<void> {
  const { files } = await writeCapture(dir, smallParts());
  const file = await open(join(dir, 'events.jsonl'), 'w');
  const hash = createHash('sha256');
  let prev: string | null = null;
  let chunk: string[] = [];
  for (let seq = 1; seq <= LINES; seq += 1) {
    const line = paddedLine(seq, prev);
    prev = sha256(line);
    chunk.push(line, '\n');
    if (seq % 500 !== 0) continue;
    const text = chunk.join('');
    chunk = [];
    hash.update(text);
    await file.writeFile(text);
  }
  await file.close();
  const manifest = await readFile(join(dir, 'manifest.json'), 'utf8');
  const fitting = manifest
    .replace(files['events.jsonl'].sha256, hash.digest('hex'))
    .replace(/"rows": 4/, `"rows": ${String(LINES)}`)
    .replace(/"last": 4/, `"last": ${String(LINES)}`)
    .replace(/"lastSeq": 4/, `"lastSeq": ${String(LINES)}`);
  await writeFile(join(dir, 'manifest.json'), fitting);
}

describe('a capture of 200 MB', function () {
  this.timeout(180_000);

  it('is verified and opened without its text in memory', () =>
    withTempDir(async (temp) => {
      const dir = join(temp, 'large');
      await writeLarge(dir);
      for (const how of ['scan', 'open'] as const) {
        const { issues, events, seconds, growthMiB } = await measureCapture(how, dir);
        const figures = `${how}: ${seconds.toFixed(1)} s, ${growthMiB.toFixed(0)} MiB more at the peak`;
        assert.deepEqual(issues, [], figures);
        assert.equal(events, LINES);
        assert.ok(growthMiB < GROWTH_MIB_MAX, figures);
      }
    }));
});
