// Which variables of a function change after their declaration.
import ts from 'typescript';
import { isAssignment } from './assignment.js';
import type { Callable } from './callable.js';
import type { FunctionCompiler } from './function-compiler.js';

/** Variables that are written after their declaration. */
export function findAssigned(f: FunctionCompiler, target: Callable): void {
  const note = (node: ts.Node): void => {
    const symbol = ts.isIdentifier(node) ? f.symbolOf(node) : undefined;
    if (symbol !== undefined) f.assigned.add(symbol);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) note(node.left);
    if (ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node)) note(node.operand);
    ts.forEachChild(node, visit);
  };
  if (target.body !== undefined) visit(target.body);
}
