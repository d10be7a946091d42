// Why a replay cannot be opened, or opens with doubts: issues of the capture and findings in the strategy as lines
// for people, with the place each is about.
import { isAbsolute, join } from 'node:path';
import type { Issue } from '../engine/core/schema/index.js';
import type { Finding, OpenResult } from '../engine/host/replay/protocol.js';

export interface Fault {
  readonly severity: 'error' | 'warning';
  readonly text: string;
  /** Absent when no file is meant but the capture as a whole. */
  readonly file?: string;
  /** From 1; absent when the whole file is meant. */
  readonly line?: number;
  readonly column?: number;
}

/** Lines in one message before the rest are only counted; a message box is no list. */
const FAULTS_SHOWN_MAX = 20;

/** Errors first. Hints of the strategy are the editor's business and left out. */
export function faultsOf(result: OpenResult, capture: string): readonly Fault[] {
  const faults = [
    ...result.issues.map((issue) => fromIssue(issue, capture)),
    ...result.findings.flatMap(fromFinding),
  ];
  return [...faults.filter(isError), ...faults.filter((fault) => !isError(fault))];
}

export const isError = (fault: Fault): boolean => fault.severity === 'error';

/** At most a screenful, with the number of those left out. */
export function faultLines(faults: readonly Fault[]): readonly string[] {
  const shown = faults.slice(0, FAULTS_SHOWN_MAX).map(({ text }) => text);
  const left = faults.length - shown.length;
  return left === 0 ? shown : [...shown, `... and ${left} more`];
}

function fromIssue(issue: Issue, capture: string): Fault {
  const path = issue.path === undefined ? '' : ` ${issue.path}:`;
  const what = withRemedy(issue.message, issue.remedy);
  const { severity } = issue;
  if (issue.file === '.') return { severity, text: what };
  const place = issue.line === undefined ? issue.file : `${issue.file}:${issue.line}`;
  return {
    severity,
    text: `${place}:${path} ${what}`,
    file: isAbsolute(issue.file) ? issue.file : join(capture, issue.file),
    ...(issue.line !== undefined && { line: issue.line }),
    ...(issue.column !== undefined && { column: issue.column }),
  };
}

function fromFinding(finding: Finding): readonly Fault[] {
  if (finding.severity !== 'error' && finding.severity !== 'warning') return [];
  const { file, line, column } = finding.range;
  const text = `${file}:${line}: ${withRemedy(finding.message, finding.remedy)}`;
  return [{ severity: finding.severity, text, file, line, column }];
}

/** Message and remedy as two sentences, however their writers begin and end them. */
export function withRemedy(message: string, remedy: string | undefined): string {
  const first = /[.!?]$/.test(message) ? message : `${message}.`;
  if (remedy === undefined || remedy === '') return first;
  return `${first} ${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}`;
}
