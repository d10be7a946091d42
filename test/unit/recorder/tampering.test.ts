// Every change of a byte, every deletion, doubling and swap of lines in a small recording and a small sealed capture is
// found, in the file and on the line where it was made.
import assert from 'node:assert/strict';
import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Issue } from '../../../engine/core/schema/index.js';
import { scanCapture, writeCapture } from '../../../engine/host/capture/index.js';
import { verifyCaptureFolder } from '../../../engine/host/integrity/verify-capture-folder.js';
import { verifyRecording } from '../../../engine/host/integrity/verify-recording.js';
import { verifyFolder } from '../../../engine/host/integrity/verify-folder.js';
import { startRecorder } from '../../../engine/host/recorder/index.js';
import { smallParts, withTempDir } from '../../support/captures.js';
import { bar, draft, ears, options, risk } from '../../support/recorder.js';
import { filesOf, inMemory, lineOf, type Folder } from '../../support/tampering.js';

/**
 * What a byte becomes: another digit or letter, a newline, a byte no text has; one after another along the file.
 * `npm run bench:tampering` makes every byte every other.
 */
const CHANGES: readonly ((byte: number) => number)[] = [
  (byte) => byte ^ 1,
  (byte) => (byte === 10 ? 32 : 10),
  (byte) => byte ^ 0x80,
];

const changeOf = (byte: number, at: number): number =>
  (CHANGES[at % CHANGES.length] as (typeof CHANGES)[number])(byte);

const recordSmall = async (dir: string): Promise<void> => {
  const recorder = await startRecorder(dir, draft, options({ segmentLines: 3, anchorLines: 4 }));
  for (let index = 0; index < 5; index += 1) {
    recorder.risk(risk(index));
    recorder.bar(bar(index));
  }
  await recorder.close();
  // A second run: a restart, a snapshot of its own, another segment.
  const again = await startRecorder(dir, draft, options({ segmentLines: 3, fingerprint: 'run-2' }));
  again.risk(risk(9));
  again.bar(bar(4, 107));
  await again.close();
};

const sealSmall = async (dir: string): Promise<void> => {
  await writeCapture(dir, smallParts(), { seal: true });
};

const errorsOf = async (dir: string): Promise<readonly Issue[]> =>
  (await verifyFolder(dir)).issues.filter(({ severity }) => severity === 'error');

const linesOf = (bytes: Buffer): Buffer[] => {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(10, start) + 1 || bytes.length;
    lines.push(bytes.subarray(start, end));
    start = end;
  }
  return lines;
};

const isJsonFile = (name: string): boolean => name.endsWith('.json');

/** Whole documents of a recording are proven as a whole; everything else to the line. */
const isWhole = (kind: string, name: string): boolean =>
  kind === 'recording' && name.endsWith('.json');

for (const [kind, make] of [
  ['recording', recordSmall],
  ['capture', sealSmall],
] as const) {
  describe(`a ${kind} that was changed`, () => {
    const withFolder = (act: (folder: Folder) => Promise<void>): Promise<void> =>
      withTempDir(async (temp) => {
        const dir = join(temp, kind);
        await make(dir);
        assert.deepEqual(await errorsOf(dir), []);
        await act(await filesOf(dir));
      });

    /** The first error of the folder with other bytes in one file. */
    const looked = async (
      { dir, files }: Folder,
      file: Folder['files'][number],
      bytes: Buffer,
    ): Promise<Issue | undefined> => {
      const changed = files.map((each) => (each === file ? { ...file, bytes } : each));
      const folder = inMemory({ files: changed });
      const { issues } =
        kind === 'recording'
          ? await verifyRecording(folder)
          : await verifyCaptureFolder(folder, (sink) => scanCapture(dir, sink));
      const error = issues.find(({ severity }) => severity === 'error');
      // Nothing in the folder proves its last anchor: one without it is one that was not closed, which is said.
      return (
        error ?? issues.find((issue) => file.name === 'anchors.jsonl' && issue.file === file.name)
      );
    };

    it('names the line of every byte that was changed', () =>
      withFolder(async (folder) => {
        let changes = 0;
        for (const file of folder.files)
          for (let at = 0; at < file.bytes.length; at += 1) {
            const bytes = Buffer.from(file.bytes);
            bytes[at] = changeOf(file.bytes[at] ?? 0, at);
            const found = await looked(folder, file, bytes);
            const what = `${file.name} byte ${String(at)}: ${String(found?.message)}`;
            assert.equal(found?.file, file.name, what);
            const line = isWhole(kind, file.name) ? 1 : lineOf(file.bytes, at);
            assert.equal(found.line, line, what);
            changes += 1;
          }
        assert.ok(changes > 3_000, String(changes));
      })).timeout(120_000);

    it('names every line that was taken out, doubled or moved', () =>
      withFolder(async (folder) => {
        for (const file of folder.files) {
          if (isWhole(kind, file.name)) continue;
          const lines = linesOf(file.bytes);
          for (let at = 0; at < lines.length; at += 1) {
            const look = async (changed: readonly Buffer[]): Promise<Issue | undefined> => {
              const bytes = Buffer.concat(changed);
              return bytes.equals(file.bytes) ? undefined : looked(folder, file, bytes);
            };
            const out = await look(lines.toSpliced(at, 1));
            const next = folder.files[folder.files.indexOf(file) + 1]?.name ?? '';
            const isBetween = at === lines.length - 1 && next.slice(0, 8) === file.name.slice(0, 8);
            if (kind === 'recording' && isBetween) {
              // The end of a segment is missed where the next one begins.
              assert.deepEqual([out?.code, out?.file, out?.line], ['integrity.missing', next, 1]);
              continue;
            }
            if (kind === 'recording' && lines.length === 1 && !isJsonFile(file.name)) {
              // A segment of nothing is missed behind the one before.
              assert.equal(out?.code, 'integrity.missing');
              continue;
            }
            assert.equal(out?.file, file.name, `${file.name} without line ${String(at + 1)}`);
            const isJson = isJsonFile(file.name);
            // Of equal lines nobody can say which one it was, and documents have some.
            const isLastAnchor = file.name === 'anchors.jsonl' && at === lines.length - 1;
            if (isLastAnchor) assert.equal(out.code, 'integrity.unproven');
            if (isLastAnchor) continue;
            if (!isJson) assert.equal(out.line, at + 1, out.message);
            if (!isJson) assert.equal(out.code, 'integrity.missing', out.message);
            for (const to of [at + 1, lines.length]) {
              const twice = await look(lines.toSpliced(to, 0, lines[at] ?? Buffer.alloc(0)));
              assert.equal(twice?.file, file.name);
              if (!isJson)
                assert.deepEqual([twice.code, twice.line], ['integrity.duplicate', to + 1]);
            }
            for (let to = at + 1; to < lines.length; to += 1) {
              const swapped = [...lines];
              [swapped[at], swapped[to]] = [lines[to] as Buffer, lines[at] as Buffer];
              const found = await look(swapped);
              if ((lines[at] as Buffer).equals(lines[to] as Buffer)) continue;
              assert.equal(found?.file, file.name);
              assert.equal(
                found.line,
                at + 1,
                `${file.name} ${String(at)} ${String(to)}: ${found.message}`,
              );
              if (!isJson) assert.equal(found.code, 'integrity.reordered', found.message);
            }
          }
        }
      })).timeout(120_000);

    it('misses every file that is gone', () =>
      withFolder(async (folder) => {
        for (const { name } of folder.files) {
          const path = join(folder.dir, name);
          await rename(path, `${path}.gone`);
          const verified = await verifyFolder(folder.dir);
          await rename(`${path}.gone`, path);
          // Seal and anchors are what proves; without them that is said.
          const isProof = name === 'seal.jsonl' || name === 'anchors.jsonl';
          const code = isProof ? 'integrity.unproven' : undefined;
          const issue = verified.issues.find(
            (each) => each.severity === 'error' || each.code === code,
          );
          assert.ok(issue !== undefined, name);
        }
      }));
  });
}

describe('anchors that were kept elsewhere', () => {
  const withAnchored = (
    act: (given: { dir: string; kept: string; events: string[] }) => Promise<void>,
  ): Promise<void> =>
    withTempDir(async (temp) => {
      const dir = join(temp, 'recording');
      const { lines, hear } = ears();
      const recorder = await startRecorder(dir, draft, options({ ...hear, anchorLines: 5 }));
      for (let index = 0; index < 20; index += 1) recorder.risk(risk(index));
      await recorder.close();
      const kept = join(temp, 'kept.jsonl');
      await writeFile(kept, lines.map((line) => `${line}\n`).join(''));
      const text = await readFile(join(dir, 'events-000001.jsonl'), 'utf8');
      await act({ dir, kept, events: text.trimEnd().split('\n') });
    });

  it('prove the recording they are of', () =>
    withAnchored(async ({ dir, kept }) => {
      const verified = await verifyFolder(dir, { anchors: kept });
      assert.deepEqual(verified.issues, []);
      assert.equal(verified.anchoredSeq, 20);
    }));

  it('expose a recording that was recorded anew with other events', () =>
    withAnchored(async ({ dir, kept }) => {
      const forged = join(dirname(dir), 'forged');
      const recorder = await startRecorder(forged, draft, options({ anchorLines: 5 }));
      for (let index = 0; index < 20; index += 1) recorder.risk(risk(index === 12 ? 99 : index));
      await recorder.close();
      assert.deepEqual((await verifyFolder(forged)).issues, []);
      const { issues } = await verifyFolder(forged, { anchors: kept });
      const found = issues.find(({ code }) => code === 'integrity.anchor');
      assert.equal(found?.line, 15);
      assert.match(found.message, /events from 11 to 15 were rewritten/);
    }));

  it('expose a recording that was cut, with the anchors beside it', () =>
    withAnchored(async ({ dir, kept, events }) => {
      const half = join(dirname(dir), 'half');
      await cp(dir, half, { recursive: true });
      await writeFile(join(half, 'events-000001.jsonl'), `${events.slice(0, 12).join('\n')}\n`);
      const anchors = (await readFile(join(half, 'anchors.jsonl'), 'utf8')).split('\n').slice(0, 3);
      await writeFile(join(half, 'anchors.jsonl'), `${anchors.join('\n')}\n`);
      assert.deepEqual(
        (await verifyFolder(half)).issues.filter(({ severity }) => severity === 'error'),
        [],
      );
      const { issues } = await verifyFolder(half, { anchors: kept });
      assert.ok(issues.some(({ code, line }) => code === 'integrity.missing' && line === 13));
    }));

  it('are refused themselves when they were changed', () =>
    withAnchored(async ({ dir, kept }) => {
      const text = await readFile(kept, 'utf8');
      await writeFile(kept, text.replace('"seq":5', '"seq":6'));
      const { issues } = await verifyFolder(dir, { anchors: kept });
      assert.deepEqual(
        issues.filter(({ severity }) => severity === 'error').map(({ file, line }) => [file, line]),
        [[kept, 2]],
      );
    }));

  it('are a folder of nothing without a recording', () =>
    withTempDir(async (dir) => {
      await mkdir(join(dir, 'empty'));
      assert.notEqual((await errorsOf(join(dir, 'empty'))).length, 0);
      assert.notEqual((await errorsOf(join(dir, 'absent'))).length, 0);
    }));
});
