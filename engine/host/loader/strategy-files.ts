// Finds a strategy's files from its entry: what it imports, what that imports, and nothing outside.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  importCandidates,
  importsOf,
  isRelative,
  parseSource,
  type SourceText,
} from '../analysis/index.js';
import { packageRoot } from '../package-root.js';

export interface StrategyFiles {
  /** Absolute, the entry first, then in the order of import. */
  readonly files: readonly SourceText[];
  /** Import specifier to absolute path, by file. */
  readonly links: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** sha-256 over paths relative to the entry's folder and texts, in path order. */
  readonly codeHash: string;
}

/** Unsaved text by absolute path. */
export type Overlays = Readonly<Record<string, string>>;

/** Strategies that ship with Lockstep are named `lockstep:NAME` in a manifest. */
const SHIPPED = 'lockstep:';

/** The file a manifest's or a user's strategy entry means. */
export function resolveEntry(entry: string, folder: string): string {
  if (!entry.startsWith(SHIPPED)) return path.resolve(folder, entry);
  return path.join(
    packageRoot(),
    'examples',
    'workspace',
    'strategies',
    entry.slice(SHIPPED.length),
    'index.ts',
  );
}

const SCRIPT = /\.[cm]?[jt]s$/;
/** A strategy is a handful of files; thousands mean that an import leads somewhere else. */
const FILES_MAX = 500;

/** Reads the entry and everything it imports. A missing entry is null; missing imports are the analysis's to report. */
export async function readStrategyFiles(
  entry: string,
  overlays: Overlays,
): Promise<StrategyFiles | null> {
  const files: SourceText[] = [];
  const links = new Map<string, Record<string, string>>();
  const known = new Set([entry]);
  const waiting = [entry];
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    const text = await readText(file, overlays);
    if (text === null) return null;
    const source = { path: file, text };
    files.push(source);
    const resolved = await resolveImports(source, overlays);
    links.set(file, resolved);
    for (const target of Object.values(resolved)) {
      if (known.has(target) || known.size >= FILES_MAX) continue;
      known.add(target);
      waiting.push(target);
    }
  }
  return { files, links, codeHash: hashFiles(entry, files) };
}

async function readText(file: string, overlays: Overlays): Promise<string | null> {
  const overlay = overlays[file];
  if (overlay !== undefined) return overlay;
  try {
    return await readFile(file, 'utf8');
  } catch {
    return null;
  }
}

async function resolveImports(
  source: SourceText,
  overlays: Overlays,
): Promise<Record<string, string>> {
  const links: Record<string, string> = {};
  for (const { specifier } of importsOf(parseSource(source))) {
    if (specifier === undefined || !isRelative(specifier)) continue;
    for (const candidate of importCandidates(source.path, specifier)) {
      if (!SCRIPT.test(candidate) || (await readText(candidate, overlays)) === null) continue;
      links[specifier] = candidate;
      break;
    }
  }
  return links;
}

function hashFiles(entry: string, files: readonly SourceText[]): string {
  const folder = path.dirname(entry);
  const named = files.map((file) => ({
    name: path.relative(folder, file.path).split(path.sep).join('/'),
    text: file.text,
  }));
  named.sort((a, b) => (a.name < b.name ? -1 : 1));
  const hash = createHash('sha256');
  for (const { name, text } of named) hash.update(`${name}\0${text}\0`);
  return hash.digest('hex');
}
