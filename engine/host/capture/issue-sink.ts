// Collects issues of one file, so many of a code and no more: a file that is wrong on every line says so once.
import { ISSUES, makeIssue, type Issue, type IssueCode } from '../../core/schema/index.js';

/** Enough to see the pattern. The rest is counted. */
export const ISSUES_PER_CODE_MAX = 20;

export interface IssueSink {
  add(issue: Issue): void;
  /** All of them by line, and one more for every code that had too many. */
  finish(): Issue[];
}

export function createIssueSink(file: string): IssueSink {
  const issues: Issue[] = [];
  const counts = new Map<IssueCode, number>();
  return {
    add: (issue) => {
      const count = (counts.get(issue.code) ?? 0) + 1;
      counts.set(issue.code, count);
      if (count <= ISSUES_PER_CODE_MAX) issues.push(issue);
    },
    finish: () => {
      // Some checks only know at the end what was missing; the sort is stable.
      issues.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
      for (const [code, count] of counts) {
        if (count > ISSUES_PER_CODE_MAX) {
          issues.push(suppressed({ file, code, count: count - ISSUES_PER_CODE_MAX }));
        }
      }
      return issues;
    },
  };
}

export interface Suppressed {
  readonly file: string;
  readonly code: IssueCode;
  readonly count: number;
}

/** Says how many issues of a code are not listed. */
export const suppressed = ({ file, code, count }: Suppressed): Issue => ({
  ...makeIssue(
    'capture.issues.suppressed',
    { file },
    {
      message: `${String(count)} more of ${code} in this file are not listed.`,
      remedy: 'Correct those that are listed; they share a cause.',
    },
  ),
  kind: ISSUES[code].kind,
  severity: ISSUES[code].severity,
});
