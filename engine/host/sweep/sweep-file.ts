// The results of a sweep as lines of JSON: what was asked for, then one row a configuration in order. A file that a sweep
// was cancelled in is gone on with, if it is of the same sweep.
import { createReadStream } from 'node:fs';
import { open, stat, truncate, type FileHandle } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { canonicalJson, type Json } from '../../core/schema/index.js';
import { sha256 } from '../capture/capture-files.js';
import type { SweepRow } from './sweep-row.js';

const KIND = 'lockstep-sweep';

export interface SweepHeader {
  readonly schemaVersion: 1;
  readonly kind: typeof KIND;
  /** sha-256 of everything that decides the rows, `of` as canonical JSON. */
  readonly sweep: string;
  readonly of: Json;
}

export const sweepHeader = (of: Json): SweepHeader => ({
  schemaVersion: 1,
  kind: KIND,
  sweep: sha256(canonicalJson(of)),
  of,
});

/** A results file that cannot be gone on with. */
export class SweepFileError extends Error {
  override readonly name = 'SweepFileError';
  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

/**
 * Reads what is there; rows before `done` are complete. A last line that was cut off is removed.
 *
 * @throws SweepFileError when the file is of another sweep, or damaged
 */
export async function resumeSweep(
  file: string,
  header: SweepHeader,
  onRow: (row: SweepRow) => Promise<void>,
): Promise<{ readonly done: number }> {
  const size = await sizeOf(file);
  if (size === 0) return { done: 0 };
  const other = (message: string): SweepFileError =>
    new SweepFileError(`${file}: ${message}`, 'give another --out, or --force to begin anew.');
  let line = 0;
  let bytes = 0;
  for await (const text of createInterface({ input: createReadStream(file, 'utf8') })) {
    const length = Buffer.byteLength(text) + 1;
    // The line that no newline ends was being written when the sweep broke off.
    if (bytes + length > size) break;
    line += 1;
    const parsed = parse(text);
    if (line === 1) {
      if (parsed?.['kind'] !== KIND) throw other('the file holds something else than a sweep.');
      if (parsed['sweep'] !== header.sweep)
        throw other(
          'the file holds another sweep: its parameters, captures, strategy or policy are not these.',
        );
    } else {
      const row = parsed as SweepRow | null;
      if (row?.index !== line - 2)
        throw other(`line ${String(line)} is no row of configuration ${String(line - 2)}.`);
      await onRow(row);
    }
    bytes += length;
  }
  await truncate(file, bytes);
  return { done: Math.max(0, line - 1) };
}

async function sizeOf(file: string): Promise<number> {
  try {
    const stats = await stat(file);
    if (stats.isFile()) return stats.size;
  } catch {
    // Opening it for writing says what is wrong, if anything is.
    return 0;
  }
  throw new SweepFileError(`${file} is no file.`, 'give the path of a file.');
}

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? (value as Readonly<Record<string, unknown>> | null) : null;
  } catch {
    return null;
  }
}

async function openOrSay(file: string, flags: 'w' | 'a'): Promise<FileHandle> {
  try {
    return await open(file, flags);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    const message = `${file} cannot be written (${code}).`;
    throw new SweepFileError(message, 'check that its folder is there and can be written.');
  }
}

/** Rows that wait for the disk; the sweep waits for it when there are more. */
const WAITING_BYTES = 1 << 16;

/** A row is on its way to the file as soon as it is there, so that whatever ends the sweep takes few of them. */
export class SweepFile {
  private pending = '';
  private writing: Promise<void> | null = null;
  private error: { readonly cause: unknown } | null = null;

  private constructor(private readonly handle: FileHandle) {}

  /** `isNew`: whatever is there is replaced. */
  static async open(file: string, header: SweepHeader, isNew: boolean): Promise<SweepFile> {
    const opened = new SweepFile(await openOrSay(file, isNew ? 'w' : 'a'));
    if (isNew) await opened.handle.writeFile(`${JSON.stringify(header)}\n`);
    return opened;
  }

  /** Rejects with what an earlier row could not be written for. */
  async add(row: SweepRow): Promise<void> {
    this.pending += `${JSON.stringify(row)}\n`;
    this.writing ??= this.write();
    if (this.pending.length >= WAITING_BYTES) await this.writing;
    if (this.error !== null) throw this.error.cause;
  }

  async close(): Promise<void> {
    await this.writing;
    await this.handle.close();
    if (this.error !== null) throw this.error.cause;
  }

  /** All that is there by the end of each write, in one. */
  private async write(): Promise<void> {
    try {
      while (this.pending !== '' && this.error === null) {
        const text = this.pending;
        this.pending = '';
        await this.handle.writeFile(text);
      }
    } catch (cause) {
      this.error = { cause };
    }
    this.writing = null;
  }
}
