// The stored proof of a root: an overrides document with everything that heals the roots up to it, so that
// `lockstep replay --apply` runs the healing replay again.
import { encodeOverrides, SCHEMA_VERSION, type Intervention } from '../../core/schema/index.js';
import type { Root } from '../replay/explanation.js';

export interface EvidenceFile {
  /** `root-1-0123456789ab.json`. */
  readonly name: string;
  readonly text: string;
}

export const EVIDENCE_NAME = /^root-\d+-[0-9a-f]{12}\.json$/;

export const evidenceName = ({ number, id }: Root): string => `root-${String(number)}-${id}.json`;

/** Substitutions that heal the roots up to this one, or bring the replay back to live after them. */
export const interventionsUpTo = (
  roots: readonly Root[],
  { number }: Root,
): readonly Intervention[] =>
  roots
    .filter((root) => root.number <= number)
    .flatMap(({ interventions, bridge }) => [...interventions, ...bridge]);

/** The file of a root; null when there is nothing to substitute, so that a plain replay is its proof. */
export function evidenceFile(roots: readonly Root[], root: Root): EvidenceFile | null {
  const interventions = interventionsUpTo(roots, root);
  if (interventions.length === 0) return null;
  const { value, issues } = encodeOverrides({
    schemaVersion: SCHEMA_VERSION,
    interventions: [...interventions],
  });
  const [issue] = issues;
  // What the search substituted was checked where it was made.
  if (value === undefined) throw new Error(`evidence of root ${root.id}: ${issue?.message ?? ''}`);
  return { name: evidenceName(root), text: `${value}\n` };
}
