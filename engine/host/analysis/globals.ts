// What every JavaScript engine gives a strategy, and which of it a deterministic replay cannot have.
import type { FindingCode } from './finding.js';

export interface Ban {
  readonly code: FindingCode;
  /** Completes "`X` ...". */
  readonly because: string;
  readonly remedy: string;
}

const clock: Ban = {
  code: 'nondeterministic.clock',
  because:
    'reads the clock or the time zone of the machine: a replay would see another value than live did',
  remedy:
    'Use tick.ts, the open time in milliseconds since the epoch. The UTC hour is Math.floor(tick.ts / 3_600_000) % 24.',
};
const random: Ban = {
  code: 'nondeterministic.random',
  because: 'is random: every replay would decide differently',
  remedy: 'Derive the value from tick data, or keep a seeded generator in the strategy state.',
};
const timer: Ban = {
  code: 'nondeterministic.timer',
  because: 'runs code at a time of its own: a tick must be finished when onTick returns',
  remedy: 'Compare tick.ts with a time kept in the strategy state.',
};
const locale: Ban = {
  code: 'nondeterministic.locale',
  because: 'depends on the language data of the machine',
  remedy: 'Compare text with < and >, and show numbers with toString().',
};
const memory: Ban = {
  code: 'nondeterministic.memory',
  because: 'shows when memory is collected, which differs from run to run',
  remedy: 'Keep a plain reference, and drop it when it is no longer needed.',
};
const threads: Ban = {
  code: 'nondeterministic.threads',
  because: 'shares memory with code that runs at the same time',
  remedy: 'A strategy is one thread; keep the value in the strategy state.',
};
const network: Ban = {
  code: 'forbidden.network',
  because: 'reaches out of the replay: the answer is not part of the capture',
  remedy: 'Let the bot record the value as a param or as market data, and read it from there.',
};
const host: Ban = {
  code: 'forbidden.host',
  because: 'belongs to the machine the code runs on, not to the strategy',
  remedy:
    'Declare a param and read tick.params; values for a replay come from the capture or lockstep.json.',
};
const code: Ban = {
  code: 'forbidden.code',
  because: 'runs code from text, which cannot be checked or stepped through',
  remedy: 'Write the code in a strategy file.',
};
const asynchronous: Ban = {
  code: 'forbidden.async',
  because: 'finishes later: a tick must be finished when onTick returns',
  remedy:
    'Compute the value synchronously; whatever has to be waited for belongs into the capture.',
};
const global: Ban = {
  code: 'forbidden.global',
  because: 'gives access to everything around the strategy',
  remedy: 'Name the thing that is needed, or import it.',
};
const buffer: Ban = {
  code: 'forbidden.buffer',
  because: 'takes memory that no limit stops and no snapshot holds',
  remedy: 'Use an array, or Ring for a window of values.',
};
const proxy: Ban = {
  code: 'forbidden.proxy',
  because:
    'changes what reading a value does, which neither a snapshot nor the debugger can follow',
  remedy: 'Use a plain object or a class.',
};
const console: Ban = {
  code: 'forbidden.console',
  because: 'is not there: a replay prints nothing',
  remedy: 'Use tick.observe(symbol, name, value), or a logpoint in the debugger.',
};

const bans: readonly (readonly [Ban, string])[] = [
  [clock, 'Date performance Temporal'],
  [random, 'crypto Crypto SubtleCrypto'],
  [
    timer,
    'setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask',
  ],
  [timer, 'requestAnimationFrame scheduler'],
  [locale, 'Intl'],
  [memory, 'WeakRef FinalizationRegistry'],
  [threads, 'SharedArrayBuffer Atomics Worker MessageChannel BroadcastChannel postMessage'],
  [
    buffer,
    'ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float16Array Float32Array Float64Array BigInt64Array BigUint64Array',
  ],
  [proxy, 'Proxy'],
  [network, 'fetch XMLHttpRequest WebSocket EventSource navigator importScripts'],
  [host, 'process Buffer require module exports __dirname __filename Deno Bun localStorage'],
  [code, 'eval Function WebAssembly'],
  [asynchronous, 'Promise AsyncDisposableStack'],
  [global, 'globalThis global window self'],
  [console, 'console'],
];

/** Global names a strategy must not use. */
export const BANNED_GLOBALS: ReadonlyMap<string, Ban> = new Map(
  bans.flatMap(([ban, names]) => names.split(' ').map((name) => [name, ban] as const)),
);

/** Members that ask the machine's language data, whatever object they belong to. */
export const BANNED_MEMBERS: ReadonlyMap<string, Ban> = new Map(
  'toLocaleString toLocaleDateString toLocaleTimeString toLocaleUpperCase toLocaleLowerCase localeCompare'
    .split(' ')
    .map((name) => [name, locale] as const),
);

export const ASYNC_BAN = asynchronous;
export const RANDOM_BAN = random;

/** Functions of Math whose last digit the language leaves to the engine. */
export const INEXACT_MATH: ReadonlySet<string> = new Set(
  (
    'acos acosh asin asinh atan atanh atan2 cbrt cos cosh exp expm1 hypot ' +
    'log log1p log10 log2 pow sin sinh tan tanh'
  ).split(' '),
);

/** Members of Math with one right answer in every engine. */
export const EXACT_MATH: ReadonlySet<string> = new Set(
  (
    'abs ceil clz32 floor fround f16round imul max min round sign sqrt sumPrecise trunc ' +
    'E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2'
  ).split(' '),
);

/** Global names of the language that are safe. A name in neither list is not defined at all. */
export const SAFE_GLOBALS: ReadonlySet<string> = new Set(
  (
    'Object Array Map Set WeakMap WeakSet JSON Math Number String Boolean Symbol BigInt RegExp Reflect Iterator ' +
    'Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError DisposableStack ' +
    'undefined NaN Infinity isNaN isFinite parseInt parseFloat arguments ' +
    'encodeURI encodeURIComponent decodeURI decodeURIComponent'
  ).split(' '),
);
