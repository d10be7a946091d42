// Functions with a body: which one an expression names, and calling it.
import ts from 'typescript';
import type { Callable } from './callable.js';
import { VOID, holdingOf } from '../../core/memory/value-type.js';
import { type Value, constant, ofUnit } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';

/** The function an expression names: declared in a file, or a constant at its top. */
export function resolveFunction(f: FunctionCompiler, node: ts.Expression): Callable | undefined {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return node;
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return undefined;
  const symbol = f.symbolOf(ts.isIdentifier(node) ? node : node.name);
  return symbol === undefined ? undefined : functionOf(symbol);
}

export function functionOf(symbol: ts.Symbol): Callable | undefined {
  for (const declaration of symbol.declarations ?? []) {
    if (ts.isFunctionDeclaration(declaration) && declaration.body !== undefined) return declaration;
    if (ts.isMethodDeclaration(declaration) && declaration.body !== undefined) return declaration;
    if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) continue;
    const { initializer } = declaration;
    if (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)) return initializer;
  }
  return undefined;
}

/**
 * As declared, once and without type parameters. Choosing among overloads, of which portable code has none, would check
 * all arguments once more.
 */
export function declaredSignature(
  f: FunctionCompiler,
  callee: ts.Expression,
): ts.Signature | undefined {
  const declaration = resolveFunction(f, callee) ?? declaredMethod(f, callee);
  return declaration === undefined || declaration.typeParameters !== undefined
    ? undefined
    : f.checker.getSignatureFromDeclaration(declaration);
}

function declaredMethod(
  f: FunctionCompiler,
  callee: ts.Expression,
): ts.MethodSignature | undefined {
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const declarations = f.symbolOf(callee.name)?.declarations ?? [];
  const [only] = declarations;
  const isPlain =
    declarations.length === 1 &&
    only !== undefined &&
    ts.isMethodSignature(only) &&
    ts.isInterfaceDeclaration(only.parent) &&
    only.parent.typeParameters === undefined;
  return isPlain ? only : undefined;
}

/** The type an argument is expected to have; of other expressions what the checker says. */
export function contextualType(f: FunctionCompiler, node: ts.Expression): ts.Type | undefined {
  const { parent } = node;
  if (!ts.isCallExpression(parent)) return f.checker.getContextualType(node);
  const parameters = declaredSignature(f, parent.expression)?.parameters;
  const parameter = parameters?.[parent.arguments.indexOf(node)];
  const declared = parameter?.valueDeclaration;
  const isRest =
    declared !== undefined && ts.isParameter(declared) && declared.dotDotDotToken !== undefined;
  return parameter === undefined || isRest
    ? f.checker.getContextualType(node)
    : f.checker.getTypeOfSymbol(parameter);
}

export function callFunction(
  f: FunctionCompiler,
  target: Callable,
  given: { readonly self: Value | null; readonly args: readonly Value[] },
): Value {
  const { builder, program } = f;
  const callee = program.function(target, f.builder.node);
  const args: number[] = [];
  if (given.self !== null && holdingOf(given.self.type) !== 'none')
    args.push(builder.use(given.self));
  callee.parameters.forEach((type, i) => {
    if (holdingOf(type) === 'none') return;
    const value = given.args[i] ?? constant({ kind: 'null' }, null);
    args.push(builder.use(builder.coerce(value, type)));
  });
  const { result } = callee;
  if (holdingOf(result) === 'none') {
    builder.emit({ op: 'call', dst: null, callee: callee.index, args });
    return result.kind === 'unit' ? ofUnit(result) : { type: VOID, register: null };
  }
  return builder.result(result, (dst) => ({ op: 'call', dst, callee: callee.index, args }));
}
