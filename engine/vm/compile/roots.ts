// The roots of memory: objects of the run that compiled code finds at known places.
import { invariant } from '../../core/kernel/fault.js';
import type { Root, RootName } from '../../core/memory/run-image.js';
import type { Value } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { NotPortable } from './issue.js';

export class Roots {
  constructor(readonly all: readonly Root[]) {}

  load(f: FunctionCompiler, name: RootName): Value {
    if (name === 'strategy' || name === 'params') f.program.dependOnStrategy();
    const index = this.all.findIndex((root) => root.name === name);
    const root = this.all[index];
    invariant(root !== undefined, `${name} is a root`);
    if (root.type.kind === 'foreign')
      throw new NotPortable(
        f.builder.node,
        `the ${name === 'strategy' ? 'state' : name} cannot be used: ${root.type.why}`,
        'name its type in Tick<Params, State>',
      );
    return f.builder.result(root.type, (dst) => ({ op: 'root', dst, root: index }));
  }
}
