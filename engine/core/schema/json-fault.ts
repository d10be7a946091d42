// The first place where a text stops being JSON, and what is expected there. Only for text that JSON.parse has
// refused: its own messages differ between engines and versions, and ours must not.
import { skipBlanks } from './json-text.js';

export interface JsonFault {
  readonly offset: number;
  readonly message: string;
  readonly remedy: string;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- JSON forbids raw control characters in strings
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /true|false|null/y;

/** Undefined when the text is JSON after all. Recurses: the caller has bounded the depth. */
export function findJsonFault(text: string): JsonFault | undefined {
  const end = readValue(text, skipBlanks(text, 0));
  if (typeof end !== 'number') return end;
  const rest = skipBlanks(text, end);
  if (rest >= text.length) return undefined;
  return fault(
    rest,
    'There is more text behind the end of the value.',
    'Keep one JSON value here.',
  );
}

type End = number | JsonFault;

const fault = (offset: number, message: string, remedy: string): JsonFault => ({
  offset,
  message,
  remedy,
});

function match(pattern: RegExp, text: string, start: number): number | undefined {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function readValue(text: string, start: number): End {
  const first = text[start];
  if (first === undefined) {
    return fault(start, 'The text ends where a value should stand.', 'Complete the value.');
  }
  if (first === '{' || first === '[') return readMembers(text, start);
  if (first === '"') return readString(text, start);
  return match(NUMBER, text, start) ?? match(WORD, text, start) ?? unknownValue(text, start);
}

function unknownValue(text: string, start: number): JsonFault {
  const word = /^[^\s,\]}]*/.exec(text.slice(start, start + 40))?.[0] ?? '';
  if (/^[+-]?(?:nan|inf(?:inity)?)$/i.test(word)) {
    const message = `${word} is not JSON, and no number a capture may hold.`;
    return fault(
      start,
      message,
      'Find out why the value is not finite; a capture holds finite numbers only.',
    );
  }
  if (word.startsWith("'"))
    return fault(start, 'Text stands in single quotes.', 'Use double quotes.');
  if (word.startsWith('//') || word.startsWith('/*')) {
    return fault(start, 'JSON has no comments.', 'Remove the comment.');
  }
  if (word === '') {
    return fault(
      start,
      `A value is missing before ${shown(text, start)}.`,
      'Write the value, or remove the comma.',
    );
  }
  return fault(
    start,
    `${JSON.stringify(word)} is not a JSON value.`,
    'Write a number, true, false, null, or text in double quotes.',
  );
}

const shown = (text: string, start: number): string =>
  start < text.length ? JSON.stringify(text[start]) : 'the end of the text';

function readString(text: string, start: number): End {
  return (
    match(STRING, text, start) ??
    fault(
      start,
      'This text is not closed, or holds a raw control character or a wrong escape.',
      'Close it with a double quote and escape control characters, such as \\n.',
    )
  );
}

function readMembers(text: string, start: number): End {
  const isObject = text[start] === '{';
  const close = isObject ? '}' : ']';
  let index = skipBlanks(text, start + 1);
  if (text[index] === close) return index + 1;
  for (;;) {
    const valueStart = isObject ? readKey(text, index) : index;
    if (typeof valueStart !== 'number') return valueStart;
    const end = readValue(text, valueStart);
    if (typeof end !== 'number') return end;
    index = skipBlanks(text, end);
    if (text[index] === close) return index + 1;
    if (text[index] !== ',') {
      const message = `Expected a comma or "${close}", found ${shown(text, index)}.`;
      return fault(
        index,
        message,
        index < text.length ? 'Put it there.' : `Complete the ${isObject ? 'object' : 'array'}.`,
      );
    }
    index = skipBlanks(text, index + 1);
  }
}

function readKey(text: string, start: number): End {
  if (text[start] !== '"') {
    return fault(
      start,
      `Expected a key in double quotes, found ${shown(text, start)}.`,
      'Quote the key, or remove the comma before.',
    );
  }
  const end = readString(text, start);
  if (typeof end !== 'number') return end;
  const colon = skipBlanks(text, end);
  if (text[colon] === ':') return skipBlanks(text, colon + 1);
  return fault(
    colon,
    `Expected ":" behind the key, found ${shown(text, colon)}.`,
    'Put a colon and a value there.',
  );
}
