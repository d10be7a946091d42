// A strategy ready for the sandbox, wherever it came from.
import type { SourceText } from '../analysis/index.js';
import type { Finding } from '../replay/protocol.js';
import type { BuildName, CompiledFile } from './compile.js';

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
