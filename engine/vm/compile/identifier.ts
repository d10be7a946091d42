// Names: parameters and variables of the function, and constants at the top of a file.
import ts from 'typescript';
import { NULL } from '../../core/memory/value-type.js';
import { type Value, constant } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { NotPortable } from './issue.js';

export function compileIdentifier(f: FunctionCompiler, node: ts.Identifier): Value {
  if (node.text === 'undefined') return constant(NULL, null);
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? f.checker.getShorthandAssignmentValueSymbol(node.parent)
    : f.symbolOf(node);
  return compileSymbol(f, node, symbol);
}

export function compileSymbol(
  f: FunctionCompiler,
  node: ts.Node,
  given: ts.Symbol | undefined,
): Value {
  const symbol =
    given !== undefined && given.flags & ts.SymbolFlags.Alias
      ? f.checker.getAliasedSymbol(given)
      : given;
  if (symbol === undefined)
    throw new NotPortable(node, `${node.getText()} is not declared`, 'declare it');
  const variable = f.variables.get(symbol);
  if (variable !== undefined) return variable;
  const declaration = symbol.valueDeclaration;
  if (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined
  )
    return compileModuleConstant(f, node, declaration);
  throw new NotPortable(
    node,
    `${node.getText()} is not a value of portable code`,
    'use parameters, state, and constants at the top of a file',
  );
}

/** A constant at the top of a file is written out where it is used. */
function compileModuleConstant(
  f: FunctionCompiler,
  node: ts.Node,
  declaration: ts.VariableDeclaration,
): Value {
  const isConstant = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  if (!isConstant || !ts.isSourceFile(declaration.parent.parent.parent))
    throw new NotPortable(
      node,
      `${node.getText()} is a variable outside the function`,
      'keep it in state',
    );
  return f.expression(declaration.initializer as ts.Expression);
}
