// The part of the WebAssembly JavaScript interface that the fast lane uses; Node has it, its type package does not.
declare namespace WebAssembly {
  class Memory {
    constructor(settings: { readonly initial: number; readonly maximum?: number });
    readonly buffer: ArrayBuffer;
  }
  class Global {
    constructor(settings: { readonly value: 'i32'; readonly mutable: boolean }, value: number);
    value: number;
  }
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: unknown;
  }
  class RuntimeError extends Error {}
  function compile(bytes: Uint8Array): Promise<Module>;
  function validate(bytes: Uint8Array): boolean;
}
