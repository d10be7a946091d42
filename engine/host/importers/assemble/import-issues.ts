// What an import has to say, so many of a code and file and no more.
import {
  type Issue,
  type IssueCode,
  type IssuePlace,
  type IssueText,
  makeIssue,
} from '../../../core/schema/index.js';
import { ISSUES_PER_CODE_MAX, suppressed } from '../../capture/issue-sink.js';

export class ImportIssues {
  private readonly kept: Issue[] = [];
  private readonly counts = new Map<string, { count: number; issue: Issue }>();
  private errors = 0;

  get hasErrors(): boolean {
    return this.errors > 0;
  }

  add(issue: Issue): void {
    const key = `${issue.code} ${issue.file}`;
    const seen = this.counts.get(key) ?? { count: 0, issue };
    seen.count += 1;
    this.counts.set(key, seen);
    if (issue.severity === 'error') this.errors += 1;
    if (seen.count <= ISSUES_PER_CODE_MAX) this.kept.push(issue);
  }

  report(code: IssueCode, place: IssuePlace, text: IssueText): void {
    this.add(makeIssue(code, place, text));
  }

  /** In the order they were found; how many are not listed comes last. */
  all(): readonly Issue[] {
    const more = [...this.counts.values()].flatMap(({ count, issue }) =>
      count > ISSUES_PER_CODE_MAX
        ? [suppressed({ file: issue.file, code: issue.code, count: count - ISSUES_PER_CODE_MAX })]
        : [],
    );
    return [...this.kept, ...more];
  }
}
