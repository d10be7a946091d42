// Anchors say where each log stood: lines that were moved into another segment, and anchors that were made anew with
// another place, are found though every hash is right.
import assert from 'node:assert/strict';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnchorRecord } from '../../../engine/core/schema/index.js';
import { sha256 } from '../../../engine/host/capture/capture-files.js';
import { summed } from '../../../engine/host/capture/summed-line.js';
import { verifyFolder } from '../../../engine/host/integrity/verify-folder.js';
import { startRecorder } from '../../../engine/host/recorder/index.js';
import { withTempDir } from '../../support/captures.js';
import { bar, draft, ears, options, risk } from '../../support/recorder.js';

/** Five events and five bars in segments of three and two lines; gives the anchors as they were heard. */
async function record(dir: string): Promise<readonly string[]> {
  const { lines, hear } = ears();
  const recorder = await startRecorder(
    dir,
    draft,
    options({ ...hear, segmentLines: 3, anchorLines: 3 }),
  );
  for (let index = 0; index < 5; index += 1) {
    recorder.risk(risk(index));
    recorder.bar(bar(index));
  }
  await recorder.close();
  return lines;
}

const withRecording = (
  act: (dir: string, anchors: readonly string[]) => Promise<void>,
): Promise<void> =>
  withTempDir(async (temp) => {
    const dir = join(temp, 'recording');
    const anchors = await record(dir);
    assert.deepEqual((await verifyFolder(dir)).issues, []);
    await act(dir, anchors);
  });

const linesOf = async (dir: string, file: string): Promise<string[]> =>
  (await readFile(join(dir, file), 'utf8')).trimEnd().split('\n');

const write = (dir: string, file: string, lines: readonly string[]): Promise<void> =>
  writeFile(join(dir, file), lines.map((line) => `${line}\n`).join(''));

const foundIn = async (dir: string, anchors?: string): Promise<readonly string[]> =>
  (await verifyFolder(dir, anchors === undefined ? {} : { anchors })).issues.map(
    ({ code, file, line, message }) =>
      `${code} ${file}:${String(line)} ${message.replace(/.* Expected/s, 'Expected')}`,
  );

/** Anchors that prove themselves and each other again. */
function chained(anchors: readonly AnchorRecord[]): readonly string[] {
  let prev: string | null = null;
  return anchors.map((anchor) => {
    const line = summed(JSON.stringify({ ...anchor, prev }));
    prev = sha256(line);
    return line;
  });
}

describe('where anchors say that lines are', () => {
  for (const [log, noun] of [
    ['events', 'event'],
    ['market', 'bar'],
  ] as const) {
    const [first, second] = [`${log}-000001.jsonl`, `${log}-000002.jsonl`];

    it(`a line of ${log} that was moved to the segment behind it is found`, () =>
      withRecording(async (dir) => {
        const [one, two] = [await linesOf(dir, first), await linesOf(dir, second)];
        const moved = one.pop() ?? '';
        await write(dir, first, one);
        await write(dir, second, [moved, ...two]);
        const [found, ...rest] = await foundIn(dir);
        assert.deepEqual(rest, []);
        assert.match(found ?? '', /^integrity\.anchor anchors\.jsonl:\d Expected/);
        assert.match(
          found ?? '',
          new RegExp(`${noun} \\d to end at byte \\d+ of ${log}-00000[12]`),
        );
      }));

    it(`a line of ${log} that was moved to the segment before it is found`, () =>
      withRecording(async (dir) => {
        const [one, two] = [await linesOf(dir, first), await linesOf(dir, second)];
        await write(dir, first, [...one, two.shift() ?? '']);
        await write(dir, second, two);
        const [found, ...rest] = await foundIn(dir);
        assert.deepEqual(rest, []);
        assert.match(found ?? '', /^integrity\.anchor anchors\.jsonl:\d Expected/);
      }));

    it(`a segment of ${log} under another name is found`, () =>
      withRecording(async (dir) => {
        await rename(join(dir, second), join(dir, `${log}-000007.jsonl`));
        const [found, ...rest] = await foundIn(dir);
        assert.deepEqual(rest, []);
        assert.match(
          found ?? '',
          new RegExp(
            `${noun} \\d to end at byte \\d+ of ${second}, found it on line \\d of ${log}-000007`,
          ),
        );
      }));

    it(`another place of ${log} in an anchor that was made anew is found at the anchor`, () =>
      withRecording(async (dir, lines) => {
        const anchors = lines.map((line) => JSON.parse(line) as AnchorRecord);
        for (const [at, anchor] of anchors.entries())
          for (const [key, by] of [
            ['bytes', 1],
            ['bytes', -1],
            ['segment', 1],
            ['segment', -1],
          ] as const) {
            const value = anchor[log][key] + by;
            if (value < (key === 'segment' ? 1 : 0)) continue;
            const forged = anchors.with(at, { ...anchor, [log]: { ...anchor[log], [key]: value } });
            await write(dir, 'anchors.jsonl', chained(forged));
            const found = await foundIn(dir);
            const what = `anchor ${String(at + 1)} ${key} ${String(value)}: ${found.join()}`;
            assert.equal(found.length, 1, what);
            assert.ok(
              found[0]?.startsWith(`integrity.anchor anchors.jsonl:${String(at + 1)} `),
              what,
            );
          }
      }));
  }

  it('hold for anchors that were kept elsewhere, and are named by their file', () =>
    withRecording(async (dir, lines) => {
      const kept = join(dir, '..', 'kept.jsonl');
      const last = JSON.parse(lines.at(-1) ?? '') as AnchorRecord;
      await writeFile(kept, `${String(lines.at(-1))}\n`);
      assert.deepEqual(await foundIn(dir, kept), []);
      const events = { ...last.events, bytes: last.events.bytes + 7 };
      const forged = summed(JSON.stringify({ ...last, events }));
      await writeFile(kept, `${String(lines[1])}\n${forged}\n`);
      const { bytes } = last.events;
      assert.deepEqual(await foundIn(dir, kept), [
        `integrity.anchor ${kept}:2 Expected event 5 to end at byte ${String(bytes + 7)} of events-000002.jsonl, found it on line 2 of events-000002.jsonl, with its end at byte ${String(bytes)}.`,
      ]);
    }));
});
