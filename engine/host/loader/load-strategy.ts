// A strategy ready for the sandbox: from the store when nothing of it changed, else compiled. The compiler is loaded only
// then, since loading it takes longer than a replay.
import { readStored } from './compiled-store.js';
import type { LoadedStrategy } from './loaded-strategy.js';
import type { Overlays } from './source-text.js';

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
