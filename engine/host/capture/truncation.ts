// A file whose last line has no newline: cut in the middle of a record, or only not ended.
import { makeIssue, type Issue } from '../../core/schema/index.js';
import type { RawLine } from './read-lines.js';

/** Whether a line is the torn end of a file: no newline behind it, and not JSON. */
export const isCut = (line: RawLine, found: readonly Issue[]): boolean =>
  !line.isTerminated && found.some(({ code }) => code === 'json.syntax');

export const withoutEnd = (file: string, line: RawLine): Issue =>
  makeIssue(
    'lines.truncated',
    { file, line: line.number },
    {
      message: 'The file is cut off in the middle of its last line.',
      remedy:
        'Copy it again. If the recorder died here, remove the torn line and write the capture anew.',
    },
  );

export const unterminated = (file: string, line: RawLine): Issue =>
  makeIssue(
    'lines.truncated',
    { file, line: line.number },
    {
      message: 'There is no newline behind the last line; more lines may have followed.',
      remedy: 'End every line with a newline, the last one too.',
      severity: 'warning',
    },
  );
