// Takes away what would make two runs differ, or reach outside: clocks, randomness, timers, threads, shared memory,
// locale. What is taken away throws when used, with its name, so that nothing is silently different.
import { INDICATOR_CLASSES } from '../indicators/index.js';
import { StrategyFault, TickContext } from '../kernel/index.js';
import { createNumeric, DEFAULT_DECIMAL } from '../numeric/index.js';

const CLOCKS = [
  'Date',
  'Temporal',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
];
const OUTSIDE = [
  'process',
  'require',
  'module',
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'navigator',
  'crypto',
  'console',
  'WebAssembly',
  'Worker',
  'importScripts',
];
const SHARED = [
  'SharedArrayBuffer',
  'Atomics',
  'WeakRef',
  'FinalizationRegistry',
  'Promise',
  'AsyncFunction',
  'escape',
  'unescape',
  'eval',
  'Function',
  'Proxy',
];
const LOCALE = ['Intl'];
/** Memory outside the heap, which no heap limit stops. */
const BUFFERS = [
  'ArrayBuffer',
  'DataView',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
  'Float16Array',
];

/** Math functions whose last digit the language leaves to the engine. */
const INEXACT_MATH = [
  'acos',
  'acosh',
  'asin',
  'asinh',
  'atan',
  'atan2',
  'atanh',
  'cbrt',
  'cos',
  'cosh',
  'exp',
  'expm1',
  'hypot',
  'log',
  'log10',
  'log1p',
  'log2',
  'pow',
  'sin',
  'sinh',
  'tan',
  'tanh',
];

const REMEDIES: readonly (readonly [readonly string[], string])[] = [
  [CLOCKS, 'use tick.ts, the only clock a replay has'],
  [OUTSIDE, 'a strategy reads its tick, params and state only'],
  [SHARED, 'write it as plain synchronous code over state'],
  [LOCALE, 'compare text with < and >; numbers with the methods of Num'],
  [BUFFERS, 'use arrays, Ring or Num'],
];

function refuse(owner: object, name: string, remedy: string): void {
  const shown = owner === globalThis ? name : `${nameOf(owner)}.${name}`;
  const fault = (): never => {
    throw new StrategyFault(
      'strategy.nondeterministic',
      `${shown} is not available to a strategy: a replay could not repeat what it gives`,
      remedy,
    );
  };
  Object.defineProperty(owner, name, {
    get: fault,
    set: fault,
    configurable: false,
    enumerable: false,
  });
}

function nameOf(owner: object): string {
  if (owner === Math) return 'Math';
  return owner === String.prototype
    ? 'String.prototype'
    : owner === Number.prototype
      ? 'Number.prototype'
      : 'Array.prototype';
}

/** To be called once, after the engine's own code was evaluated and before any strategy code is. */
export function harden(): void {
  for (const [names, remedy] of REMEDIES) {
    for (const name of names) refuse(globalThis, name, remedy);
  }
  refuse(
    Math,
    'random',
    'a strategy decides by its inputs; keep a seeded counter in state if it must vary',
  );
  for (const name of INEXACT_MATH)
    refuse(Math, name, 'its last digit differs between engines; use the methods of Num');
  for (const owner of [String.prototype, Number.prototype, Array.prototype])
    refuse(owner, 'toLocaleString', 'use toString or Num');
  for (const name of ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase'])
    refuse(String.prototype, name, 'compare with < and >');
  Object.defineProperty(Error, 'prepareStackTrace', {
    value: undefined,
    writable: false,
    configurable: false,
  });
  Object.defineProperty(Error, 'captureStackTrace', {
    value: undefined,
    writable: false,
    configurable: false,
  });
  freezeShared();
}

/** What `for ... of` and spreading call, which no name leads to. */
const iterators = (): readonly object[] => {
  const each = [
    [][Symbol.iterator](),
    new Map()[Symbol.iterator](),
    new Set()[Symbol.iterator](),
    ''[Symbol.iterator](),
    ''.matchAll(/./g),
  ].map((iterator) => Object.getPrototypeOf(iterator) as object);
  return [...each, Object.getPrototypeOf(each[0]) as object];
};

/** Prototypes of what the engine hands to a strategy: the tick, its numbers, its faults, its indicators. */
const handedOut = (): readonly object[] => [
  ...[TickContext, StrategyFault, ...INDICATOR_CLASSES].flatMap((type) => [type, type.prototype]),
  Object.getPrototypeOf(createNumeric({ kind: 'binary64' }).zero) as object,
];

/**
 * What engine and strategy share must not be changed by the strategy. Error.prototype and Object.prototype stay
 * writable, because `this.name = ...` in an error of the strategy's own must work; the engine reads nothing of them.
 */
function freezeShared(): void {
  for (const shared of [
    ...iterators(),
    ...handedOut(),
    RegExp,
    RegExp.prototype,
    Object.getPrototypeOf(refuse) as object,
    Math,
    JSON,
    Array,
    Array.prototype,
    String.prototype,
    Number,
    Number.prototype,
    Boolean.prototype,
    Map.prototype,
    Set.prototype,
    BigInt,
    Object,
    Symbol,
  ]) {
    Object.freeze(shared);
  }
  const decimals = Object.getPrototypeOf(createNumeric(DEFAULT_DECIMAL).zero) as object;
  freezeDecimals(decimals);
  freezeDecimals(Object.getPrototypeOf(decimals) as object);
  Object.preventExtensions(Object.prototype);
}

/**
 * decimal.js assigns `constructor` to every value it makes. Behind a frozen prototype that assignment halves the speed
 * of all decimal arithmetic; an own, writable `constructor` on the prototype keeps it fast, and nothing reads it there.
 */
function freezeDecimals(prototype: object): void {
  for (const name of Reflect.ownKeys(prototype)) {
    if (name !== 'constructor')
      Object.defineProperty(prototype, name, { writable: false, configurable: false });
  }
  const { constructor } = prototype;
  Object.defineProperty(prototype, 'constructor', {
    value: constructor,
    writable: true,
    configurable: false,
    enumerable: false,
  });
  Object.preventExtensions(prototype);
}
