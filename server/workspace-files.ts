// Looks for configuration and captures in the folders of a workspace.
import { readdir } from 'node:fs/promises';
import path from 'node:path';

export const CONFIGURATION = 'lockstep.json';
export const MANIFEST = 'manifest.json';
export const EVENTS = 'events.jsonl';
export const SNAPSHOT = 'snapshot.json';
export const MARKET = 'market.jsonl';
/** Substitutions that a replay of the capture runs with. */
export const OVERRIDES = 'overrides.json';
export const CAPTURE_FILES: readonly string[] = [MANIFEST, SNAPSHOT, MARKET, EVENTS, OVERRIDES];

/** Deeper folders than this are build output or a link that leads back. */
const DEPTH_MAX = 12;
/** A workspace with more folders has lockstep.json name its captures. */
const FOLDERS_MAX = 20_000;
const SKIPPED = new Set(['node_modules', 'dist', 'out', 'build', 'coverage']);

export interface WorkspaceFiles {
  /** Paths of lockstep.json files. */
  readonly configurations: readonly string[];
  /** Folders that hold a manifest and live events. */
  readonly captures: readonly string[];
}

export async function findWorkspaceFiles(roots: readonly string[]): Promise<WorkspaceFiles> {
  const configurations: string[] = [];
  const captures: string[] = [];
  let level = [...roots];
  let visited = 0;
  for (let depth = 0; depth <= DEPTH_MAX && level.length > 0; depth += 1) {
    visited += level.length;
    if (visited > FOLDERS_MAX) break;
    const listings = await Promise.all(level.map(listFolder));
    level = listings.flatMap(({ folders }) => folders);
    for (const { folder, files } of listings) {
      if (files.has(CONFIGURATION)) configurations.push(path.join(folder, CONFIGURATION));
      if (files.has(MANIFEST) && files.has(EVENTS)) captures.push(folder);
    }
  }
  return { configurations: configurations.sort(), captures: captures.sort() };
}

interface Listing {
  readonly folder: string;
  readonly files: ReadonlySet<string>;
  readonly folders: readonly string[];
}

async function listFolder(folder: string): Promise<Listing> {
  // A folder that cannot be read holds nothing to replay.
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const isOwn = (name: string): boolean => !name.startsWith('.') && !SKIPPED.has(name);
  return {
    folder,
    files: new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name)),
    folders: entries
      .filter((entry) => entry.isDirectory() && isOwn(entry.name))
      .map(({ name }) => path.join(folder, name)),
  };
}
