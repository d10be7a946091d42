// Lists: literals, elements, push, and sorting by a named comparator. Records in a list of state are stored by value.
import ts from 'typescript';
import { sizeOfField } from '../../core/memory/record-layout.js';
import {
  FLAG,
  INT,
  type ValueType,
  WORD,
  list,
  nullableOf,
  requiredOf,
} from '../../core/memory/value-type.js';
import type { Register } from '../ir/instruction.js';
import { callFunction, contextualType, resolveFunction } from './callee.js';
import { type Value, constant } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { NotPortable } from './issue.js';

/** Room of a list made during a tick before it has to move; most lists hold a few values. */
const FIRST_CAPACITY = 8;

const elementOf = (node: ts.Node, type: ValueType): ValueType => {
  if (type.kind === 'list') return type.element;
  throw new NotPortable(node, 'this is no list', 'index lists only');
};

export function compileArrayLiteral(f: FunctionCompiler, node: ts.ArrayLiteralExpression): Value {
  const contextual = contextualType(f, node);
  const wanted =
    contextual === undefined ? undefined : requiredOf(f.program.types.lower(contextual));
  const type = wanted?.kind === 'list' ? wanted : requiredOf(f.typeOf(node));
  const element = elementOf(node, type);
  if (element.kind === 'foreign' || element.kind === 'void')
    throw new NotPortable(
      node,
      'the elements have no type',
      'declare the list with its element type',
    );
  const { builder } = f;
  const stride = sizeOfField(builder.layouts, element);
  const capacity = Math.max(node.elements.length, node.elements.length === 0 ? FIRST_CAPACITY : 1);
  const made = builder.result(list(element), (dst) => ({ op: 'list.new', dst, capacity, stride }));
  for (const item of node.elements) {
    if (ts.isSpreadElement(item))
      throw new NotPortable(item, 'a list is spread', 'push its elements in a loop');
    append(f, made, f.expression(item));
  }
  return made;
}

export function append(f: FunctionCompiler, target: Value, item: Value): void {
  const { builder } = f;
  const element = elementOf(builder.node, target.type);
  const held = builder.coerce(item, element);
  const stride = sizeOfField(builder.layouts, element);
  const value = builder.use(held);
  const a = builder.use(target);
  const slot = builder.result(WORD, (dst) => ({ op: 'list.grow', dst, a, stride }));
  storeElement(f, builder.use(slot), { type: element, register: value });
}

/** Elements of optional type are held as addresses of their values, never inline. */
function storeElement(f: FunctionCompiler, slot: Register, value: Value): void {
  const { builder } = f;
  const { type } = value;
  if (type.kind === 'cell')
    throw new NotPortable(
      builder.node,
      'a list of values that may be null',
      'keep a list of flags beside it',
    );
  if (type.kind === 'record' && !type.shape.isMutable) {
    f.program.copies.storeElement(f, { slot, type }, builder.use(value));
    return;
  }
  builder.emit({ op: 'store', base: slot, offset: 0, a: builder.use(value) });
}

/** `list[index]`: null beyond the list, unless the type or a cast says that it is there. */
export function compileElement(f: FunctionCompiler, node: ts.ElementAccessExpression): Value {
  const object = f.expression(node.expression);
  if (object.type.kind === 'record') return compileNamed(f, node);
  const target = f.builder.required(object);
  const index = f.builder.coerce(f.expression(node.argumentExpression), INT);
  return f.at(node, () => readElement(f, { target, index, isSure: isAsserted(f, node) }));
}

/** Whether the code says that the element is there: a cast or `!`. Then a missing one is a fault. */
function isAsserted(f: FunctionCompiler, node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isNonNullExpression(parent)) return true;
  if (ts.isParenthesizedExpression(parent)) return isAsserted(f, parent);
  return ts.isAsExpression(parent) && !mayBeNothing(f.checker.getTypeAtLocation(parent));
}

const mayBeNothing = (type: ts.Type): boolean =>
  type.isUnion() &&
  type.types.some((part) => (part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) !== 0);

interface Reading {
  readonly target: Value;
  readonly index: Value;
  readonly isSure: boolean;
}

export function readElement(f: FunctionCompiler, { target, index, isSure }: Reading): Value {
  const { builder } = f;
  const element = elementOf(builder.node, target.type);
  const a = builder.use(target);
  const i = builder.use(index);
  if (isSure) return loadElement(f, a, { index: i, element });
  const type = nullableOf(element);
  const dst = builder.register(type);
  const has = builder.result(FLAG, (to) => ({ op: 'list.has', dst: to, a, index: i }));
  builder.emit({ op: 'const.word', dst, value: 0 });
  builder.emit({ op: 'if', a: builder.use(has) });
  builder.assign(dst, builder.coerce(loadElement(f, a, { index: i, element }), type));
  builder.emit({ op: 'end' });
  return { type, register: dst };
}

function loadElement(
  f: FunctionCompiler,
  a: Register,
  at: { readonly index: Register; readonly element: ValueType },
): Value {
  const { builder } = f;
  const { index, element } = at;
  const stride = sizeOfField(builder.layouts, element);
  const slot = builder.result(WORD, (dst) => ({ op: 'list.at', dst, a, index, stride }));
  const base = builder.use(slot);
  const loaded = builder.result(element, (dst) => ({
    op: 'load',
    dst,
    base,
    offset: 0,
    isStable: false,
  }));
  return element.kind === 'record' && !element.shape.isMutable
    ? f.program.copies.loadElement(f, a, loaded)
    : loaded;
}

export function writeElement(
  f: FunctionCompiler,
  node: ts.ElementAccessExpression,
  value: Value,
): void {
  const { builder } = f;
  const target = builder.required(f.expression(node.expression));
  const element = elementOf(node, target.type);
  if (element.kind === 'record' && element.shape.isMutable)
    throw new NotPortable(
      node,
      `${element.shape.name} is replaced in a list`,
      'assign its fields instead',
    );
  const index = builder.use(builder.coerce(f.expression(node.argumentExpression), INT));
  const held = builder.use(builder.coerce(value, element));
  const stride = sizeOfField(builder.layouts, element);
  const a = builder.use(target);
  const slot = builder.result(WORD, (dst) => ({ op: 'list.at', dst, a, index, stride }));
  storeElement(f, builder.use(slot), { type: element, register: held });
}

/** `TABLE[name]` with a constant table of literals: a choice by the name. */
function compileNamed(f: FunctionCompiler, node: ts.ElementAccessExpression): Value {
  const table = tableOf(f, node.expression);
  if (table === undefined)
    throw new NotPortable(
      node,
      'a field is looked up by a name known only at run time',
      'write a switch',
    );
  const { builder } = f;
  const key = f.expression(node.argumentExpression);
  const entries = table.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) &&
    (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name))
      ? [[property.name.text, property.initializer] as const]
      : [],
  );
  const type = requiredOf(f.typeOf(node));
  if (typeof key.constant === 'string') {
    const found = entries.find(([name]) => name === key.constant);
    if (found !== undefined) return f.expression(found[1]);
  }
  const dst = builder.register(type);
  const a = builder.use(key);
  builder.emit({ op: 'block' });
  for (const [name, initializer] of entries) {
    const b = builder.use(constant(WORD, name));
    const same = builder.result(FLAG, (to) => ({ op: 'word.eq', dst: to, a, b }));
    builder.emit({ op: 'if', a: builder.use(same) });
    builder.assign(dst, builder.coerce(f.expression(initializer), type));
    builder.emit({ op: 'br', depth: 1 });
    builder.emit({ op: 'end' });
  }
  builder.trap('missing');
  builder.emit({ op: 'end' });
  return { type, register: dst };
}

function tableOf(f: FunctionCompiler, node: ts.Expression): ts.ObjectLiteralExpression | undefined {
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = f.symbolOf(node)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
  let { initializer } = declaration;
  while (
    initializer !== undefined &&
    (ts.isAsExpression(initializer) || ts.isSatisfiesExpression(initializer))
  )
    initializer = initializer.expression;
  return initializer !== undefined && ts.isObjectLiteralExpression(initializer)
    ? initializer
    : undefined;
}

/** Insertion sort, which keeps equal elements in order, as JavaScript's sort does. */
export function compileSort(f: FunctionCompiler, node: ts.CallExpression, target: Value): void {
  const [argument] = node.arguments;
  const comparator = argument === undefined ? undefined : resolveFunction(f, argument);
  if (comparator === undefined)
    throw new NotPortable(
      node,
      'a list is sorted without a named comparator',
      'pass a function declared in a file',
    );
  const { builder } = f;
  const one = constant(INT, 1);
  const i = builder.register(INT);
  const j = builder.register(INT);
  const length = builder.result(INT, (dst) => ({ op: 'list.length', dst, a: builder.use(target) }));
  builder.emit({ op: 'const.int', dst: i, value: 1 });
  const named = (register: Register, type: ValueType): Value => ({ type, register, isNamed: true });
  const a = builder.use(target);
  builder.emit({ op: 'block' });
  builder.emit({ op: 'loop' });
  breakUnless(f, { op: 'int.lt', a: i, b: builder.use(length) });
  builder.emit({ op: 'move', dst: j, a: i });
  builder.emit({ op: 'block' });
  builder.emit({ op: 'loop' });
  breakUnless(f, { op: 'int.gt', a: j, b: builder.use(constant(INT, 0)) });
  const before = builder.result(INT, (dst) => ({ op: 'int.sub', dst, a: j, b: builder.use(one) }));
  const left = slotOf(f, a, builder.use(before));
  const right = slotOf(f, a, j);
  const element = elementOf(node, target.type);
  if (element.kind !== 'record')
    throw new NotPortable(node, 'only lists of records are sorted', 'sort records');
  const x = builder.result(element, (dst) => ({
    op: 'load',
    dst,
    base: left,
    offset: 0,
    isStable: false,
  }));
  const y = builder.result(element, (dst) => ({
    op: 'load',
    dst,
    base: right,
    offset: 0,
    isStable: false,
  }));
  const order = callFunction(f, comparator, { self: null, args: [x, y] });
  breakUnless(f, { op: 'int.gt', a: builder.use(order), b: builder.use(constant(INT, 0)) });
  builder.emit({ op: 'store', base: left, offset: 0, a: builder.use(y) });
  builder.emit({ op: 'store', base: right, offset: 0, a: builder.use(x) });
  builder.assign(j, named(builder.use(before), INT));
  builder.emit({ op: 'br', depth: 0 });
  builder.emit({ op: 'end' });
  builder.emit({ op: 'end' });
  const next = builder.result(INT, (dst) => ({ op: 'int.add', dst, a: i, b: builder.use(one) }));
  builder.assign(i, named(builder.use(next), INT));
  builder.emit({ op: 'br', depth: 0 });
  builder.emit({ op: 'end' });
  builder.emit({ op: 'end' });
}

function slotOf(f: FunctionCompiler, a: Register, index: Register): Register {
  const { builder } = f;
  return builder.use(builder.result(WORD, (dst) => ({ op: 'list.at', dst, a, index, stride: 1 })));
}

/** Leaves the loop and the block around it. */
function breakUnless(
  f: FunctionCompiler,
  test: { op: 'int.lt' | 'int.gt'; a: Register; b: Register },
): void {
  const { builder } = f;
  const holds = builder.result(FLAG, (dst) => ({ ...test, dst }));
  const fails = builder.result(FLAG, (dst) => ({ op: 'flag.not', dst, a: builder.use(holds) }));
  builder.emit({ op: 'if', a: builder.use(fails) });
  builder.emit({ op: 'br', depth: 2 });
  builder.emit({ op: 'end' });
}
