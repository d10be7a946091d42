// Issues of files and findings in strategy code as lines on standard error: file:line: text Fix: remedy.
import path from 'node:path';
import { formatIssue, type Issue } from '../../engine/core/schema/index.js';
import { EVENTS, MANIFEST, MARKET, SNAPSHOT } from '../../engine/host/capture/index.js';
import type { Finding } from '../../engine/host/replay/protocol.js';
import { formatFinding } from '../../engine/host/replay/run-capture.js';
import type { Output } from '../context.js';
import type { PathNames } from './path-names.js';

const IN_CAPTURE: readonly string[] = [MANIFEST, SNAPSHOT, MARKET, EVENTS];

export interface Problems {
  /** Folder of the capture the issues name files of; absent: they name files by path. */
  readonly capture?: string;
  readonly issues: readonly Issue[];
  readonly findings?: readonly Finding[];
}

/** Findings below a warning are hints for editors and are left out. */
export function writeProblems(err: Output, problems: Problems, names: PathNames): void {
  const { capture, issues, findings = [] } = problems;
  for (const issue of issues) {
    const isInside = capture !== undefined && IN_CAPTURE.includes(issue.file);
    const file = isInside ? names(path.resolve(capture, issue.file)) : issue.file;
    err.write(`${formatIssue({ ...issue, file })}\n`);
  }
  for (const finding of findings) {
    if (finding.severity !== 'error' && finding.severity !== 'warning') continue;
    const range = { ...finding.range, file: names(finding.range.file) };
    err.write(`${formatFinding({ ...finding, range })}\n`);
  }
}
