// The compiled decimal arithmetic, which the build leaves beside the bundles: one module for each size of a cell.
import { readFileSync } from 'node:fs';
import { webAssembly, type WasmModule } from '../../vm/fast/web-assembly.js';
import { builtFile } from '../package-root.js';

const modules = new Map<number, WasmModule>();

export function decimalRuntime(limbs: number): WasmModule {
  const known = modules.get(limbs);
  const module =
    known ?? new webAssembly.Module(readFileSync(builtFile(`vm/decimal-${String(limbs)}.wasm`)));
  modules.set(limbs, module);
  return module;
}
