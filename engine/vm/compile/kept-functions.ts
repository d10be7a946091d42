// Functions of this and earlier compilations whose code holds as it is.
import type ts from 'typescript';
import type { Callable } from './callable.js';
import { filesBehind, isOfEngine } from './files-behind.js';
import type { Tape } from './function-tape.js';
import { type Premises, holds, premisesOf } from './premises.js';
import type { Recording } from './recording.js';
import type { TypeLowering } from './type-lowering.js';

/** By number format and trace level, then by function. Nodes of files that are parsed anew fall out by themselves. */
const known = new Map<string, WeakMap<Callable, Tape>>();

export class KeptFunctions {
  private readonly tapes: WeakMap<Callable, Tape>;
  /** Those of this compilation. */
  private readonly made: Callable[] = [];
  private readonly premises = new Map<ts.SourceFile | null, Premises>();

  constructor(
    private readonly program: ts.Program,
    private readonly types: TypeLowering,
    private readonly context: {
      readonly numWords: number;
      readonly trace: string;
      /** See the function of this name. */
      readonly strategyKey: string;
    },
  ) {
    const key = `${String(context.numWords)} ${context.trace}`;
    this.tapes = known.get(key) ?? new WeakMap<Callable, Tape>();
    known.set(key, this.tapes);
  }

  find(target: Callable): Tape | undefined {
    const tape = this.tapes.get(target);
    return tape !== undefined && holds(tape.premises, this.premisesFor(target), tape.heldFiles)
      ? tape
      : undefined;
  }

  keep(
    target: Callable,
    { requests, heldFiles, usesStrategy }: Recording,
    compiled: Pick<Tape, 'code' | 'texts' | 'sites'>,
  ): void {
    const premises = this.premisesFor(target);
    this.made.push(target);
    this.tapes.set(target, {
      ...compiled,
      premises: usesStrategy ? premises : { ...premises, strategy: null },
      heldFiles: new Set([...heldFiles, target.getSourceFile()]),
      requests,
    });
  }

  /** Leaves nothing of this compilation for the next. */
  forget(): void {
    for (const target of this.made) this.tapes.delete(target);
  }

  private premisesFor(target: Callable): Premises {
    const source = target.getSourceFile();
    const file = isOfEngine(source) ? null : source;
    const before = this.premises.get(file);
    if (before !== undefined) return before;
    const files = file === null ? [] : filesBehind(this.program, file);
    const made = premisesOf(files, this.types, this.context.strategyKey);
    this.premises.set(file, made);
    return made;
  }
}
