// From the bytes of a line to its text: UTF-8, LF, no byte order mark, no blank lines. The hash chain runs over bytes,
// so what looks the same must be the same.
import { isUtf8 } from 'node:buffer';
import { makeIssue, type Issue, type IssueCode, type IssueText } from '../../core/schema/index.js';
import type { IssueSink } from './issue-sink.js';
import { LINE_BYTES_MAX, type RawLine } from './read-lines.js';

const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export interface TextLine {
  /** What the next line's `prev` is the hash of. */
  readonly bytes: Buffer;
  readonly text: string;
}

export interface LineDecoder {
  /** Undefined when there is no text to parse; the reason has gone to the sink. */
  decode(line: RawLine): TextLine | undefined;
}

/** A decoder for one file; it reports CRLF line ends once, not on every line. */
export function createLineDecoder(file: string, sink: IssueSink): LineDecoder {
  let hasReportedReturns = false;
  const report = (code: IssueCode, line: RawLine, says: IssueText): void => {
    sink.add(issueAt(code, { file, line: line.number }, says));
  };
  return {
    decode: (line) => {
      if (line.isTooLong) {
        report('lines.too-long', line, TOO_LONG);
        return undefined;
      }
      let { bytes } = line;
      if (line.number === 1 && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK)) {
        report('lines.byte-order-mark', line, BYTE_ORDER);
        bytes = bytes.subarray(3);
      }
      if (bytes[bytes.length - 1] === CARRIAGE_RETURN) {
        if (!hasReportedReturns) report('lines.carriage-return', line, RETURNS);
        hasReportedReturns = true;
        bytes = bytes.subarray(0, -1);
      }
      if (bytes.length === 0) report('lines.blank', line, BLANK);
      else if (isUtf8(bytes)) return { bytes, text: bytes.toString('utf8') };
      else report('lines.encoding', line, ENCODING);
      return undefined;
    },
  };
}

const issueAt = (code: IssueCode, place: { file: string; line: number }, says: IssueText): Issue =>
  makeIssue(code, place, says);

const TOO_LONG: IssueText = {
  message: `The line is longer than ${String(LINE_BYTES_MAX)} bytes.`,
  remedy: 'Write one record a line, each ended by a newline.',
};
const BYTE_ORDER: IssueText = {
  message: 'The file begins with a byte order mark.',
  remedy: 'Write UTF-8 without one.',
};
const RETURNS: IssueText = {
  message: 'Lines end in CR LF; hashes are over lines that end in LF.',
  remedy:
    'Write LF. If git changed the file, add "*.jsonl -text" to .gitattributes and check it out again.',
};
const BLANK: IssueText = {
  message: 'The line is empty.',
  remedy: 'Write one record a line, and nothing between them.',
};
const ENCODING: IssueText = {
  message: 'The line is not UTF-8.',
  remedy: 'Write UTF-8.',
};
