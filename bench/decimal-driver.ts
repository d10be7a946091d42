// A loop over number cells around one imported operation, as WebAssembly: the fast lane calls the arithmetic from compiled
// code, and a loop in JavaScript would measure the way in and out instead. Small enough to be written out in bytes.

export interface Memory {
  readonly buffer: ArrayBuffer;
}

interface Wasm {
  readonly Memory: new (size: { initial: number }) => Memory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

/** Node has it; its type package does not. */
export const wasm = (globalThis as unknown as { readonly WebAssembly: Wasm }).WebAssembly;

const I32 = 0x7f;

const text = (name: string): readonly number[] => [name.length, ...Buffer.from(name)];
const section = (id: number, content: readonly number[]): readonly number[] => [
  id,
  content.length,
  ...content,
];

/** `dst += stride` of the local with this index. */
const advance = (local: number): readonly number[] => [
  ...[0x20, local], // local.get
  ...[0x20, 4], // local.get stride
  ...[0x6a, 0x21, local], // i32.add, local.set
];

/** loop(dst, a, b, count, stride): operation(dst, a, b) for each of `count` places. */
const BODY = [
  0, // no locals of its own
  ...[0x02, 0x40, 0x03, 0x40], // block, loop
  ...[0x20, 3, 0x45, 0x0d, 1], // leave when count is 0
  ...[0x20, 0, 0x20, 1, 0x20, 2, 0x10, 0], // call operation
  ...[0, 1, 2].flatMap(advance),
  ...[0x20, 3, 0x41, 1, 0x6b, 0x21, 3], // count -= 1
  ...[0x0c, 0, 0x0b, 0x0b, 0x0b], // again; ends of loop, block, function
];

const MODULE = Uint8Array.from([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, [2, 0x60, 3, I32, I32, I32, 0, 0x60, 5, I32, I32, I32, I32, I32, 0]),
  ...section(2, [1, ...text('env'), ...text('operation'), 0, 0]),
  ...section(3, [1, 1]),
  ...section(7, [1, ...text('loop'), 0, 1]),
  ...section(10, [1, BODY.length, ...BODY]),
]);

export type Loop = (...dstABCountStride: readonly number[]) => void;

/** The loop around a function that a WebAssembly module exports. */
export function loopAround(operation: unknown): Loop {
  const { exports } = new wasm.Instance(new wasm.Module(MODULE), { env: { operation } });
  return (exports as { readonly loop: Loop }).loop;
}
