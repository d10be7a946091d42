// What the surroundings of an expression want it to be.
import ts from 'typescript';
import type { ValueType } from '../../core/memory/value-type.js';
import { contextualType } from './callee.js';
import type { FunctionCompiler } from './function-compiler.js';

/** A record that is spread is itself first: what it is spread into wants none of it. */
export function wantedType(f: FunctionCompiler, node: ts.Expression): ValueType | undefined {
  const contextual = isSpread(node) ? undefined : contextualType(f, node);
  return contextual === undefined ? undefined : f.program.types.lower(contextual);
}

function isSpread(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isSpreadAssignment(parent)) return true;
  const isPassedOn =
    ts.isParenthesizedExpression(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition !== node) ||
    (ts.isBinaryExpression(parent) &&
      parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken);
  return isPassedOn && isSpread(parent);
}
