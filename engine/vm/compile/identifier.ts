// Names: parameters and variables of the function, and constants at the top of a file.
import ts from 'typescript';
import { NULL } from '../../core/memory/value-type.js';
import { type Value, constant } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { Consequence, NotPortable } from './issue.js';

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
    throw new NotPortable(
      node,
      `${node.getText()} is nothing that portable code knows`,
      'declare it, or use what docs/portable.md names',
    );
  const variable = f.variables.get(symbol);
  if (variable !== undefined) return variable;
  if (f.refused.has(symbol)) throw new Consequence(node, 'its declaration was refused', '');
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
  if (f.constants.has(declaration))
    throw new NotPortable(node, `${node.getText()} leads to itself`, 'give it a value of its own');
  f.constants.add(declaration);
  try {
    return f.expression(declaration.initializer as ts.Expression);
  } finally {
    f.constants.delete(declaration);
  }
}
