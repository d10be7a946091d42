// The roots of memory: objects of the run that compiled code finds at known places.
import { invariant } from '../../core/kernel/fault.js';
import type { Root, RootName } from '../../core/memory/run-image.js';
import type { Value } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';

export class Roots {
  constructor(readonly all: readonly Root[]) {}

  load(f: FunctionCompiler, name: RootName): Value {
    const index = this.all.findIndex((root) => root.name === name);
    const root = this.all[index];
    invariant(root !== undefined, `${name} is a root`);
    return f.builder.result(root.type, (dst) => ({ op: 'root', dst, root: index }));
  }
}
