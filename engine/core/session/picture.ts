// Values as a person reads them: a name, a line of text, and parts that are drawn only when somebody looks.
// A picture reads the value it was made from, so it is valid while that value stands still (a paused recording).
import type { Numeric } from '../numeric/index.js';

export type PictureType =
  'number' | 'integer' | 'boolean' | 'string' | 'record' | 'list' | 'function' | 'nothing';

export interface Picture {
  readonly name: string;
  readonly value: string;
  readonly type: PictureType;
  /** How many parts it has. */
  readonly count: number;
  parts(): readonly Picture[];
}

/** Classes shown by name only, because they are the engine and not a value of the strategy. */
const OPAQUE: Readonly<Record<string, string>> = { TickContext: 'tick' };

const NO_PARTS = (): readonly Picture[] => [];

export function picture(num: Numeric, name: string, value: unknown): Picture {
  switch (typeof value) {
    case 'string':
      return textPicture(name, value);
    case 'number':
      return leaf(
        name,
        Object.is(value, -0) ? '-0' : String(value),
        Number.isInteger(value) ? 'integer' : 'number',
      );
    case 'boolean':
      return leaf(name, String(value), 'boolean');
    case 'undefined':
      return leaf(name, 'undefined', 'nothing');
    case 'object':
      return value === null ? leaf(name, 'null', 'nothing') : objectPicture(num, name, value);
    case 'function':
      return leaf(
        name,
        num === value ? `numeric ${num.policy.kind}` : `function ${value.name}`,
        'function',
      );
    default:
      return leaf(name, typeof value, 'nothing');
  }
}

export const textPicture = (name: string, value: string): Picture => leaf(name, value, 'string');

/** A record put together from pictures. */
export const recordPicture = (
  name: string,
  parts: readonly Picture[],
  value = summary(parts),
): Picture => ({
  name,
  value,
  type: 'record',
  count: parts.length,
  parts: () => parts,
});

const leaf = (name: string, value: string, type: PictureType): Picture => ({
  name,
  value,
  type,
  count: 0,
  parts: NO_PARTS,
});

function objectPicture(num: Numeric, name: string, value: object): Picture {
  if (num.is(value)) return leaf(name, num.format(value), 'number');
  const type = className(value);
  const opaque = OPAQUE[type];
  if (opaque !== undefined) return leaf(name, opaque, 'function');
  if (Array.isArray(value)) return listPicture(num, name, value);
  const fields = Object.entries(value).filter(([, field]) => field !== num);
  return {
    name,
    value: `${type === 'Object' ? '' : `${type} `}${fieldSummary(num, fields)}`,
    type: 'record',
    count: fields.length,
    parts: () => fields.map(([key, field]) => picture(num, key, field)),
  };
}

const listPicture = (num: Numeric, name: string, list: readonly unknown[]): Picture => ({
  name,
  value: `list of ${String(list.length)}`,
  type: 'list',
  count: list.length,
  parts: () => list.map((item, index) => picture(num, String(index), item)),
});

function className(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null ? 'Object' : value.constructor.name;
}

/** Fields named in the line that stands for a record. */
const SUMMARY_FIELDS = 4;
const SUMMARY_TEXT = 60;

function fieldSummary(num: Numeric, fields: readonly (readonly [string, unknown])[]): string {
  const shown: Picture[] = [];
  for (const [key, field] of fields) {
    if (shown.length === SUMMARY_FIELDS) break;
    if (typeof field !== 'object' || field === null || num.is(field))
      shown.push(picture(num, key, field));
  }
  return summaryText(shown, fields.length);
}

const summary = (parts: readonly Picture[]): string =>
  summaryText(parts.filter((part) => part.count === 0).slice(0, SUMMARY_FIELDS), parts.length);

function summaryText(shown: readonly Picture[], total: number): string {
  const text = shown.map((part) => `${part.name}: ${part.value}`).join(', ');
  if (text.length > SUMMARY_TEXT) return `{${text.slice(0, SUMMARY_TEXT)}…}`;
  return shown.length < total ? `{${text}${text === '' ? '' : ', '}…}` : `{${text}}`;
}
