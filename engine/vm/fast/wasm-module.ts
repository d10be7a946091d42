// A compiled WebAssembly module under a name that rooms without the WebAssembly types can use.
export type WasmModule = WebAssembly.Module;

export const wasmModule = (bytes: Uint8Array): WasmModule => new WebAssembly.Module(bytes);
