// The engine's own sources, which are compiled with a strategy: the build writes them into one file beside the bundles.
import { readFileSync } from 'node:fs';
import { ENGINE_FOLDER, type SourceText } from '../../vm/compile/source-program.js';
import { builtFile } from '../package-root.js';

let sources: readonly SourceText[] | null = null;

export function engineSources(): readonly SourceText[] {
  sources ??= Object.entries(
    JSON.parse(readFileSync(builtFile('engine-sources.json'), 'utf8')) as Record<string, string>,
  ).map(([path, text]) => ({ path: `${ENGINE_FOLDER}/${path}`, text }));
  return sources;
}
