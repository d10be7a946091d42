// Finds a strategy's files from its entry: what it imports, what that imports, and nothing outside.
import {
  importCandidates,
  importsOf,
  isRelative,
  parseSource,
  type SourceText,
} from '../analysis/index.js';
import { readText, type Overlays } from './source-text.js';

export { resolveEntry } from './resolve-entry.js';

export interface StrategyFiles {
  /** Absolute, the entry first, then in the order of import. */
  readonly files: readonly SourceText[];
  /** Import specifier to absolute path, by file. */
  readonly links: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Places where an import was looked for before it was found; a file appearing there would change the program. */
  readonly absent: readonly string[];
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
  const absent: string[] = [];
  const known = new Set([entry]);
  const waiting = [entry];
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    const text = await readText(file, overlays);
    if (text === null) return null;
    const source = { path: file, text };
    files.push(source);
    const resolved = await resolveImports(source, overlays, absent);
    links.set(file, resolved);
    for (const target of Object.values(resolved)) {
      if (known.has(target) || known.size >= FILES_MAX) continue;
      known.add(target);
      waiting.push(target);
    }
  }
  return { files, links, absent };
}

async function resolveImports(
  source: SourceText,
  overlays: Overlays,
  absent: string[],
): Promise<Record<string, string>> {
  const links: Record<string, string> = {};
  for (const { specifier } of importsOf(parseSource(source))) {
    if (specifier === undefined || !isRelative(specifier)) continue;
    for (const candidate of importCandidates(source.path, specifier)) {
      if (!SCRIPT.test(candidate)) continue;
      if ((await readText(candidate, overlays)) !== null) {
        links[specifier] = candidate;
        break;
      }
      absent.push(candidate);
    }
  }
  return links;
}
