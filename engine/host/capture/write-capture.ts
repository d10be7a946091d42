// Writes a capture folder: hashes, row counts and the chain are computed here. The folder appears whole or not at all:
// everything is written to a temporary folder beside it, which is renamed last. The same parts give the same bytes.
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import {
  encodeEventLine,
  encodeManifest,
  encodeMarketLine,
  encodeSnapshot,
  formatIssue,
  type BarRecord,
  type EventRecord,
  type Manifest,
  type Parsed,
  type Snapshot,
} from '../../core/schema/index.js';
import { CaptureError, systemCode } from './capture-error.js';
import {
  EVENTS,
  MANIFEST,
  MARKET,
  SNAPSHOT,
  sha256,
  type CaptureOptions,
} from './capture-files.js';
import { createLineWriter } from './line-writer.js';
import { printOf, SEAL, sealedText, sealText, type SealedFile } from './seal-file.js';

type WithoutPrev<E> = E extends unknown ? Omit<E, 'prev'> : never;
/** An event before the writer has chained it. */
export type EventDraft = WithoutPrev<EventRecord>;
/** A manifest before the writer has counted and hashed. */
export type ManifestDraft = Omit<Manifest, 'files' | 'sequence'>;

type Rows<T> = Iterable<T> | AsyncIterable<T>;

/** What a capture is made of. Events are in sequence order, bars ascending by open time, then symbol. */
export interface CaptureParts {
  readonly manifest: ManifestDraft;
  readonly snapshot: Snapshot;
  readonly bars: Rows<BarRecord>;
  readonly events: Rows<EventDraft>;
  /** Further texts to lie beside the four files, such as NOTICE. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** Parts whose manifest is known only when every row has been seen: its window, its symbols, its id. */
export interface CaptureStream extends Omit<CaptureParts, 'manifest'> {
  readonly manifest: (files: Manifest['files']) => ManifestDraft;
}

export interface WriteOptions extends CaptureOptions {
  /** Replace a folder that is there. Otherwise that is an error. */
  readonly overwrite?: boolean;
  /** Also write seal.jsonl, so that a change is found down to the line, in the manifest too. */
  readonly seal?: boolean;
}

/** Returns the manifest as written. Throws CaptureError, or the signal's reason; either way nothing is left behind. */
export async function writeCapture(
  dir: string,
  parts: CaptureParts | CaptureStream,
  options: WriteOptions = {},
): Promise<Manifest> {
  const target = resolve(dir);
  try {
    await mkdir(dirname(target), { recursive: true });
    const partial = join(dirname(target), `.${basename(target)}.partial-${randomUUID()}`);
    // Not mkdtemp: its folders are private to the user, and this one is published.
    await mkdir(partial);
    try {
      const manifest = await writeParts(partial, parts, options);
      await publish(partial, target, options.overwrite ?? false);
      return manifest;
    } catch (error) {
      await rm(partial, { recursive: true, force: true });
      throw error;
    }
  } catch (error) {
    if (systemCode(error) === undefined || error instanceof CaptureError) throw error;
    const text = `The capture could not be written to ${target}. Check that the folder is writable and the disk has room.`;
    throw new CaptureError('capture.unwritable', text, { cause: error });
  }
}

async function writeParts(
  dir: string,
  parts: CaptureParts | CaptureStream,
  options: WriteOptions,
): Promise<Manifest> {
  const snapshot = encoded(encodeSnapshot(parts.snapshot), SNAPSHOT);
  await writeFile(join(dir, SNAPSHOT), snapshot, { flush: true });
  const market = await writeLines(join(dir, MARKET), options, async (append) => {
    for await (const bar of parts.bars) {
      await append(encoded(encodeMarketLine(bar), MARKET));
    }
  });
  let sequence: Manifest['sequence'] = null;
  let prev: string | null = null;
  const events = await writeLines(join(dir, EVENTS), options, async (append) => {
    for await (const draft of parts.events) {
      const line = encoded(encodeEventLine({ ...draft, prev }), EVENTS);
      sequence = { first: sequence?.first ?? draft.seq, last: draft.seq };
      prev = sha256(line);
      await append(line);
    }
  });
  const files = {
    [SNAPSHOT]: { sha256: sha256(snapshot), rows: 1 },
    [MARKET]: { sha256: market.sha256, rows: market.rows },
    [EVENTS]: { sha256: events.sha256, rows: events.rows },
  };
  const draft = typeof parts.manifest === 'function' ? parts.manifest(files) : parts.manifest;
  const manifest: Manifest = { ...draft, sequence, files };
  for (const [name, text] of Object.entries(parts.texts ?? {})) {
    await writeFile(join(dir, name), text);
  }
  const manifestText = encoded(encodeManifest(manifest), MANIFEST);
  await writeFile(join(dir, MANIFEST), manifestText, { flush: true });
  if (options.seal === true) {
    const documents = [sealedText(MANIFEST, manifestText), sealedText(SNAPSHOT, snapshot)];
    await writeFile(join(dir, SEAL), sealText([...documents, market, events]), { flush: true });
  }
  return manifest;
}

type Append = (line: string) => Promise<void>;

async function writeLines(
  path: string,
  options: WriteOptions,
  produce: (append: Append) => Promise<void>,
): Promise<SealedFile & { rows: number }> {
  const file = await open(path, 'wx');
  try {
    const writer = createLineWriter(file, (bytes) => {
      options.onProgress?.({ file: basename(path), bytes, totalBytes: undefined });
    });
    const prints: string[] = [];
    await produce((line) => {
      options.signal?.throwIfAborted();
      if (options.seal === true) prints.push(printOf(line));
      return writer.append(line);
    });
    const hash = await writer.finish();
    return { file: basename(path), sha256: hash, rows: writer.rows, prints };
  } finally {
    await file.close();
  }
}

/** The text, or an error: a program that hands over what no capture may hold is wrong, not its user. */
function encoded(text: Parsed<string>, file: string): string {
  if (text.value !== undefined) return text.value;
  const first = text.issues[0];
  const reason = first ? formatIssue({ ...first, file }) : 'It does not fit the schema.';
  throw new CaptureError('capture.record.invalid', `A record cannot be written. ${reason}`);
}

/** Puts a finished folder at its place; replaces one only where that is allowed. */
export async function publish(partial: string, target: string, overwrite: boolean): Promise<void> {
  const replaced = `${partial}.replaced`;
  const isThere = overwrite && (await moved(target, replaced));
  try {
    await rename(partial, target);
  } catch (error) {
    if (isThere) await rename(replaced, target);
    const taken = ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EPERM'].includes(systemCode(error) ?? '');
    if (!taken) throw error;
    const text = `There is something at ${target} already. Choose another folder, or allow overwriting.`;
    throw new CaptureError('capture.exists', text, { cause: error });
  }
  if (isThere) await rm(replaced, { recursive: true, force: true });
}

async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}
