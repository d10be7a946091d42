// A disk that is full, slow or gone: the bot goes on, what was lost is on record exactly, no line is broken.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { EventRecord } from '../../../engine/core/schema/index.js';
import { isIntact } from '../../../engine/host/integrity/verification.js';
import { verifyFolder } from '../../../engine/host/integrity/verify-folder.js';
import type { Recorder, RecorderOptions } from '../../../engine/host/recorder/index.js';
import { withTempDir } from '../../support/captures.js';
import {
  bar,
  ears,
  heldDisk,
  options,
  recordOn,
  risk,
  type HeldDisk,
} from '../../support/recorder.js';

const SMALL = { queueBytes: 64 * 1024 };

interface Held {
  readonly dir: string;
  readonly disk: HeldDisk;
  readonly recorder: Recorder;
  readonly codes: () => string[];
}

const held = (
  act: (held: Held) => Promise<void>,
  chosen: Partial<RecorderOptions> = SMALL,
): Promise<void> =>
  withTempDir(async (temp) => {
    const dir = join(temp, 'recording');
    const disk = heldDisk();
    const { problems, hear } = ears();
    const recorder = await recordOn(disk, dir, options({ ...hear, ...chosen }));
    const codes = (): string[] => problems.map(({ code }) => code);
    await act({ dir, disk, recorder, codes });
  });

async function linesIn(dir: string): Promise<EventRecord[]> {
  const names = (await readdir(dir)).filter((name) => name.startsWith('events-')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(dir, name), 'utf8')));
  return texts
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as EventRecord);
}

/** Counts of the events that are on record, and what the gaps say is missing between them. */
async function accountOf(dir: string): Promise<{ counts: number[]; lost: number; bars: number }> {
  const events = await linesIn(dir);
  return {
    counts: events.flatMap((event) => (event.kind === 'risk' ? [event.value as number] : [])),
    lost: events.reduce((sum, event) => sum + (event.kind === 'gap' ? event.lost : 0), 0),
    bars: events.reduce((sum, event) => sum + (event.kind === 'gap' ? (event.bars ?? 0) : 0), 0),
  };
}

describe('a recorder without room', () => {
  for (const room of [0, 1, 100, 1_000, 5_000])
    it(`loses nothing when the disk is full for a while, after ${String(room)} bytes`, () =>
      held(async ({ dir, disk, recorder, codes }) => {
        disk.room = room;
        for (let index = 0; index < 100; index += 1) {
          assert.notEqual(recorder.risk(risk(index)), null);
          if (index % 10 === 0) await pause(1);
        }
        assert.equal(await recorder.flush(), false);
        disk.room = Infinity;
        await pause(60);
        assert.equal(await recorder.close(), true);
        assert.deepEqual(codes(), ['disk.failing', 'disk.recovered']);
        const { counts, lost } = await accountOf(dir);
        assert.equal(lost, 0);
        assert.deepEqual(counts, [...Array(100).keys()]);
        assert.deepEqual((await verifyFolder(dir)).issues, []);
      }));

  it('drops what does not fit into the queue, goes on, and says exactly how much', () =>
    held(async ({ dir, disk, recorder, codes }) => {
      disk.isStalled = true;
      let taken = 0;
      for (let index = 0; index < 1_000; index += 1) {
        if (recorder.risk(risk(index)) !== null) taken += 1;
        if (index % 100 === 0) recorder.bar(bar(index));
      }
      const { lost } = recorder;
      assert.equal(lost.events, 1_000 - taken);
      assert.ok(taken > 100 && lost.events > 100 && lost.bars > 0);
      disk.isStalled = false;
      await pause(60);
      assert.notEqual(recorder.risk(risk(1_000)), null);
      assert.equal(await recorder.close(), true);
      assert.deepEqual(codes(), ['queue.full', 'gap.recorded']);
      const account = await accountOf(dir);
      assert.equal(account.lost, lost.events);
      assert.equal(account.bars, lost.bars);
      assert.deepEqual(account.counts, [...Array(taken).keys(), 1_000]);
      assert.deepEqual((await verifyFolder(dir)).issues, []);
    }));

  it('has the first and last time of what was lost in the gap', () =>
    held(async ({ dir, disk, recorder }) => {
      disk.isStalled = true;
      const lost: number[] = [];
      for (let index = 0; index < 500; index += 1)
        if (recorder.risk(risk(index)) === null) lost.push(risk(index).ts);
      disk.isStalled = false;
      await recorder.close();
      const gap = (await linesIn(dir)).find(({ kind }) => kind === 'gap');
      assert.ok(gap?.kind === 'gap');
      assert.deepEqual([gap.fromTs, gap.toTs], [lost[0], lost.at(-1)]);
    }));

  it('waits for room when it is told to, and no longer than it is told to', () =>
    held(
      async ({ disk, recorder }) => {
        disk.isStalled = true;
        let dropped = 0;
        let waitedMs = 0;
        while (dropped < 3) {
          const before = performance.now();
          if (recorder.risk(risk(0)) === null) dropped += 1;
          waitedMs = Math.max(waitedMs, performance.now() - before);
        }
        assert.ok(waitedMs >= 39 && waitedMs < 2_000, `waited ${String(waitedMs)} ms`);
        disk.isStalled = false;
        await recorder.close();
      },
      { ...SMALL, onFull: 'block', blockMs: 40 },
    ));

  it('ends though the disk never has room again, and says that not all is safe', () =>
    held(async ({ disk, recorder }) => {
      disk.room = 10;
      recorder.risk(risk(0));
      assert.equal(await recorder.close(), false);
    }));
});

describe('a recorder whose folder is removed', () => {
  it('makes it again, goes on, and its first line says what is gone', () =>
    held(
      async ({ dir, recorder, codes }) => {
        for (let index = 0; index < 10; index += 1) recorder.risk(risk(index));
        recorder.bar(bar(0));
        await recorder.flush();
        await rm(dir, { recursive: true });
        recorder.risk(risk(10));
        await pause(100);
        const after = recorder.risk(risk(11));
        assert.equal(await recorder.close(), true);
        assert.deepEqual(codes(), ['folder.removed', 'gap.recorded']);
        const [gap, ...rest] = await linesIn(dir);
        assert.ok(gap?.kind === 'gap' && gap.reason === 'folder-removed');
        assert.deepEqual([gap.seq, gap.lost, gap.bars], [12, 11, 1]);
        assert.deepEqual(
          rest.map(({ seq }) => seq),
          [after],
        );
        const verified = await verifyFolder(dir);
        assert.equal(isIntact(verified), false);
        assert.ok(verified.issues.some(({ code }) => code === 'integrity.missing'));
      },
      { syncMs: 10 },
    ));

  it('can seal a capture from a snapshot it takes then', () =>
    held(
      async ({ dir, recorder }) => {
        recorder.risk(risk(0));
        await recorder.flush();
        await rm(dir, { recursive: true });
        recorder.risk(risk(1));
        await pause(100);
        assert.equal(await recorder.snapshot(options().snapshot), true);
        await recorder.close();
        assert.ok((await readdir(join(dir, 'snapshots'))).length === 1);
      },
      { syncMs: 10 },
    ));
});

describe('a recorder under a limit of the system on file sizes', () => {
  it('goes on when a write is cut by it, and leaves whole lines', () =>
    withTempDir(async (temp) => {
      if (process.platform === 'win32') return;
      const script = join(temp, 'bot.mts');
      const source = (path: string): string =>
        JSON.stringify(new URL(path, import.meta.url).pathname);
      await writeFile(
        script,
        `import { startRecorder } from ${source('../../../engine/host/recorder/index.ts')};
import { draft, options, risk } from ${source('../../support/recorder.ts')};
const codes = [];
const onProblem = ({ code }) => codes.push(code);
const recorder = await startRecorder(process.argv[2], draft, options({ onProblem }));
for (let index = 0; index < 200; index += 1) recorder.risk(risk(index));
const isSafe = await recorder.flush();
console.log(JSON.stringify({ codes, isSafe, seq: recorder.seq }));
process.exit(0);
`,
      );
      const dir = join(temp, 'recording');
      // Blocks of 1024 bytes in bash: the log stops growing in the middle of a line.
      const command = `ulimit -f 16; exec "$0" --import tsx "$1" "$2"`;
      const ran = spawnSync('bash', ['-c', command, process.execPath, script, dir], {
        encoding: 'utf8',
        cwd: new URL('../../..', import.meta.url).pathname,
        env: { ...process.env, TSX_DISABLE_CACHE: '1' },
      });
      assert.equal(ran.status, 0, ran.stderr);
      assert.deepEqual(JSON.parse(ran.stdout), {
        codes: ['disk.failing'],
        isSafe: false,
        seq: 200,
      });
      const cut = await verifyFolder(dir);
      assert.deepEqual(
        cut.issues.filter(({ severity }) => severity === 'error'),
        [],
      );
      assert.ok(cut.issues.some(({ code }) => code === 'integrity.torn'));
      assert.ok(cut.events > 20 && cut.events < 200, String(cut.events));
    })).timeout(60_000);
});
