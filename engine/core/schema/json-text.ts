// JSON as text: what JSON.parse does not tell. Size and depth before parsing, duplicate keys, and which line and
// column a path is on. Deliberately no parser of values: JSON.parse makes those, so there is one reading of a number.

export type JsonPath = readonly (string | number)[];

export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

/** Key-value pairs as written and the deepest nesting, without parsing. Works on any text. */
export function measureJson(text: string): { readonly pairs: number; readonly depth: number } {
  let pairs = 0;
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = stringEnd(text, index) - 1;
    else if (code === COLON) pairs += 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
  }
  return { pairs, depth: deepest };
}

/** Key-value pairs in a parsed value. Fewer than written means that a key was written twice. */
export function countPairs(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let pairs = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const item of Object.values(value)) pairs += countPairs(item);
  return pairs;
}

/** Path of the first key with this name in a parsed value. */
export function findKey(value: unknown, name: string): JsonPath | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    if (key === name) return [key];
    const below = findKey(item, name);
    if (below) return [Array.isArray(value) ? Number(key) : key, ...below];
  }
  return undefined;
}

/** Offset just behind a string that starts at `start`; the end of the text when it is not closed. */
export function stringEnd(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote !== -1) {
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
    quote = text.indexOf('"', quote + 1);
  }
  return text.length;
}

const isBlank = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;

export function skipBlanks(text: string, start: number): number {
  let index = start;
  while (isBlank(text.charCodeAt(index))) index += 1;
  return index;
}

/** Offset just behind the value at `start`. The text must be valid JSON. */
function valueEnd(text: string, start: number): number {
  let depth = 0;
  let index = start;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = stringEnd(text, index);
      if (depth === 0) return index;
      continue;
    }
    if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      if (depth === 0) return index;
      depth -= 1;
      if (depth === 0) return index + 1;
    } else if (depth === 0 && (code === 44 || isBlank(code))) return index;
    index += 1;
  }
  return index;
}

export interface JsonMember {
  /** Key of an object member, index of an array element. */
  readonly name: string | number;
  /** Where the key is written; for an array element, where its value is. */
  readonly key: TextSpan;
  readonly value: TextSpan;
}

/** The members of the object or array at `start`, in written order; none for any other value. Valid JSON only. */
export function* jsonMembers(text: string, start: number): Generator<JsonMember> {
  const opened = text.charCodeAt(start);
  if (opened !== OPEN_BRACE && opened !== OPEN_BRACKET) return;
  let index = skipBlanks(text, start + 1);
  for (let position = 0; ; position += 1) {
    const code = text.charCodeAt(index);
    if (code === CLOSE_BRACE || code === CLOSE_BRACKET || index >= text.length) return;
    let key: TextSpan | undefined;
    if (opened === OPEN_BRACE) {
      key = { start: index, end: stringEnd(text, index) };
      index = skipBlanks(text, skipBlanks(text, key.end) + 1);
    }
    const value = { start: index, end: valueEnd(text, index) };
    const name = key ? (JSON.parse(text.slice(key.start, key.end)) as string) : position;
    yield { name, key: key ?? value, value };
    index = skipBlanks(text, value.end);
    if (text.charCodeAt(index) === 44) index = skipBlanks(text, index + 1);
  }
}

/** Where a path is written: its value, or for a missing last step the object it is missing from. Valid JSON only. */
export function locatePath(text: string, path: JsonPath): TextSpan {
  const root = skipBlanks(text, 0);
  let span: TextSpan = { start: root, end: valueEnd(text, root) };
  for (const step of path) {
    let found: TextSpan | undefined;
    // A key that is written twice: JSON.parse takes the last, and so does this.
    for (const member of jsonMembers(text, span.start)) {
      if (member.name === step) found = member.value;
    }
    if (!found) return { start: span.start, end: span.start + 1 };
    span = found;
  }
  return span;
}

/** Where the key that ends a path is written; undefined when it is not there. */
export function locateKey(text: string, path: JsonPath): TextSpan | undefined {
  const parent = locatePath(text, path.slice(0, -1));
  let found: TextSpan | undefined;
  for (const member of jsonMembers(text, parent.start)) {
    if (member.name === path[path.length - 1]) found = member.key;
  }
  return found;
}

export interface DuplicateKey {
  readonly path: JsonPath;
  readonly first: TextSpan;
  readonly second: TextSpan;
}

/** Every key that is written twice in one object. Valid JSON of bounded depth only: it recurses. */
export function findDuplicateKeys(text: string): DuplicateKey[] {
  const found: DuplicateKey[] = [];
  const visit = (start: number, path: JsonPath): void => {
    const seen = new Map<string | number, TextSpan>();
    for (const { name, key, value } of jsonMembers(text, start)) {
      const first = seen.get(name);
      if (first) found.push({ path: [...path, name], first, second: key });
      else seen.set(name, key);
      visit(value.start, [...path, name]);
    }
  };
  visit(skipBlanks(text, 0), []);
  return found;
}

/** Line and column of an offset, both from 1. */
export function placeOf(text: string, offset: number): TextPlace {
  let line = 1;
  let lineStart = 0;
  for (;;) {
    const newline = text.indexOf('\n', lineStart);
    if (newline === -1 || newline >= offset) break;
    line += 1;
    lineStart = newline + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

/** A path as people write it: `venue.fill.at`, `replays[0].name`, `positions["BTC/USDT"].size`. */
export function formatPath(path: JsonPath): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${String(step)}]`;
    else if (/^[A-Za-z_$][\w$]*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}
