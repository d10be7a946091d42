// A function that something calls, before it is compiled: its number, and its types once somebody asks for them.
import ts from 'typescript';
import type { ValueType } from '../../core/memory/value-type.js';
import { type Callable, type Compiled, nameOf } from './callable.js';
import { NotPortable } from './issue.js';
import type { TypeLowering } from './type-lowering.js';

interface Signature {
  readonly parameters: readonly ValueType[];
  readonly result: ValueType;
}

interface Source {
  readonly target: Callable;
  readonly checker: ts.TypeChecker;
  readonly types: TypeLowering;
}

export class Announced implements Compiled {
  private signature: Signature | null = null;

  constructor(
    readonly index: number,
    private readonly source: Source,
  ) {}

  get parameters(): readonly ValueType[] {
    return this.settle().parameters;
  }

  get result(): ValueType {
    return this.settle().result;
  }

  /** @throws NotPortable where a parameter cannot be passed */
  settle(): Signature {
    this.signature ??= signatureOf(this.source);
    return this.signature;
  }
}

function signatureOf({ target, checker, types }: Source): Signature {
  const signature = checker.getSignatureFromDeclaration(target);
  if (signature === undefined) throw new NotPortable(target, ...NO_SIGNATURE);
  return {
    parameters: target.parameters.map((parameter) => {
      const lowered = types.lower(checker.getTypeAtLocation(parameter));
      if (lowered.kind === 'foreign')
        throw new NotPortable(
          parameter,
          `this parameter cannot be passed: ${lowered.why}`,
          'give it a portable type',
        );
      return lowered;
    }),
    result: types.lower(checker.getReturnTypeOfSignature(signature)),
  };
}

const NO_SIGNATURE = ['this function has no signature', 'declare its types'] as const;

/** @throws NotPortable at `from`, which calls it */
export function refuseUncallable(checker: ts.TypeChecker, target: Callable, from: ts.Node): void {
  if (checker.getSignatureFromDeclaration(target) === undefined)
    throw new NotPortable(from, ...NO_SIGNATURE);
  if (target.typeParameters !== undefined)
    throw new NotPortable(from, `${nameOf(target)} is generic`, 'write it for one type');
  if (
    ts.getCombinedModifierFlags(target) & ts.ModifierFlags.Async ||
    (!ts.isGetAccessorDeclaration(target) &&
      !ts.isArrowFunction(target) &&
      target.asteriskToken !== undefined)
  )
    throw new NotPortable(
      from,
      `${nameOf(target)} does not end within the call`,
      'write a function without async, await and yield',
    );
}
