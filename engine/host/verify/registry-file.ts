// The registry of accepted residuals on disk: where it is looked for, and reading it. Nothing is written here.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { makeIssue, parseResiduals, type Issue } from '../../core/schema/index.js';
import { systemCode } from '../capture/capture-error.js';
import { sha256 } from '../capture/capture-files.js';
import { readForeignFile } from '../importers/foreign-file.js';
import type { RegistryUsed } from '../replay/verification.js';

export const REGISTRY = 'lockstep.residuals.json';

/** The registry that holds for a capture when none is named: the one beside its folder. */
export const registryBeside = (capture: string): string =>
  path.join(path.dirname(path.resolve(capture)), REGISTRY);

export interface RegistryRead {
  /** Null when there is none, or when it cannot be used. */
  readonly registry: RegistryUsed | null;
  readonly issues: readonly Issue[];
}

/**
 * Reads the registry at a path, or the one beside the capture. A named one must be there; the other may be absent, but
 * one that is there and cannot be used is an error in both cases.
 */
export async function readRegistry(
  capture: string,
  named: string | undefined,
): Promise<RegistryRead> {
  const file = named ?? registryBeside(capture);
  if (named === undefined && (await isAbsent(file))) return { registry: null, issues: [] };
  const read = await readForeignFile(file);
  if (read.value === undefined) return { registry: null, issues: read.issues };
  const { text } = read.value;
  const { value, issues } = parseResiduals(text, file);
  if (value === undefined) return { registry: null, issues: [...read.issues, ...issues] };
  const twice = repeated(value.residuals.map((entry) => JSON.stringify(entry)));
  if (twice !== undefined) return { registry: null, issues: [...issues, duplicate(file, twice)] };
  const used = { file: path.resolve(file), sha256: sha256(text), residuals: value.residuals };
  return { registry: used, issues };
}

async function isAbsent(file: string): Promise<boolean> {
  try {
    await stat(file);
    return false;
  } catch (error) {
    return systemCode(error) === 'ENOENT';
  }
}

/** Index of the first text that stands there already. */
function repeated(texts: readonly string[]): number | undefined {
  const at = texts.findIndex((text, index) => texts.indexOf(text) < index);
  return at < 0 ? undefined : at;
}

/** The same entry twice would double its ceiling of events. */
const duplicate = (file: string, entry: number): Issue =>
  makeIssue(
    'residuals.duplicate',
    { file, path: `residuals[${String(entry)}]` },
    {
      message: 'The same entry is written twice; together they would accept twice as many events.',
      remedy: 'Keep one of them, and raise its ceiling if that is meant.',
    },
  );
