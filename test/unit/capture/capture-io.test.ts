// Writing and reading captures: round trip, atomicity, progress, cancellation, and what is not in the folder.
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CaptureError,
  openCapture,
  sha256,
  writeCapture,
  type Capture,
  type CaptureParts,
} from '../../../engine/host/capture/index.js';
import type { BarRecord } from '../../../engine/core/schema/index.js';
import { brief } from '../../support/damaged-captures.js';
import { folderBytes, smallParts, withTempDir } from '../../support/captures.js';

async function opened(dir: string): Promise<Capture> {
  const { value, issues } = await openCapture(dir);
  assert.deepEqual(issues.map(brief), []);
  assert.ok(value);
  return value;
}

const codeOf = (code: string) => (error: unknown) =>
  error instanceof CaptureError && error.code === code;

describe('captures on disk', () => {
  it('reads what it wrote, and writes the same bytes again', () =>
    withTempDir(async (temp) => {
      const first = join(temp, 'first');
      const second = join(temp, 'deep', 'second');
      const written = await writeCapture(first, smallParts());
      const capture = await opened(first);
      assert.deepEqual(capture.manifest, written);
      assert.deepEqual(capture.bars, smallParts().bars);
      assert.equal(capture.events.length, 4);
      await writeCapture(second, capture);
      assert.deepEqual(await folderBytes(second), await folderBytes(first));
    }));

  it('keeps decimal text as it was written', () =>
    withTempDir(async (temp) => {
      const parts = smallParts();
      const [first, ...rest] = parts.events as Exclude<
        CaptureParts['events'],
        AsyncIterable<unknown>
      >;
      const texts = {
        a: '-0',
        b: '0.10',
        c: '1e-12',
        d: '.5',
        e: '1E+3',
        f: '9998.950000000000000001',
      };
      assert.ok(first?.kind === 'decision');
      const events = [{ ...first, indicators: texts }, ...rest];
      await writeCapture(join(temp, 'c'), { ...parts, events });
      const [event] = (await opened(join(temp, 'c'))).events;
      assert.ok(event?.kind === 'decision');
      assert.deepEqual(event.indicators, texts);
    }));

  it('chains every line to the bytes of the line before', () =>
    withTempDir(async (temp) => {
      await writeCapture(join(temp, 'c'), smallParts());
      const lines = (await readFile(join(temp, 'c', 'events.jsonl'), 'utf8')).trimEnd().split('\n');
      const prevs = lines.map((line) => (JSON.parse(line) as { prev: string | null }).prev);
      assert.deepEqual(prevs, [null, ...lines.slice(0, -1).map(sha256)]);
    }));

  it('tells the line of every event and bar', () =>
    withTempDir(async (temp) => {
      await writeCapture(join(temp, 'c'), smallParts());
      const capture = await opened(join(temp, 'c'));
      assert.deepEqual([1, 4, 5].map(capture.eventLine), [1, 4, undefined]);
      assert.deepEqual([-1, 0, 7, 8].map(capture.barLine), [undefined, 1, 8, undefined]);
    }));

  it('of several revisions the newest is the bar, and all are at hand', () =>
    withTempDir(async (temp) => {
      const parts = smallParts();
      const bars = [...(parts.bars as BarRecord[])];
      const [first, second, ...others] = bars as [BarRecord, BarRecord, ...BarRecord[]];
      const revisionsOf = (bar: BarRecord, ...closes: readonly string[]) =>
        closes.map((close, index) => ({ ...bar, close, revision: index + 1 }));
      const written = [
        first,
        ...revisionsOf(second, '97', '98', '99'),
        ...others.slice(0, -1),
        ...revisionsOf(others.at(-1) as BarRecord, '101', '102'),
      ];
      await writeCapture(join(temp, 'c'), { ...parts, bars: written });
      const capture = await opened(join(temp, 'c'));
      assert.deepEqual(
        capture.bars.map(({ symbol, openTs, close }) => ({ symbol, openTs, close })),
        bars.map(({ symbol, openTs, close }, index) => ({
          symbol,
          openTs,
          close: index === 1 ? '99' : index === bars.length - 1 ? '102' : close,
        })),
      );
      assert.deepEqual(
        capture.revisions.map(({ symbol, close, revision }) => [symbol, close, revision]),
        [
          ['ETH', '97', 1],
          ['ETH', '98', 2],
          ['ETH', '99', 3],
          ['ETH', '101', 1],
          ['ETH', '102', 2],
        ],
      );
      assert.deepEqual([...bars.keys()].map(capture.barLine), [1, 4, 5, 6, 7, 8, 9, 11]);
    }));

  it('tells the line past lines that could not be read', () =>
    withTempDir(async (temp) => {
      const dir = join(temp, 'c');
      await writeCapture(dir, smallParts());
      const path = join(dir, 'events.jsonl');
      const lines = (await readFile(path, 'utf8')).split('\n');
      await writeFile(path, [lines[0], 'torn', ...lines.slice(1)].join('\n'));
      const { value } = await openCapture(dir);
      assert.ok(value);
      assert.deepEqual([1, 2, 4].map(value.eventLine), [1, 3, 5]);
    }));

  it('writes rows that come one by one', () =>
    withTempDir(async (temp) => {
      const parts = smallParts();
      async function* slowly<T>(rows: CaptureParts['bars'] | Iterable<T>): AsyncGenerator<T> {
        for await (const row of rows) yield row as T;
      }
      await writeCapture(join(temp, 'a'), parts);
      await writeCapture(join(temp, 'b'), {
        ...parts,
        bars: slowly(parts.bars),
        events: slowly(parts.events as Iterable<never>),
      });
      assert.deepEqual(await folderBytes(join(temp, 'b')), await folderBytes(join(temp, 'a')));
    }));

  it('replaces a capture only when told to', () =>
    withTempDir(async (temp) => {
      const dir = join(temp, 'c');
      await writeCapture(dir, smallParts());
      const before = await folderBytes(dir);
      await assert.rejects(writeCapture(dir, smallParts()), codeOf('capture.exists'));
      assert.deepEqual(await folderBytes(dir), before);
      await writeCapture(dir, { ...smallParts(), texts: { NOTICE: 'new\n' } }, { overwrite: true });
      assert.equal((await folderBytes(dir))['NOTICE'], 'new\n');
      assert.deepEqual(await readdir(temp), ['c']);
    }));

  it('leaves nothing behind when a record is wrong or the source fails', () =>
    withTempDir(async (temp) => {
      const bad = { ...smallParts(), bars: [{ ...firstBar(), close: 'NaN' }] };
      await assert.rejects(writeCapture(join(temp, 'c'), bad), codeOf('capture.record.invalid'));
      const failing = { ...smallParts(), bars: failingRows() };
      await assert.rejects(writeCapture(join(temp, 'c'), failing), /the feed broke/);
      assert.deepEqual(await readdir(temp), []);
    }));

  it('names the folder when it cannot be written', () =>
    withTempDir(async (temp) => {
      await writeFile(join(temp, 'file'), '');
      const writing = writeCapture(join(temp, 'file', 'c'), smallParts());
      await assert.rejects(writing, codeOf('capture.unwritable'));
    }));

  it('stops when aborted, leaving nothing', () =>
    withTempDir(async (temp) => {
      const reason = new Error('enough');
      const signal = AbortSignal.abort(reason);
      await assert.rejects(writeCapture(join(temp, 'c'), smallParts(), { signal }), reason);
      assert.deepEqual(await readdir(temp), []);
      await writeCapture(join(temp, 'c'), smallParts());
      await assert.rejects(openCapture(join(temp, 'c'), { signal }), reason);
      const controller = new AbortController();
      const onProgress = (): void => {
        controller.abort(reason);
      };
      const reading = openCapture(join(temp, 'c'), { signal: controller.signal, onProgress });
      await assert.rejects(reading, reason);
    }));

  it('reports progress to the last byte', () =>
    withTempDir(async (temp) => {
      const written: string[] = [];
      const read: string[] = [];
      const dir = join(temp, 'c');
      await writeCapture(dir, smallParts(), {
        onProgress: ({ file, bytes }) => written.push(`${file} ${String(bytes)}`),
      });
      await openCapture(dir, {
        onProgress: ({ file, bytes, totalBytes }) => {
          assert.equal(bytes, totalBytes);
          read.push(`${file} ${String(bytes)}`);
        },
      });
      assert.deepEqual(read, written);
      assert.equal(read.length, 2);
    }));

  it('says what is missing', () =>
    withTempDir(async (temp) => {
      const issuesOf = async (dir: string): Promise<string[]> =>
        (await openCapture(dir)).issues.map(brief);
      assert.deepEqual(await issuesOf(join(temp, 'c')), ['. capture.folder.missing']);
      await writeFile(join(temp, 'file'), '');
      assert.deepEqual(await issuesOf(join(temp, 'file')), ['. capture.folder.missing']);
      const dir = join(temp, 'c');
      await writeCapture(dir, smallParts());
      for (const file of ['events.jsonl', 'market.jsonl', 'snapshot.json', 'manifest.json']) {
        await rm(join(dir, file));
        assert.ok((await issuesOf(dir)).includes(`${file} capture.file.missing`));
      }
      await mkdir(join(dir, 'manifest.json'));
      assert.ok((await issuesOf(dir)).includes('manifest.json capture.file.missing'));
    }));

  it('refuses bytes that are not UTF-8', () =>
    withTempDir(async (temp) => {
      const dir = join(temp, 'c');
      await writeCapture(dir, smallParts());
      for (const file of ['market.jsonl', 'snapshot.json']) {
        const bytes = await readFile(join(dir, file));
        bytes[20] = 0xff;
        await writeFile(join(dir, file), bytes);
      }
      const found = (await openCapture(dir)).issues.map(brief);
      assert.ok(found.includes('market.jsonl:1 lines.encoding'), found.join());
      assert.ok(found.includes('snapshot.json lines.encoding'), found.join());
    }));

  it('says CR LF once, and lets the chain run on', () =>
    withTempDir(async (temp) => {
      const dir = join(temp, 'c');
      await writeCapture(dir, smallParts());
      const path = join(dir, 'events.jsonl');
      await writeFile(path, (await readFile(path, 'utf8')).replaceAll('\n', '\r\n'));
      assert.deepEqual((await openCapture(dir)).issues.map(brief), [
        'manifest.json:98 capture.hash.mismatch files["events.jsonl"].sha256',
        'events.jsonl:1 lines.carriage-return',
      ]);
    }));

  it('lists so many issues of a code and counts the rest', () =>
    withTempDir(async (temp) => {
      const dir = join(temp, 'c');
      await writeCapture(dir, smallParts());
      await writeFile(join(dir, 'events.jsonl'), '{}\n'.repeat(1000));
      const { issues } = await openCapture(dir);
      const ofEvents = issues.filter(({ file }) => file === 'events.jsonl');
      assert.equal(ofEvents.length, 21);
      assert.match(ofEvents[20]?.message ?? '', /^980 more of schema\.missing/);
    }));
});

function firstBar() {
  const [bar] = smallParts().bars as Iterable<never> as never[];
  return bar as unknown as Extract<Capture['bars'][number], object>;
}

function* failingRows(): Generator<Capture['bars'][number]> {
  yield firstBar();
  throw new Error('the feed broke');
}
