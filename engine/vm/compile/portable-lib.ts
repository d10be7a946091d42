// The library that portable code is checked against: what TypeScript itself needs, and lists. A name that is missing here
// is a type error in the compiler's eyes only; the user's own editor checks with the whole library.

export const PORTABLE_LIB_FILE = '/lockstep/lib.portable.d.ts';

export const PORTABLE_LIB = `
interface Array<T> {
  length: number;
  [n: number]: T;
  push(...items: T[]): number;
  sort(compare?: (a: T, b: T) => number): this;
  slice(start?: number, end?: number): T[];
  indexOf(item: T): number;
  includes(item: T): boolean;
  some(test: (item: T, index: number) => unknown): boolean;
  every(test: (item: T, index: number) => unknown): boolean;
  find(test: (item: T, index: number) => unknown): T | undefined;
  filter(test: (item: T, index: number) => unknown): T[];
  map<U>(make: (item: T, index: number) => U): U[];
  forEach(visit: (item: T, index: number) => void): void;
  [Symbol.iterator](): ArrayIterator<T>;
}
interface ReadonlyArray<T> {
  readonly length: number;
  readonly [n: number]: T;
  slice(start?: number, end?: number): T[];
  indexOf(item: T): number;
  includes(item: T): boolean;
  some(test: (item: T, index: number) => unknown): boolean;
  every(test: (item: T, index: number) => unknown): boolean;
  find(test: (item: T, index: number) => unknown): T | undefined;
  filter(test: (item: T, index: number) => unknown): T[];
  map<U>(make: (item: T, index: number) => U): U[];
  forEach(visit: (item: T, index: number) => void): void;
  [Symbol.iterator](): ArrayIterator<T>;
}
interface IteratorResult<T> { readonly done?: boolean; readonly value: T }
interface ArrayIterator<T> { next(): IteratorResult<T>; [Symbol.iterator](): ArrayIterator<T> }
interface Iterable<T> { [Symbol.iterator](): ArrayIterator<T> }
interface Iterator<T> { next(): IteratorResult<T> }
interface Symbol {}
interface SymbolConstructor { readonly iterator: unique symbol }
declare const Symbol: SymbolConstructor;
interface Boolean {}
interface CallableFunction extends Function {}
interface Function {}
interface IArguments {}
interface NewableFunction extends Function {}
interface Number { toString(): string }
interface NumberConstructor { isInteger(x: unknown): boolean; isSafeInteger(x: unknown): boolean; isNaN(x: unknown): boolean; isFinite(x: unknown): boolean; readonly MAX_SAFE_INTEGER: number }
declare const Number: NumberConstructor;
interface Object { hasOwnProperty(name: string): boolean }
interface ObjectConstructor { freeze<T>(x: T): T; keys(x: object): string[]; hasOwn(x: object, name: string): boolean }
declare const Object: ObjectConstructor;
interface RegExp {}
interface String { readonly length: number; toUpperCase(): string; toLowerCase(): string; startsWith(text: string): boolean; endsWith(text: string): boolean; includes(text: string): boolean; slice(start?: number, end?: number): string; indexOf(text: string): number }
declare function String(x?: unknown): string;
interface Math { max(...x: number[]): number; min(...x: number[]): number; abs(x: number): number; floor(x: number): number; ceil(x: number): number; round(x: number): number; trunc(x: number): number; sqrt(x: number): number }
declare const Math: Math;
interface Error { name: string; message: string }
interface ErrorConstructor { new (message?: string): Error; (message?: string): Error }
declare const Error: ErrorConstructor;
declare const RangeError: ErrorConstructor;
interface Map<K, V> { get(key: K): V | undefined; set(key: K, value: V): this; has(key: K): boolean; readonly size: number }
interface ReadonlyMap<K, V> { get(key: K): V | undefined; has(key: K): boolean; readonly size: number }
interface MapConstructor { new <K, V>(): Map<K, V> }
declare const Map: MapConstructor;
interface Set<T> { add(item: T): this; has(item: T): boolean; readonly size: number }
interface ReadonlySet<T> { has(item: T): boolean; readonly size: number }
interface SetConstructor { new <T>(items?: readonly T[]): Set<T> }
declare const Set: SetConstructor;
interface TemplateStringsArray extends ReadonlyArray<string> {}
declare const NaN: number;
declare const Infinity: number;
declare const undefined: undefined;
type Partial<T> = { [K in keyof T]?: T[K] };
type Required<T> = { [K in keyof T]-?: T[K] };
type Readonly<T> = { readonly [K in keyof T]: T[K] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Record<K extends keyof any, T> = { [P in K]: T };
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>;
type NonNullable<T> = T & {};
type Parameters<T extends (...args: any) => any> = T extends (...args: infer P) => any ? P : never;
type ReturnType<T extends (...args: any) => any> = T extends (...args: any) => infer R ? R : any;
type InstanceType<T extends abstract new (...args: any) => any> = T extends abstract new (...args: any) => infer R ? R : any;
type NoInfer<T> = intrinsic;
type ThisType<T> = {};
type Uppercase<S extends string> = intrinsic;
type Lowercase<S extends string> = intrinsic;
`;
