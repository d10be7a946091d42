// What was compiled, kept on disk for the next process. This very build of Lockstep wrote an entry, and its hash is right,
// or it is none; whether it fits what it was made from is for its reader to say. Nothing here can fail a replay.
import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';
import type { SourceText } from '../analysis/index.js';
import { sha256 } from '../capture/capture-files.js';

export interface FileHash {
  readonly path: string;
  readonly sha256: string;
}

/** What an entry was made from, to be held against what is there now. */
export const hashesOf = (files: readonly SourceText[]): readonly FileHash[] =>
  files.map(({ path: file, text }) => ({ path: file, sha256: sha256(text) }));

/** The user's cache folder, or LOCKSTEP_CACHE; an empty LOCKSTEP_CACHE turns the store off. */
function cacheFolder(): string | null {
  const chosen = process.env['LOCKSTEP_CACHE'];
  if (chosen === '') return null;
  const { LOCALAPPDATA: windows, XDG_CACHE_HOME: unix } = process.env;
  return chosen ?? path.join(windows ?? unix ?? path.join(homedir(), '.cache'), 'lockstep');
}

/**
 * What compiled it: this bundle's bytes and the compiler's version. Null when run from sources, which may be newer than
 * any bundle: then there is no store.
 */
function compilerIdentity(): string | null {
  const bundle = fileURLToPath(import.meta.url);
  if (!bundle.endsWith('.cjs')) return null;
  const compiler = createRequire(bundle).resolve('typescript/package.json');
  return sha256(`${sha256(readFileSync(bundle))} ${sha256(readFileSync(compiler))}`);
}

let identity: string | null | undefined;

const NEWLINE = 0x0a;

/** An entry is two lines: who wrote it and the hash of the rest; and the rest. */
export class CacheStore {
  constructor(
    private readonly kind: string,
    /** Entries kept; the oldest go. */
    private readonly entriesMax: number,
  ) {}

  /** What `use` makes of an entry. Null: a missing, foreign or damaged entry is no entry, nor is one it fails on. */
  async read<T>(key: string, use: (body: Buffer) => Promise<T | null>): Promise<T | null> {
    try {
      const at = this.place(key);
      if (at === null) return null;
      const bytes = await readFile(at.file);
      const end = bytes.indexOf(NEWLINE);
      const body = bytes.subarray(end + 1);
      const head = bytes.subarray(0, Math.max(0, end)).toString();
      return head === `${at.identity} ${sha256(body)}` ? await use(body) : null;
    } catch {
      return null;
    }
  }

  async write(key: string, body: string | Uint8Array): Promise<void> {
    try {
      const at = this.place(key);
      if (at === null) return;
      await mkdir(path.dirname(at.file), { recursive: true, mode: 0o700 });
      // Threads of one process may write the same entry at once.
      const partial = `${at.file}.${String(process.pid)}-${String(threadId)}`;
      const head = Buffer.from(`${at.identity} ${sha256(body)}\n`);
      await writeFile(partial, Buffer.concat([head, Buffer.from(body)]), { mode: 0o600 });
      await rename(partial, at.file);
      await this.prune(path.dirname(at.file));
    } catch {
      // A disk that refuses costs time at the next start, nothing else.
    }
  }

  private place(key: string): { readonly file: string; readonly identity: string } | null {
    identity ??= compilerIdentity();
    const folder = cacheFolder();
    if (identity === null || folder === null) return null;
    return { file: path.join(folder, this.kind, `${sha256(key)}.entry`), identity };
  }

  private async prune(folder: string): Promise<void> {
    const names = await readdir(folder);
    if (names.length <= this.entriesMax) return;
    const aged = await Promise.all(
      names.map(async (name) => ({ name, ms: (await stat(path.join(folder, name))).mtimeMs })),
    );
    aged.sort((a, b) => b.ms - a.ms);
    for (const { name } of aged.slice(this.entriesMax))
      await rm(path.join(folder, name), { force: true });
  }
}
