// Issues of foreign files, and how a reader stops: a fault ends the reading and becomes an issue at the importer's door.
import {
  makeIssue,
  type Issue,
  type IssueCode,
  type IssuePlace,
  type IssueText,
} from '../../core/schema/index.js';

/** Thrown inside a reading and caught by `gathered`; never leaves this folder. */
export class ForeignFault extends Error {
  constructor(readonly issue: Issue) {
    super(issue.message);
    this.name = 'ForeignFault';
  }
}

export const fault = (code: IssueCode, place: IssuePlace, text: IssueText): ForeignFault =>
  new ForeignFault(makeIssue(code, place, text));

/** Runs a reading; a fault becomes the last issue and no value. Anything else that is thrown passes. */
export async function gathered<T>(
  issues: Issue[],
  reading: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await reading();
  } catch (error) {
    if (!(error instanceof ForeignFault)) throw error;
    issues.push(error.issue);
    return undefined;
  }
}

/** Long values are cut: a message is one line. */
const SHOWN_CHARACTERS_MAX = 60;

/** A value as a message shows it. */
export const shownText = (text: string): string =>
  JSON.stringify(
    text.length <= SHOWN_CHARACTERS_MAX ? text : `${text.slice(0, SHOWN_CHARACTERS_MAX)}...`,
  );
