// One piece of JSON a user wrote, and where it came from: a whole document, or one line of a .jsonl file.
import { findJsonFault } from './json-fault.js';
import {
  countPairs,
  findDuplicateKeys,
  findKey,
  formatPath,
  locateKey,
  locatePath,
  measureJson,
  placeOf,
  type JsonPath,
  type TextSpan,
} from './json-text.js';
import { makeIssue, type Issue, type IssuePlace, type Parsed } from './issue.js';

export interface JsonSource {
  readonly text: string;
  readonly file: string;
  /** The line of the file this text is, when it is one line of many. */
  readonly line?: number;
}

/** Deeper nesting than any file of ours; recursion over what was read stays far from the stack's end. */
export const JSON_DEPTH_MAX = 64;

/** The key itself, or an escape that may spell it. Looking at every key of every line would cost more. */
const MAY_NAME_PROTO = /__proto__|\\u/;

const BYTE_ORDER_MARK = '\uFEFF';

/** Reads JSON strictly: no duplicate keys, no `__proto__`, bounded depth. A byte order mark is a warning. */
export function readJson(source: JsonSource): Parsed<unknown> {
  if (source.text.startsWith(BYTE_ORDER_MARK)) {
    const rest = readJson({ ...source, text: source.text.slice(1) });
    return { value: rest.value, issues: [byteOrderMark(source), ...rest.issues] };
  }
  const { pairs, depth } = measureJson(source.text);
  if (depth > JSON_DEPTH_MAX) return { value: undefined, issues: [tooDeep(source, depth)] };
  let value: unknown;
  try {
    value = JSON.parse(source.text);
  } catch {
    return { value: undefined, issues: [syntaxIssue(source)] };
  }
  const issues: Issue[] = [];
  if (countPairs(value) !== pairs) issues.push(...duplicateKeys(source));
  const forbidden = MAY_NAME_PROTO.test(source.text) ? findKey(value, '__proto__') : undefined;
  if (forbidden) issues.push(forbiddenKey(source, forbidden));
  return { value: issues.length > 0 ? undefined : value, issues };
}

/** The place of a span of the source's text. */
export function placeInSource(source: JsonSource, span: TextSpan): IssuePlace {
  const inText = placeOf(source.text, span.start);
  const newline = source.text.indexOf('\n', span.start);
  const end = newline === -1 ? span.end : Math.min(span.end, newline);
  return {
    file: source.file,
    line: source.line ?? inText.line,
    column: inText.column,
    endColumn: inText.column + Math.max(1, end - span.start),
  };
}

/** The place of the value at a path, or of its key. */
export function placeOfPath(source: JsonSource, path: JsonPath, part: 'value' | 'key'): IssuePlace {
  const key = part === 'key' ? locateKey(source.text, path) : undefined;
  const place = placeInSource(source, key ?? locatePath(source.text, path));
  return path.length === 0 ? place : { ...place, path: formatPath(path) };
}

const wholeSource = (source: JsonSource): IssuePlace =>
  placeInSource(source, { start: 0, end: source.text.length });

const byteOrderMark = (source: JsonSource): Issue =>
  makeIssue(
    'json.byte-order-mark',
    { file: source.file, line: source.line ?? 1 },
    {
      message: 'The file begins with a byte order mark.',
      remedy: 'Save it as UTF-8 without one.',
    },
  );

const tooDeep = (source: JsonSource, depth: number): Issue =>
  makeIssue('json.too-deep', wholeSource(source), {
    message: `The JSON is nested ${String(depth)} levels deep.`,
    remedy: `Keep it to ${String(JSON_DEPTH_MAX)} levels.`,
  });

function syntaxIssue(source: JsonSource): Issue {
  const fault = findJsonFault(source.text);
  if (!fault) {
    return makeIssue('json.syntax', wholeSource(source), {
      message: 'The text is not JSON.',
      remedy: 'Write one JSON value.',
    });
  }
  const { offset, message, remedy } = fault;
  const place = placeInSource(source, { start: offset, end: offset + 1 });
  return makeIssue('json.syntax', place, { message, remedy });
}

const duplicateKeys = (source: JsonSource): Issue[] =>
  findDuplicateKeys(source.text).map(({ path, first, second }) => {
    const name = String(path[path.length - 1]);
    const relatedLine = source.line ?? placeOf(source.text, first.start).line;
    const place = { ...placeInSource(source, second), path: formatPath(path), relatedLine };
    return makeIssue('json.duplicate-key', place, {
      message: `The key ${JSON.stringify(name)} is written twice in one object (first on line ${String(relatedLine)}); readers differ in which one they take.`,
      remedy: 'Keep one of them.',
    });
  });

const forbiddenKey = (source: JsonSource, path: JsonPath): Issue =>
  makeIssue('json.forbidden-key', placeOfPath(source, path, 'key'), {
    message: 'The key "__proto__" has a meaning of its own in JavaScript and is refused.',
    remedy: 'Rename it.',
  });
