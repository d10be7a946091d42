// A strategy ready for the sandbox: from the store when nothing of it changed, else compiled. The compiler is loaded only
// then, since loading it takes longer than a replay.
import type { SourceText } from '../analysis/index.js';
import type { Finding } from '../replay/protocol.js';
import type { BuildName, CompiledFile } from './compile.js';
import { readStored } from './compiled-store.js';
import type { Overlays } from './source-text.js';

export interface LoadedStrategy {
  /** The entry first. */
  readonly files: readonly SourceText[];
  readonly links: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly findings: readonly Finding[];
  /** Compiled on first request. Precondition: no finding is an error. */
  readonly build: (name: BuildName) => readonly CompiledFile[];
  /** Puts both builds into the store; null when they came from there. */
  readonly keep: (() => Promise<void>) | null;
}

/** Null when the entry cannot be read. */
export async function loadStrategy(
  entry: string,
  overlays: Overlays,
): Promise<LoadedStrategy | null> {
  const stored = await readStored(entry, overlays);
  if (stored !== null) return stored;
  const { compileStrategy } = await import('./compile-strategy.js');
  return compileStrategy(entry, overlays);
}
