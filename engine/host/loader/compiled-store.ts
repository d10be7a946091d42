// Compiled strategies on disk, so that a debug session starts without the compiler. Content decides: an entry counts only
// if every file it was made from reads the same now, byte by byte.
import { access } from 'node:fs/promises';
import type { SourceText } from '../analysis/index.js';
import type { Finding } from '../replay/protocol.js';
import type { CompiledFile } from './compile.js';
import { sha256 } from '../capture/capture-files.js';
import { CacheStore, hashesOf, type FileHash } from './cache-store.js';
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
  readonly files: readonly FileHash[];
  readonly links: readonly (readonly [string, Readonly<Record<string, string>>])[];
  readonly absent: readonly string[];
  readonly findings: readonly Finding[];
  readonly plain: readonly CompiledFile[];
  readonly recording: readonly CompiledFile[];
}

/** One entry is about half a megabyte. */
const ENTRIES_MAX = 40;

const store = new CacheStore('strategies', ENTRIES_MAX);

export const readStored = (entry: string, overlays: Overlays): Promise<LoadedStrategy | null> =>
  store.read(entry, (body) => asLoaded(JSON.parse(body.toString()) as StoredBody, overlays));

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
  const stored: StoredBody = {
    ...strategy,
    files: hashesOf(strategy.files),
    links: [...strategy.links],
  };
  await store.write(entry, JSON.stringify(stored));
}
