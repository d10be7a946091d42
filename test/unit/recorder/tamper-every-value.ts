// `npm run bench:tampering`: every byte of a small recording and of a small sealed capture becomes every other byte, and
// each of those changes must be found in its file and on its line. Prints what was tried as JSON; exits with 1 when one
// was not found. Verifying the whole folder a million times would take hours, so a change goes to the part of the verifier
// that reads its file; that this part says what the whole says is checked once for every byte.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Issue } from '../../../engine/core/schema/index.js';
import { scanCapture, SEAL, writeCapture } from '../../../engine/host/capture/index.js';
import { knownFrom, readAnchors } from '../../../engine/host/integrity/anchor-list.js';
import { verifyDocuments } from '../../../engine/host/integrity/recording-documents.js';
import { changeInSealed } from '../../../engine/host/integrity/sealed-file.js';
import { readSeal } from '../../../engine/host/integrity/seal-reader.js';
import { verifyCaptureFolder } from '../../../engine/host/integrity/verify-capture-folder.js';
import {
  verifyEvents,
  verifyMarket,
  verifyRecording,
} from '../../../engine/host/integrity/verify-recording.js';
import { startRecorder } from '../../../engine/host/recorder/index.js';
import { ANCHORS } from '../../../engine/host/recorder/recording-files.js';
import { smallParts, tickTs, withTempDir } from '../../support/captures.js';
import { bar, draft, options, risk } from '../../support/recorder.js';
import { filesOf, inMemory, lineOf, type Folder } from '../../support/tampering.js';

const VALUES = 256;

type File = Folder['files'][number];
/** Issues of a folder in which one file was changed. */
type Verifier = (folder: Folder) => Promise<readonly Issue[]>;

interface Subject {
  readonly folder: Folder;
  readonly whole: Verifier;
  /** The part of it that reads a file. */
  readonly partFor: (name: string) => Verifier;
  /** Whether a change in the file is placed no closer than the file. */
  readonly isWhole: (name: string) => boolean;
}

/** Every kind of file, two segments of each log, and as few bytes as there can be. */
async function recording(dir: string): Promise<Subject> {
  const header = { ...draft, symbols: ['BTC'], coverage: { kinds: ['risk' as const] } };
  const recorder = await startRecorder(dir, header, options({ segmentLines: 1 }));
  recorder.risk(risk(0));
  recorder.bar(bar(0));
  const { snapshot } = options();
  await recorder.snapshot(snapshot);
  recorder.risk(risk(1));
  recorder.bar(bar(0, 101));
  await recorder.close();
  const folder = await filesOf(dir);
  const names = folder.files.map(({ name }) => name);
  const { anchors } = await readAnchors({ files: inMemory(folder) });
  const known = knownFrom(anchors);
  const partFor = (name: string): Verifier => {
    if (name === ANCHORS)
      return async (changed) => (await readAnchors({ files: inMemory(changed) })).issues;
    if (name.endsWith('.json')) {
      const hashes = new Map([[name, known.files.get(name) ?? '']]);
      return async (changed) => (await verifyDocuments(inMemory(changed), [name], hashes)).issues;
    }
    const log = { names, anchors, first: 1 };
    return name.startsWith('events')
      ? async (changed) =>
          (await verifyEvents({ files: inMemory(changed) }, { ...log, known: known.events })).issues
      : async (changed) =>
          (await verifyMarket({ files: inMemory(changed) }, { ...log, known: known.market }))
            .issues;
  };
  return {
    folder,
    whole: async (changed) => (await verifyRecording(inMemory(changed))).issues,
    partFor,
    isWhole: (name) => name.endsWith('.json'),
  };
}

async function capture(dir: string): Promise<Subject> {
  const { manifest, snapshot, bars, events } = smallParts();
  const [, ledger] = events as readonly object[];
  await writeCapture(
    dir,
    {
      manifest: {
        ...manifest,
        symbols: ['BTC'],
        window: { ...manifest.window, toTs: tickTs(1) },
        coverage: { kinds: ['ledger'] },
        runs: [{ fingerprint: 'one', firstSeq: 1, lastSeq: 1 }],
      },
      snapshot,
      bars: [...(bars as Iterable<{ symbol: string }>)]
        .filter(({ symbol }) => symbol === 'BTC')
        .slice(0, 2) as never,
      events: [{ ...ledger, seq: 1 }] as never,
    },
    { seal: true },
  );
  const folder = await filesOf(dir);
  const seal = await readSeal(inMemory(folder));
  const whole: Verifier = async (changed) =>
    (await verifyCaptureFolder(inMemory(changed), (sink) => scanCapture(dir, sink))).issues;
  const partFor = (name: string): Verifier => {
    if (name === SEAL) return async (changed) => (await readSeal(inMemory(changed))).issues;
    const sealed = seal.files.find(({ file }) => file === name);
    assert.ok(sealed, name);
    return async (changed) => {
      const found = await changeInSealed({ files: inMemory(changed) }, sealed);
      return found === undefined ? [] : [found];
    };
  };
  return { folder, whole, partFor, isWhole: () => false };
}

/** What is said first; of the end of the anchors, which nothing proves, a warning. */
const firstOf = (issues: readonly Issue[], file: string): Issue | undefined =>
  issues.find(({ severity }) => severity === 'error') ??
  issues.find((issue) => file === ANCHORS && issue.file === ANCHORS);

interface Tally {
  readonly file: string;
  readonly bytes: number;
  changes: number;
  readonly missed: string[];
}

async function everyValue(
  { folder, whole, partFor, isWhole }: Subject,
  file: File,
): Promise<Tally> {
  const part = partFor(file.name);
  const { name } = file;
  const bytes = Buffer.from(file.bytes);
  const changed = {
    ...folder,
    files: folder.files.map((each) => (each === file ? { name, bytes } : each)),
  };
  assert.deepEqual(await part(changed), [], name);
  const tally: Tally = { file: name, bytes: bytes.length, changes: 0, missed: [] };
  for (let at = 0; at < bytes.length; at += 1) {
    const before = bytes[at] ?? 0;
    const line = isWhole(name) ? 1 : lineOf(file.bytes, at);
    // One of them, another at every byte, goes through the whole verifier as well.
    const witness = (before + 1 + (at % (VALUES - 1))) % VALUES;
    for (let value = 0; value < VALUES; value += 1) {
      if (value === before) continue;
      bytes[at] = value;
      const found = firstOf(await part(changed), name);
      if (value === witness) assert.deepEqual(firstOf(await whole(changed), name), found);
      if (found?.file !== name || found.line !== line)
        tally.missed.push(`byte ${String(at)} as ${String(value)}: ${found?.message ?? 'nothing'}`);
      tally.changes += 1;
    }
    bytes[at] = before;
  }
  return tally;
}

/** A busy machine does not count. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return Math.round((user + system) / 1e6);
}

async function main(dir: string): Promise<boolean> {
  const tallies: Tally[] = [];
  for (const subject of [await recording(join(dir, 'r')), await capture(join(dir, 'c'))]) {
    assert.deepEqual(await subject.whole(subject.folder), []);
    for (const file of subject.folder.files) {
      tallies.push(await everyValue(subject, file));
      console.error(`${file.name}: ${String(cpuSeconds())} s`);
    }
  }
  const missed = tallies.reduce((sum, tally) => sum + tally.missed.length, 0);
  const changes = tallies.reduce((sum, tally) => sum + tally.changes, 0);
  const files = tallies.map((tally) => ({ ...tally, missed: tally.missed.slice(0, 10) }));
  console.log(JSON.stringify({ changes, missed, cpuSeconds: cpuSeconds(), files }, null, 2));
  return missed === 0;
}

await withTempDir(async (dir) => {
  process.exitCode = (await main(dir)) ? 0 : 1;
});
