// Calls: of functions and methods with a body, of values of the policy, of lists, and of the engine.
import ts from 'typescript';
import type { Callable } from './callable.js';
import { FLAG, VOID, holdingOf, requiredOf } from '../../core/memory/value-type.js';
import { callFunction, declaredSignature, resolveFunction } from './callee.js';
import { type Value, constant } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { NotPortable } from './issue.js';
import { isInChain, readOptionally } from './optional.js';
import { append, compileSort } from './list.js';
import { compileMath } from './math-call.js';
import { compileNumMethod, compileNumeric, compileNumericMethod } from './num-call.js';
import { checkDetail } from './reason-check.js';
import { compileSink } from './sink.js';
import { compileTickCall } from './tick-call.js';

export function compileCall(f: FunctionCompiler, node: ts.CallExpression): Value {
  if (isNever(f, node)) return trapHere(f);
  const callee = node.expression;
  if (ts.isPropertyAccessExpression(callee)) return compileMethod(f, node, callee);
  const target = resolveFunction(f, callee);
  if (target === undefined && isNumeric(f, callee)) return compileNumeric(f, node);
  if (target !== undefined && isSettled(target)) return checkSettled(f, node, target);
  if (target === undefined)
    throw new NotPortable(
      node,
      `${callee.getText()} is not a function with a body here`,
      'call named functions',
    );
  return callWith(f, node, { target, self: null });
}

/** A function that never returns throws: compiled code stops there, and the reference lane tells why. */
function isNever(f: FunctionCompiler, node: ts.CallExpression): boolean {
  const signature = declaredSignature(f, node.expression) ?? f.checker.getResolvedSignature(node);
  return (
    signature !== undefined &&
    (f.checker.getReturnTypeOfSignature(signature).flags & ts.TypeFlags.Never) !== 0
  );
}

function trapHere(f: FunctionCompiler): Value {
  f.builder.trap('fault');
  return { type: VOID, register: null };
}

/** `num` itself, under whatever name. */
function isNumeric(f: FunctionCompiler, callee: ts.Expression): boolean {
  const own = f.typeOf(callee);
  return own.kind === 'unit' && own.name === 'numeric';
}

function compileMethod(
  f: FunctionCompiler,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
): Value {
  if (ts.isIdentifier(callee.expression) && callee.expression.text === 'Math')
    return compileMath(f, node, callee.name.text);
  if (isIntegerTest(callee)) return constant(FLAG, true);
  const object = f.expression(callee.expression);
  return isInChain(node)
    ? readOptionally(f, object, (held) => compileCallOn(f, node, { callee, object: held }))
    : compileCallOn(f, node, { callee, object });
}

function compileCallOn(
  f: FunctionCompiler,
  node: ts.CallExpression,
  { callee, object }: { readonly callee: ts.PropertyAccessExpression; readonly object: Value },
): Value {
  const { type } = object;
  const method = f.symbolOf(callee.name);
  const isMethod = ((method?.flags ?? 0) & ts.SymbolFlags.Method) !== 0;
  if (!isMethod && isNumeric(f, callee)) return compileNumeric(f, node);
  if (type.kind === 'unit') return compileUnitCall(f, node, { callee, unit: type.name });
  if (requiredOf(type).kind === 'num')
    return compileNumMethod(f, node, { object, name: callee.name.text });
  if (type.kind === 'list') return compileListCall(f, node, { object, name: callee.name.text });
  const target = methodOf(f, node);
  if (target !== undefined && type.kind === 'record')
    return callWith(f, node, { target, self: f.builder.required(object) });
  throw new NotPortable(node, `${callee.getText()} is not portable`, 'see docs/portable.md');
}

/** Every `number` of portable code is a whole one. */
const isIntegerTest = (callee: ts.PropertyAccessExpression): boolean =>
  ts.isIdentifier(callee.expression) &&
  callee.expression.text === 'Number' &&
  (callee.name.text === 'isInteger' || callee.name.text === 'isSafeInteger');

/** Checks of the kernel that types and the compiler have settled (kernel/declared.ts). */
const isSettled = (target: Callable): boolean =>
  /\/kernel\/declared\.ts$/.test(target.getSourceFile().fileName);

const checkSettled = (f: FunctionCompiler, node: ts.CallExpression, target: Callable): Value => {
  f.builder.node = node;
  const why = node.arguments[1];
  if (target.name?.getText() === 'requireReason' && why !== undefined)
    checkDetail(f, f.expression(why));
  return { type: VOID, register: null };
};

function compileUnitCall(
  f: FunctionCompiler,
  node: ts.CallExpression,
  at: { readonly callee: ts.PropertyAccessExpression; readonly unit: string },
): Value {
  const name = at.callee.name.text;
  if (at.unit === 'tick') return compileTickCall(f, node, name);
  if (at.unit === 'trace') return compileSink(f, node, name);
  if (at.unit === 'numeric') return compileNumericMethod(f, node, name);
  if (at.unit === 'strategy' && name === 'onTick') return f.program.callStrategy(f, 'onTick');
  if (at.unit === 'strategy' && name === 'onEnd') return f.program.callStrategy(f, 'onEnd');
  throw new NotPortable(
    node,
    `${at.callee.getText()} is not available to portable code`,
    'see docs/portable.md',
  );
}

function compileListCall(
  f: FunctionCompiler,
  node: ts.CallExpression,
  at: { readonly object: Value; readonly name: string },
): Value {
  const target = f.builder.required(at.object);
  if (at.name === 'push') {
    // All of them are computed before the first is added.
    const items = node.arguments.map((argument): Value => {
      const item = f.expression(argument);
      return item.register === null ? item : { ...item, isNamed: true };
    });
    for (const item of items) append(f, target, item);
    return { type: VOID, register: null };
  }
  if (at.name === 'sort') {
    compileSort(f, node, target);
    return target;
  }
  throw new NotPortable(node, `.${at.name}() of a list is not portable`, 'write a loop');
}

function methodOf(f: FunctionCompiler, node: ts.CallExpression): Callable | undefined {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  return f
    .symbolOf(expression.name)
    ?.declarations?.find(
      (declaration): declaration is ts.MethodDeclaration =>
        ts.isMethodDeclaration(declaration) && declaration.body !== undefined,
    );
}

function callWith(
  f: FunctionCompiler,
  node: ts.CallExpression,
  to: { readonly target: Callable; readonly self: Value | null },
): Value {
  const args = node.arguments.map((argument): Value => {
    if (ts.isSpreadElement(argument))
      throw new NotPortable(argument, 'arguments are spread', 'name them');
    const value = f.expression(argument);
    return holdingOf(value.type) === 'none' ? value : { ...value, isNamed: true };
  });
  return f.at(node, () => callFunction(f, to.target, { self: to.self, args }));
}
