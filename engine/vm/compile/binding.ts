// Declarations: constants take the register of their value, variables get one of their own.
import ts from 'typescript';
import { type ValueType, holdingOf } from '../../core/memory/value-type.js';
import type { Value } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { NotPortable } from './issue.js';
import { readNamed } from './property.js';

export function declareAll(f: FunctionCompiler, declarations: ts.VariableDeclarationList): void {
  for (const declaration of declarations.declarations) {
    try {
      declareOne(f, declaration);
    } catch (error) {
      noteRefused(f, declaration.name);
      throw error;
    }
  }
}

/** Whoever names these later only repeats what is refused here. */
export function noteRefused(f: FunctionCompiler, name: ts.BindingName): void {
  if (ts.isIdentifier(name)) {
    const symbol = f.symbolOf(name);
    if (symbol !== undefined) f.refused.add(symbol);
    return;
  }
  for (const element of name.elements)
    if (ts.isBindingElement(element)) noteRefused(f, element.name);
}

function declareOne(f: FunctionCompiler, node: ts.VariableDeclaration): void {
  const { initializer, name } = node;
  if (ts.isObjectBindingPattern(name)) {
    if (initializer === undefined) return;
    bindPattern(f, name, f.expression(initializer));
    return;
  }
  if (!ts.isIdentifier(name)) throw new NotPortable(name, 'a list is taken apart', 'index it');
  const symbol = f.symbolOf(name);
  if (symbol === undefined) return;
  const value = initializer === undefined ? undefined : f.expression(initializer);
  if (f.assigned.has(symbol)) {
    declareVariable(f, { node, symbol }, value);
    return;
  }
  if (value === undefined)
    throw new NotPortable(node, 'a variable is never assigned', 'give it a value');
  bind(f, symbol, declaredAs(f, node, value));
}

/** A declared type makes an optional or a wider thing of the value. */
function declaredAs(f: FunctionCompiler, node: ts.VariableDeclaration, value: Value): Value {
  if (node.type === undefined || holdingOf(value.type) === 'none') return value;
  const declared = f.typeOf(node);
  const isPlain = declared.kind === 'record' && value.type.kind === 'record';
  return isPlain && declared.shape === value.type.shape ? value : f.builder.coerce(value, declared);
}

function declareVariable(
  f: FunctionCompiler,
  at: { readonly node: ts.VariableDeclaration; readonly symbol: ts.Symbol },
  value: Value | undefined,
): void {
  const declared = f.typeOf(at.node.name);
  const isConstant = value?.constant !== undefined && value.register === null;
  const type =
    value === undefined || isConstant || at.node.type !== undefined ? declared : value.type;
  const register = f.declare(at.symbol, type);
  if (register === null) return;
  if (value !== undefined) f.builder.assign(register, f.builder.coerce(value, type));
  // Without a value it is undefined each time the declaration is passed, as in every round of a loop.
  else if (mayBeMissing(type)) f.builder.emit({ op: 'const.word', dst: register, value: 0 });
}

const mayBeMissing = (type: ValueType): boolean =>
  type.kind === 'cell' ||
  type.kind === 'word' ||
  ((type.kind === 'record' || type.kind === 'list') && type.nullable);

/** A constant takes the value's register, unless that belongs to a variable that may change. */
export function bind(f: FunctionCompiler, symbol: ts.Symbol, value: Value): void {
  if (value.register === null || value.isLet !== true) {
    f.variables.set(symbol, { ...value, isNamed: true });
    return;
  }
  const register = f.builder.register(value.type);
  f.builder.emit({ op: 'move', dst: register, a: value.register });
  f.variables.set(symbol, { type: value.type, register, isNamed: true });
}

export function bindPattern(
  f: FunctionCompiler,
  pattern: ts.ObjectBindingPattern,
  object: Value,
): void {
  for (const element of pattern.elements) {
    const isPlain =
      ts.isIdentifier(element.name) &&
      element.initializer === undefined &&
      element.dotDotDotToken === undefined;
    if (!isPlain)
      throw new NotPortable(
        element,
        'a field is taken apart with more than its name',
        'read the field',
      );
    const key = element.propertyName ?? element.name;
    if (!ts.isIdentifier(key))
      throw new NotPortable(element, 'a field with a computed name', 'write its name');
    const symbol = f.symbolOf(element.name);
    if (symbol === undefined) continue;
    const value = f.at(element, () => readNamed(f, object, { key, node: element }));
    bind(f, symbol, value);
  }
}
