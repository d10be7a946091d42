// Adds to and takes from JSON documents that a person owns. A document that is wrong is never written over, and a write
// that breaks off leaves the document as it was.
import { randomUUID } from 'node:crypto';
import { realpath, rename, rm, writeFile } from 'node:fs/promises';
import type { Parsed } from '../engine/core/schema/index.js';
import type { Written } from './protocol.js';

export interface Rewriting<T> {
  readonly file: string;
  /** As it is, unsaved text first; undefined when there is no such file. */
  readonly text: string | undefined;
  /** The editor has unsaved changes of it. */
  readonly isUnsaved: boolean;
  readonly empty: T;
  readonly parse: (text: string, file: string) => Parsed<T>;
  /** Returns a problem as text, or the document as it shall be. */
  readonly change: (document: T) => T | string;
  /** Line of what was added, for an editor to show. */
  readonly lineOf: (text: string) => number;
}

export async function rewriteDocument<T>(rewriting: Rewriting<T>): Promise<Written> {
  const { file, text, isUnsaved, empty, parse, change, lineOf } = rewriting;
  if (isUnsaved) {
    return { problem: `${file} has unsaved changes. Save or revert it first.` };
  }
  const before = text === undefined ? { value: empty, issues: [] } : parse(text, file);
  if (before.value === undefined) return refusal(file, before.issues[0]);
  // What the file says in fields of its own order stays as it is written; only the change is made to the value.
  const changed = change(before.value);
  if (typeof changed === 'string') return { problem: changed };
  const after = `${JSON.stringify(changed, null, 2)}\n`;
  const check = parse(after, file);
  if (check.value === undefined) return refusal(file, check.issues[0]);
  try {
    await replaceFile(file, after);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: `${file} cannot be written: ${reason}` };
  }
  return { file, line: lineOf(after) };
}

function refusal(file: string, issue: Parsed<unknown>['issues'][number] | undefined): Written {
  const where = issue?.line === undefined ? '' : `:${String(issue.line)}`;
  const member = issue?.path === undefined ? '' : ` ${issue.path}:`;
  const text = issue === undefined ? 'it cannot be read.' : `${issue.message} ${issue.remedy}`;
  return { problem: `${file}${where}:${member} ${text}`.trimEnd() };
}

/** Whole or not at all; a link keeps leading to what it led to. */
async function replaceFile(file: string, text: string): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const draft = `${target}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, text, { flag: 'wx' });
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
