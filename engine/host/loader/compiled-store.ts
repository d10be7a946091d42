// Compiled strategies on disk, so that a debug session starts without the compiler. Content decides: an entry counts
// only if every file it was made from reads the same now, byte by byte, and this very build of Lockstep wrote it.
// A missing, foreign or damaged entry is no entry; nothing here can fail a replay.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { access, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceText } from '../analysis/index.js';
import type { Finding } from '../replay/protocol.js';
import type { CompiledFile } from './compile.js';
import type { LoadedStrategy } from './loaded-strategy.js';
import { readText, type Overlays } from './source-text.js';

export interface CompiledStrategy {
  readonly files: readonly SourceText[];
  readonly links: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly absent: readonly string[];
  readonly findings: readonly Finding[];
  readonly plain: readonly CompiledFile[];
  readonly recording: readonly CompiledFile[];
}

interface StoredBody {
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  readonly links: readonly (readonly [string, Readonly<Record<string, string>>])[];
  readonly absent: readonly string[];
  readonly findings: readonly Finding[];
  readonly plain: readonly CompiledFile[];
  readonly recording: readonly CompiledFile[];
}

/** Entries kept; the oldest go. One entry is about half a megabyte. */
const ENTRIES_MAX = 40;

const sha256 = (text: string | Uint8Array): string =>
  createHash('sha256').update(text).digest('hex');

/** The user's cache folder, or LOCKSTEP_CACHE; an empty LOCKSTEP_CACHE turns the store off. */
function storeFolder(): string | null {
  const chosen = process.env['LOCKSTEP_CACHE'];
  if (chosen === '') return null;
  const { LOCALAPPDATA: windows, XDG_CACHE_HOME: unix } = process.env;
  const base = chosen ?? path.join(windows ?? unix ?? path.join(homedir(), '.cache'), 'lockstep');
  return path.join(base, 'strategies');
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

function place(entry: string): { readonly file: string; readonly identity: string } | null {
  identity ??= compilerIdentity();
  const folder = storeFolder();
  if (identity === null || folder === null) return null;
  return { file: path.join(folder, `${sha256(entry)}.json`), identity };
}

/** An entry is two lines: who wrote it and the hash of the rest; and the rest. */
export async function readStored(
  entry: string,
  overlays: Overlays,
): Promise<LoadedStrategy | null> {
  try {
    const at = place(entry);
    if (at === null) return null;
    const text = await readFile(at.file, 'utf8');
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    if (text.slice(0, end) !== `${at.identity} ${sha256(body)}`) return null;
    return await asLoaded(JSON.parse(body) as StoredBody, overlays);
  } catch {
    return null;
  }
}

async function asLoaded(body: StoredBody, overlays: Overlays): Promise<LoadedStrategy | null> {
  const files: SourceText[] = [];
  for (const file of body.files) {
    const text = await readText(file.path, overlays);
    if (text === null || sha256(text) !== file.sha256) return null;
    files.push({ path: file.path, text });
  }
  for (const file of body.absent) {
    if (overlays[file] !== undefined || (await exists(file))) return null;
  }
  const { findings, plain, recording } = body;
  const build: LoadedStrategy['build'] = (name) => (name === 'plain' ? plain : recording);
  return { files, links: new Map(body.links), findings, build, keep: null };
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

export async function writeStored(entry: string, strategy: CompiledStrategy): Promise<void> {
  try {
    const at = place(entry);
    if (at === null) return;
    const files = strategy.files.map((file) => ({ path: file.path, sha256: sha256(file.text) }));
    const stored: StoredBody = { ...strategy, files, links: [...strategy.links] };
    const body = JSON.stringify(stored);
    await mkdir(path.dirname(at.file), { recursive: true, mode: 0o700 });
    const partial = `${at.file}.${String(process.pid)}`;
    await writeFile(partial, `${at.identity} ${sha256(body)}\n${body}`, { mode: 0o600 });
    await rename(partial, at.file);
    await prune(path.dirname(at.file));
  } catch {
    // A disk that refuses costs time at the next start, nothing else.
  }
}

async function prune(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= ENTRIES_MAX) return;
  const aged = await Promise.all(
    names.map(async (name) => ({ name, ms: (await stat(path.join(folder, name))).mtimeMs })),
  );
  aged.sort((a, b) => b.ms - a.ms);
  for (const { name } of aged.slice(ENTRIES_MAX))
    await rm(path.join(folder, name), { force: true });
}
