// The one command that runs the proof of a root again.
import path from 'node:path';
import type { Root } from '../../engine/host/replay/explanation.js';
import { evidenceName, interventionsUpTo } from '../../engine/host/verify/evidence.js';

export interface Rerun {
  /** As it was asked for. */
  readonly capture: string;
  /** Options of the verification that a replay of it needs as well, such as `--strategy FILE`. */
  readonly options: readonly string[];
  /** Folder of the stored evidence; null when none is stored. */
  readonly evidence: string | null;
}

const SAFE = /^[A-Za-z0-9_@%+=:,./-]+$/;
const quoted = (text: string): string =>
  SAFE.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

const command = (...words: readonly string[]): string => words.map(quoted).join(' ');

/** The whole verification again. */
export const verifyCommand = ({ capture, options }: Rerun): string =>
  command('lockstep', 'verify', capture, ...options);

/** The replay in which a root and those before it are healed. */
export function proofCommand(rerun: Rerun, roots: readonly Root[], root: Root): string {
  const { capture, options, evidence } = rerun;
  // Nothing heals it: the plain replay shows it.
  if (interventionsUpTo(roots, root).length === 0)
    return command('lockstep', 'replay', capture, ...options);
  const folder = evidence ?? 'evidence';
  const file = path.join(folder, evidenceName(root));
  const replay = command('lockstep', 'replay', capture, ...options, '--apply', file);
  return evidence === null
    ? `${command('lockstep', 'verify', capture, ...options, '--evidence', folder)}; ${replay}`
    : replay;
}
