// What is wrong in a capture or in lockstep.json, as diagnostics at its line. A file that is missing has no line: it is
// reported where it is named.
import path from 'node:path';
import {
  DiagnosticSeverity,
  type Diagnostic,
  type DiagnosticRelatedInformation,
  type Range,
} from 'vscode-languageserver/node';
import type { Issue } from '../../engine/core/schema/index.js';
import type { Replay } from '../replays.js';
import { MANIFEST } from '../workspace-files.js';
import { SOURCE, withRemedy, type DiagnosticsByFile } from './by-file.js';
import { lineRange, START_OF_FILE, type UriOf } from './ranges.js';

const SEVERITIES: Readonly<Record<Issue['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
};

export interface IssueOrigin {
  /** Turns the file an issue names into a path. */
  readonly resolve: (file: string) => string;
  /** Where to report files and folders that do not exist. */
  readonly naming: string;
  readonly uriOf: UriOf;
}

/** Issues of a capture name its files by their names alone. */
export const captureOrigin = (replay: Replay, uriOf: UriOf): IssueOrigin => ({
  resolve: (file) => path.resolve(replay.capture, file),
  naming: replay.configuration ?? path.join(replay.capture, MANIFEST),
  uriOf,
});

export function addIssues(
  into: DiagnosticsByFile,
  issues: readonly Issue[],
  origin: IssueOrigin,
): void {
  for (const issue of issues) {
    const named = origin.resolve(issue.file);
    const file = isMissing(issue) ? origin.naming : named;
    into.add(file, diagnosticOf(issue, { file: named, uriOf: origin.uriOf }));
  }
}

const MISSING: ReadonlySet<string> = new Set(['capture.folder.missing', 'capture.file.missing']);

/** About a file or folder that is not there. */
export const isMissing = ({ code }: Issue): boolean => MISSING.has(code);

function diagnosticOf(
  issue: Issue,
  { file, uriOf }: { readonly file: string; readonly uriOf: UriOf },
): Diagnostic {
  const where = issue.path === undefined ? '' : `\`${issue.path}\`: `;
  const diagnostic: Diagnostic = {
    range: rangeOfIssue(issue),
    severity: SEVERITIES[issue.severity],
    source: SOURCE,
    code: issue.code,
    message: withRemedy(where + issue.message, issue.remedy),
  };
  const related = relatedTo(issue, { file, uriOf });
  if (related.length > 0) diagnostic.relatedInformation = related;
  return diagnostic;
}

function rangeOfIssue({ line, column, endColumn }: Issue): Range {
  if (line === undefined) return START_OF_FILE;
  if (column === undefined) return lineRange(line);
  const start = { line: line - 1, character: column - 1 };
  const end =
    endColumn === undefined ? lineRange(line).end : { line: line - 1, character: endColumn - 1 };
  return { start, end };
}

function relatedTo(
  issue: Issue,
  { file, uriOf }: { readonly file: string; readonly uriOf: UriOf },
): DiagnosticRelatedInformation[] {
  if (issue.relatedLine === undefined) return [];
  const location = { uri: uriOf(file), range: lineRange(issue.relatedLine) };
  return [{ location, message: 'The other line.' }];
}
