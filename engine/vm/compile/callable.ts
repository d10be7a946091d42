// Functions that can be called, and what they are called.
import ts from 'typescript';
import type { ValueType } from '../../core/memory/value-type.js';

/** What can be called: it has a body. */
export type Callable =
  | ts.FunctionDeclaration
  | ts.ArrowFunction
  | ts.FunctionExpression
  | ts.MethodDeclaration
  | ts.GetAccessorDeclaration;

/** A function that is compiled or about to be. */
export interface Compiled {
  readonly index: number;
  readonly parameters: readonly ValueType[];
  readonly result: ValueType;
}

export function nameOf(target: Callable): string {
  if (target.name !== undefined) {
    const owner = ts.isClassDeclaration(target.parent) ? `${target.parent.name?.text ?? ''}.` : '';
    return owner + target.name.getText();
  }
  return ts.isVariableDeclaration(target.parent) ? target.parent.name.getText() : 'function';
}
