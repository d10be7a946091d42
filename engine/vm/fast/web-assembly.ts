// The part of the WebAssembly JavaScript interface that the fast lane uses. Node has it; its type package does not.

export interface WasmMemory {
  /** Another one after every growth; the one before is empty then. */
  readonly buffer: ArrayBuffer;
  /** @throws RangeError when there is no more */
  grow(pages: number): number;
}

export interface WasmGlobal {
  value: number;
}

/** Compiled code without memory or imports. */
export interface WasmModule {
  readonly wasm?: 'module';
}

type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface WebAssemblyApi {
  readonly Memory: new (settings: { readonly initial: number }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (module: WasmModule, imports: Imports) => { readonly exports: unknown };
  readonly RuntimeError: abstract new () => Error;
}

export const webAssembly = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi })
  .WebAssembly;
