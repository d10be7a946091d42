// Whether a manifest agrees with itself and with what the files turned out to hold.
import {
  makeIssue,
  placeOfPath,
  type Issue,
  type IssueCode,
  type IssueText,
  type JsonPath,
  type JsonSource,
  type Manifest,
} from '../../core/schema/index.js';
import type { HashedFile } from './capture-files.js';
import type { EventTotals } from './event-check.js';
import { hasWindow } from './window.js';

export interface ManifestContext {
  readonly manifest: Manifest;
  readonly source: JsonSource;
}

interface At {
  readonly path: JsonPath;
  readonly says: IssueText;
}

const issue = (context: ManifestContext, code: IssueCode, { path, says }: At): Issue =>
  makeIssue(code, placeOfPath(context.source, path, 'value'), says);

/** What can be said without the other files. */
export function manifestIssues(context: ManifestContext): Issue[] {
  return [...symbolIssues(context), ...windowIssues(context)];
}

function symbolIssues(context: ManifestContext): Issue[] {
  const { symbols } = context.manifest;
  return symbols.flatMap((symbol, index) => {
    const before = symbols[index - 1];
    const path = ['symbols', index];
    if (symbols.indexOf(symbol) < index) {
      const says = { message: `${symbol} is listed twice.`, remedy: 'Keep it once.' };
      return [issue(context, 'manifest.symbols.duplicate', { path, says })];
    }
    if (before === undefined || before < symbol) return [];
    const says = {
      message: `${symbol} comes after ${before}; symbols ascend by bytes.`,
      remedy: `Write: ${[...new Set(symbols)].sort().join(', ')}.`,
    };
    return [issue(context, 'manifest.symbols.order', { path, says })];
  });
}

function windowIssues(context: ManifestContext): Issue[] {
  const { fromTs, toTs } = context.manifest.window;
  if (hasWindow(context.manifest)) return [];
  const says = {
    message: `The window ends at ${String(toTs)}, before it begins at ${String(fromTs)}.`,
    remedy: 'Write the open times of the first and the last tick.',
  };
  return [issue(context, 'manifest.window.order', { path: ['window', 'toTs'], says })];
}

/** What a file turned out to be. */
export interface FileFound {
  readonly name: HashedFile;
  readonly sha256: string;
  readonly rows: number;
}

/** Hash and row count against the manifest. Rows are named first: they say in which direction the file differs. */
export function fileIssues(context: ManifestContext, found: FileFound): Issue[] {
  const stated = context.manifest.files[found.name];
  const issues: Issue[] = [];
  if (stated.rows !== found.rows) {
    const says = {
      message: `The manifest states ${String(stated.rows)} rows for ${found.name}; it has ${String(found.rows)}.`,
      remedy: 'Copy the capture again, all of its files together.',
    };
    issues.push(
      issue(context, 'capture.rows.mismatch', { path: ['files', found.name, 'rows'], says }),
    );
  }
  if (stated.sha256 !== found.sha256) {
    const says = {
      message: `${found.name} is not the file the manifest was written for: its sha-256 is ${found.sha256}.`,
      remedy: 'Restore the file. If it was corrected on purpose, write the capture anew.',
    };
    issues.push(
      issue(context, 'capture.hash.mismatch', { path: ['files', found.name, 'sha256'], says }),
    );
  }
  return issues;
}

/** The manifest's sequence numbers and runs against the events. Nothing is said where lines could not be read. */
export function sequenceIssues(context: ManifestContext, totals: EventTotals): Issue[] {
  const { sequence, runs } = context.manifest;
  const { firstSeq, lastSeq, unreadable } = totals;
  if (unreadable > 0) return [];
  if (sequence?.first !== firstSeq || sequence?.last !== lastSeq) {
    const found = firstSeq === undefined ? 'no event' : `${String(firstSeq)} to ${String(lastSeq)}`;
    const stated = sequence ? `${String(sequence.first)} to ${String(sequence.last)}` : 'no event';
    const says = {
      message: `The manifest states ${stated}; events.jsonl holds ${found}.`,
      remedy: 'Copy the capture again, all of its files together.',
    };
    return [issue(context, 'manifest.sequence.mismatch', { path: ['sequence'], says })];
  }
  // Without runs there is no claim to check; a comparison will ask for one.
  if (runs.length === 0) return [];
  let next = firstSeq;
  for (const [index, run] of runs.entries()) {
    if (run.firstSeq !== next || run.lastSeq < run.firstSeq) break;
    next = run.lastSeq + 1;
    if (index === runs.length - 1 && run.lastSeq === lastSeq) return [];
  }
  const says = {
    message: 'The spans of the runs do not cover the events one after another.',
    remedy: 'Write for every run its first and last sequence number, in order and without gaps.',
  };
  return [issue(context, 'manifest.runs.span', { path: ['runs'], says })];
}
