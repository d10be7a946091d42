// `--apply`: substitutions a replay is run with, from overrides documents. `lockstep verify --evidence` writes such.
import {
  formatIssue,
  hasErrors,
  parseOverrides,
  type Intervention,
} from '../engine/core/schema/index.js';
import { readForeignFile } from '../engine/host/importers/foreign-file.js';
import { CommandError } from './command-error.js';

/** For an option that may be given several times. */
export const collect = (
  value: string,
  before: readonly string[] | undefined,
): readonly string[] => [...(before ?? []), value];

/** The substitutions of all files, in order. Rejects with CommandError when one cannot be used. */
export async function readInterventions(
  files: readonly string[],
): Promise<readonly Intervention[]> {
  const read = await Promise.all(files.map(interventionsOf));
  return read.flat();
}

async function interventionsOf(file: string): Promise<readonly Intervention[]> {
  const { value: found, issues: unread } = await readForeignFile(file);
  const { value, issues } = found === undefined ? nothing : parseOverrides(found.text, file);
  const all = [...unread, ...issues];
  if (value !== undefined && !hasErrors(all)) return value.interventions;
  throw new CommandError(
    `--apply ${file} cannot be used.\n${all.map((issue) => `  ${formatIssue(issue)}`).join('\n')}\n `,
    'correct what is listed above, or store the evidence anew with lockstep verify --evidence.',
  );
}

const nothing = { value: undefined, issues: [] };
