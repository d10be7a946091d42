// Saves and restores strategy state: plain data, numbers of the policy, and registered classes.
// Anything that could not be restored identically is refused, with its path; nothing is dropped silently.
import { StrategyFault } from '../kernel/index.js';
import type { Numeric } from '../numeric/index.js';
import type { Json } from '../schema/index.js';
import type { StateClass } from '../strategy/definition.js';

/** Stands for the numeric context that indicators hold: the run's own is bound again on restore. */
const CONTEXT_KEY = '$context';
const NUMBER_KEY = '$num';
const FLOAT_KEY = '$float';
const CLASS_KEY = '$class';

export interface Codec {
  encode(value: unknown): Json;
  decode(value: Json): unknown;
}

export function createCodec(num: Numeric, classes: readonly StateClass[]): Codec {
  const byName = new Map<string, StateClass>();
  for (const entry of classes) byName.set(entry.name, entry);
  return {
    encode: (value) => encode({ num, byName, seen: new Set() }, value, 'state'),
    decode: (value) => decode({ num, byName }, value, 'state'),
  };
}

interface Decoding {
  readonly num: Numeric;
  readonly byName: ReadonlyMap<string, StateClass>;
}
interface Encoding extends Decoding {
  readonly seen: Set<object>;
}

const refuse = (path: string, message: string, remedy: string): never => {
  throw new StrategyFault('strategy.state', `${path} ${message}`, remedy);
};

function encode(encoding: Encoding, value: unknown, path: string): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { [FLOAT_KEY]: Object.is(value, -0) ? '-0' : String(value) };
    case 'object':
      return value === null ? null : encodeObject(encoding, value, path);
    default:
      if (isContext(value)) return { [CONTEXT_KEY]: true };
      return refuse(
        path,
        `is ${typeof value}, which cannot be saved`,
        'keep records, lists, numbers, text and true/false in state',
      );
  }
}

const isContext = (value: unknown): boolean =>
  typeof value === 'function' && 'policy' in value && 'zero' in value;

function encodeObject(encoding: Encoding, value: object, path: string): Json {
  if (encoding.num.is(value)) return { [NUMBER_KEY]: encoding.num.format(value) };
  if (encoding.seen.has(value)) {
    return refuse(
      path,
      'is an object that state reaches by another path too',
      'keep one reference and an index to it',
    );
  }
  encoding.seen.add(value);
  if (Array.isArray(value)) return encodeList(encoding, value, path);
  return encodeFields(encoding, value, path);
}

function encodeList(encoding: Encoding, list: readonly unknown[], path: string): readonly Json[] {
  if (Object.getPrototypeOf(list) !== Array.prototype) {
    refuse(path, `is an instance of ${list.constructor.name}`, 'keep a plain list');
  }
  const saved = Array.from(list, (item, index) =>
    encode(encoding, item, `${path}[${String(index)}]`),
  );
  // Beside its items a list has one own key, its length.
  const extra = Reflect.ownKeys(list).filter((key) => key !== 'length')[list.length];
  if (extra !== undefined)
    refuse(`${path}.${String(extra)}`, 'is a field of a list', 'keep it beside the list');
  return saved;
}

function encodeFields(encoding: Encoding, value: object, path: string): Json {
  const type = classOf(encoding, value, path);
  const fields: Record<string, Json> = type === null ? {} : { [CLASS_KEY]: type };
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key === 'symbol') return refuse(path, 'has a symbol as name of a field', PLAIN_NAME);
    if (key.startsWith('$') || key === '__proto__') refuseName(`${path}.${key}`, key);
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property?.enumerable !== true || property.get !== undefined || property.set !== undefined)
      refuse(`${path}.${key}`, 'is hidden or computed', 'keep plain fields in state');
    fields[key] = encode(encoding, property?.value, `${path}.${key}`);
  }
  return fields;
}

const PLAIN_NAME = 'name it with text';

const refuseName = (path: string, key: string): never =>
  key === '__proto__'
    ? refuse(path, 'is a reserved name', 'rename it')
    : refuse(path, 'begins with $', 'names with $ are reserved for the snapshot format');

function classOf(encoding: Encoding, value: object, path: string): string | null {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return null;
  const { name } = value.constructor;
  if (encoding.byName.get(name) === value.constructor) return name;
  return refuse(
    path,
    `is an instance of ${name}`,
    `list ${name} in \`classes\` of the strategy, or keep a plain record`,
  );
}

function decode(decoding: Decoding, value: Json, path: string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return (value as readonly Json[]).map((item, index) =>
      decode(decoding, item, `${path}[${String(index)}]`),
    );
  return decodeRecord(decoding, value as Readonly<Record<string, Json>>, path);
}

function decodeRecord(
  decoding: Decoding,
  value: Readonly<Record<string, Json>>,
  path: string,
): unknown {
  const number = value[NUMBER_KEY];
  if (typeof number === 'string') return decodeNumber(decoding, number, path);
  const float = value[FLOAT_KEY];
  if (typeof float === 'string') return Number(float);
  if (value[CONTEXT_KEY] === true) return decoding.num;
  const type = value[CLASS_KEY];
  const target: Record<string, unknown> =
    typeof type === 'string' ? instanceOf(decoding, type, path) : {};
  for (const [key, field] of Object.entries(value)) {
    if (key === CLASS_KEY) continue;
    if (key === '__proto__') refuse(path, 'has a field __proto__', 'rename it');
    target[key] = decode(decoding, field, `${path}.${key}`);
  }
  return target;
}

const NOT_FINITE: readonly string[] = ['NaN', 'Infinity', '-Infinity'];

function decodeNumber(decoding: Decoding, text: string, path: string): unknown {
  if (NOT_FINITE.includes(text)) return decoding.num(Number(text));
  return decoding.num.parse(text) ?? refuse(path, `is "${text}"`, 'write a decimal number');
}

function instanceOf(decoding: Decoding, name: string, path: string): Record<string, unknown> {
  const type = decoding.byName.get(name);
  if (type === undefined)
    return refuse(
      path,
      `is an instance of ${name}, which the strategy does not list`,
      'use the strategy that wrote it',
    );
  return Object.create(type.prototype as object) as Record<string, unknown>;
}
