// An immutable picture of a value for people: taken at a moment, unaffected by what the strategy does later.
import type { Numeric } from '../numeric/index.js';

export type PictureType = 'number' | 'integer' | 'boolean' | 'string' | 'record' | 'list' | 'function' | 'nothing';

export interface Picture {
  readonly name: string;
  readonly value: string;
  readonly type: PictureType;
  readonly children: readonly Picture[];
}

/** Deeper values are shown as `...`: a person reads a few levels, and state may be a graph. */
const DEPTH_MAX = 8;
/** Longer lists are cut with a note; the oldest entries are dropped, since the newest are asked about. */
const CHILDREN_MAX = 2_000;

/** Classes shown by name only, because they are the engine and not a value of the strategy. */
const OPAQUE: readonly string[] = ['TickContext'];

export function picture(num: Numeric, name: string, value: unknown): Picture {
  return draw({ num, path: [] }, name, value);
}

/** A record put together from pictures. */
export const recordPicture = (name: string, children: readonly Picture[]): Picture => ({
  name,
  value: summary(children),
  type: 'record',
  children,
});

export const textPicture = (name: string, value: string): Picture => ({ name, value, type: 'string', children: [] });

interface Drawing {
  readonly num: Numeric;
  readonly path: object[];
}

function draw(drawing: Drawing, name: string, value: unknown): Picture {
  switch (typeof value) {
    case 'string':
      return textPicture(name, value);
    case 'number':
      return leaf(name, Object.is(value, -0) ? '-0' : String(value), Number.isInteger(value) ? 'integer' : 'number');
    case 'boolean':
      return leaf(name, String(value), 'boolean');
    case 'undefined':
      return leaf(name, 'undefined', 'nothing');
    case 'object':
      return value === null ? leaf(name, 'null', 'nothing') : drawObject(drawing, name, value);
    case 'function':
      return leaf(name, drawing.num === value ? `numeric ${drawing.num.policy.kind}` : `function ${value.name}`, 'function');
    default:
      return leaf(name, typeof value, 'nothing');
  }
}

const leaf = (name: string, value: string, type: PictureType): Picture => ({ name, value, type, children: [] });

function drawObject(drawing: Drawing, name: string, value: object): Picture {
  if (drawing.num.is(value)) return leaf(name, drawing.num.format(value), 'number');
  const type = className(value);
  if (OPAQUE.includes(type)) return leaf(name, type === 'TickContext' ? 'tick' : type, 'function');
  if (drawing.path.includes(value) || drawing.path.length >= DEPTH_MAX) return leaf(name, '…', 'nothing');
  drawing.path.push(value);
  const children = Array.isArray(value) ? drawList(drawing, value) : drawFields(drawing, value);
  drawing.path.pop();
  const shown = Array.isArray(value) ? `list of ${String(value.length)}` : type === 'Object' ? summary(children) : `${type} ${summary(children)}`;
  return { name, value: shown, type: Array.isArray(value) ? 'list' : 'record', children };
}

function className(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null ? 'Object' : value.constructor.name;
}

function drawList(drawing: Drawing, list: readonly unknown[]): readonly Picture[] {
  const from = Math.max(0, list.length - CHILDREN_MAX);
  const children: Picture[] = [];
  if (from > 0) children.push(leaf('…', `${String(from)} older entries not shown`, 'nothing'));
  for (let index = from; index < list.length; index += 1) children.push(draw(drawing, String(index), list[index]));
  return children;
}

function drawFields(drawing: Drawing, value: object): readonly Picture[] {
  const children: Picture[] = [];
  for (const [key, field] of Object.entries(value)) {
    if (field === drawing.num) continue;
    children.push(draw(drawing, key, field));
  }
  return children;
}

const SUMMARY_FIELDS = 4;
const SUMMARY_TEXT = 60;

function summary(children: readonly Picture[]): string {
  const parts = children
    .filter((child) => child.children.length === 0)
    .slice(0, SUMMARY_FIELDS)
    .map((child) => `${child.name}: ${child.value}`);
  const text = parts.join(', ');
  const cut = text.length > SUMMARY_TEXT ? `${text.slice(0, SUMMARY_TEXT)}…` : text;
  return `{${cut}${children.length > parts.length && !cut.endsWith('…') ? ', …' : ''}}`;
}
