// Lists: literals, elements, push, and sorting by a named comparator. Records in a list of state are stored by value.
import ts from 'typescript';
import { isHeldByValue } from '../../core/memory/block-layout.js';
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
import { callFunction, resolveFunction } from './callee.js';
import { wantedType } from './context.js';
import { type Value, constant } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { NotPortable } from './issue.js';
import { isInChain, readOptionally } from './optional.js';
import { refuseShared } from './shared-lists.js';

/** Room of a list made during a tick before it has to move; most lists hold a few values. */
const FIRST_CAPACITY = 8;

const elementOf = (node: ts.Node, type: ValueType): ValueType => {
  if (type.kind === 'list') return type.element;
  throw new NotPortable(node, 'this is no list', 'index lists only');
};

export function compileArrayLiteral(f: FunctionCompiler, node: ts.ArrayLiteralExpression): Value {
  const wanted = wantedType(f, node);
  const type = requiredOf(wanted?.kind === 'list' ? wanted : f.typeOf(node));
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

function storeElement(f: FunctionCompiler, slot: Register, value: Value): void {
  const { builder } = f;
  const { type } = value;
  const a = builder.use(value);
  if (type.kind === 'cell') builder.storeCell({ base: slot, offset: 0 }, a, requiredOf(type));
  else if (type.kind === 'record' && !type.shape.isMutable)
    f.program.copies.storeElement(f, { slot, type }, a);
  else {
    if (type.kind === 'record' || type.kind === 'list') refuseInState(f, slot);
    builder.emit({ op: 'store', base: slot, offset: 0, a });
  }
}

/** `list[index]`: null beyond the list, unless the type or a cast says that it is there. */
export function compileElement(f: FunctionCompiler, node: ts.ElementAccessExpression): Value {
  const object = f.expression(node.expression);
  if (object.type.kind === 'record') return compileNamed(f, node);
  return isInChain(node)
    ? readOptionally(f, object, (held) => elementAt(f, node, held))
    : elementAt(f, node, object);
}

function elementAt(f: FunctionCompiler, node: ts.ElementAccessExpression, object: Value): Value {
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
  if (element.kind === 'cell')
    return builder.loadCell(base, { offset: 0, type: element, isStable: false });
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

/** An element that is assigned, and perhaps read before. */
export function elementPlace(
  f: FunctionCompiler,
  node: ts.ElementAccessExpression,
): { readonly read: () => Value; readonly write: (value: Value) => void } {
  const { builder } = f;
  const target = builder.required(f.expression(node.expression));
  const element = elementOf(node, target.type);
  const a = builder.use(target);
  const index = builder.use(builder.coerce(f.expression(node.argumentExpression), INT));
  return {
    read: () => {
      const named: Value = { type: INT, register: index, isNamed: true };
      return readElement(f, { target: { ...target, register: a }, index: named, isSure: false });
    },
    write: (value) => {
      if (element.kind === 'record' && element.shape.isMutable)
        throw new NotPortable(
          node,
          `${element.shape.name} is replaced in a list`,
          'assign its fields instead',
        );
      const held = builder.use(builder.coerce(value, element));
      const slot = writtenSlot(f, { a, index, stride: sizeOfField(builder.layouts, element) });
      storeElement(f, slot, { type: element, register: held });
    },
  };
}

/** Address of the element that is written. One behind the last is a new one; further away JavaScript leaves holes. */
function writtenSlot(
  f: FunctionCompiler,
  at: { readonly a: Register; readonly index: Register; readonly stride: number },
): Register {
  const { builder } = f;
  const { a, index, stride } = at;
  const dst = builder.register(WORD);
  const has = builder.result(FLAG, (to) => ({ op: 'list.has', dst: to, a, index }));
  builder.emit({ op: 'if', a: builder.use(has) });
  refuseShared(builder, a);
  builder.emit({ op: 'list.at', dst, a, index, stride });
  builder.emit({ op: 'else' });
  const length = builder.use(builder.result(INT, (to) => ({ op: 'list.length', dst: to, a })));
  const isHole = builder.result(FLAG, (to) => ({ op: 'int.ne', dst: to, a: index, b: length }));
  builder.emit({ op: 'if', a: builder.use(isHole) });
  builder.trap('beyond-end');
  builder.emit({ op: 'end' });
  builder.emit({ op: 'list.grow', dst, a, stride });
  builder.emit({ op: 'end' });
  return dst;
}

/** `list.length = n`, which may only shorten. What is cut off becomes zero, so that equal states are equal words. */
export function shorten(f: FunctionCompiler, target: Value, to: Value): void {
  const { builder } = f;
  const element = elementOf(builder.node, target.type);
  if (!isHeldByValue(element) && (element.kind === 'record' || element.kind === 'list'))
    throw new NotPortable(
      builder.node,
      'a list of objects is shortened',
      'keep a count of those that are in use',
    );
  const a = builder.use(target);
  const length = builder.use(to);
  const before = builder.use(builder.result(INT, (dst) => ({ op: 'list.length', dst, a })));
  const zero = builder.use(constant(INT, 0));
  refuseShared(builder, a);
  for (const [x, y] of [
    [before, length],
    [length, zero],
  ] as const) {
    const isBeyond = builder.result(FLAG, (dst) => ({ op: 'int.lt', dst, a: x, b: y }));
    builder.emit({ op: 'if', a: builder.use(isBeyond) });
    builder.trap('beyond-end');
    builder.emit({ op: 'end' });
  }
  if (element.kind !== 'record') clearFrom(f, { a, length, before }, element);
  builder.emit({ op: 'list.truncate', a, length });
}

function clearFrom(
  f: FunctionCompiler,
  of: { readonly a: Register; readonly length: Register; readonly before: Register },
  element: ValueType,
): void {
  const { builder } = f;
  const words = sizeOfField(builder.layouts, element);
  const i = builder.register(INT);
  const one = builder.use(constant(INT, 1));
  builder.emit({ op: 'move', dst: i, a: of.length });
  builder.emit({ op: 'block' });
  builder.emit({ op: 'loop' });
  breakUnless(f, { op: 'int.lt', a: i, b: of.before });
  const slot = builder.result(WORD, (dst) => ({
    op: 'list.at',
    dst,
    a: of.a,
    index: i,
    stride: words,
  }));
  builder.emit({ op: 'clear', base: builder.use(slot), words });
  builder.emit({ op: 'int.add', dst: i, a: i, b: one });
  builder.emit({ op: 'br', depth: 0 });
  builder.emit({ op: 'end' });
  builder.emit({ op: 'end' });
}

/** State holds objects where they were from the start: neither may one be put into it during a tick, nor may they move. */
function refuseInState(f: FunctionCompiler, address: Register): void {
  const { builder } = f;
  const isState = builder.result(FLAG, (dst) => ({ op: 'is-state', dst, a: address }));
  builder.emit({ op: 'if', a: builder.use(isState) });
  builder.trap('object-in-state');
  builder.emit({ op: 'end' });
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
  refuseShared(builder, a);
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
  const x = loadElement(f, a, { index: builder.use(before), element });
  const y = loadElement(f, a, { index: j, element });
  const order = callFunction(f, comparator, { self: null, args: [x, y] });
  breakUnless(f, { op: 'int.gt', a: builder.use(order), b: builder.use(constant(INT, 0)) });
  storeElement(f, left, y);
  storeElement(f, right, x);
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
