// Binary operators: whole-number arithmetic, comparisons, logic, and ??. Assignments are statements (statement.ts).
import ts from 'typescript';
import {
  FLAG,
  INT,
  type ValueType,
  WORD,
  holdingOf,
  nullableOf,
  requiredOf,
  sameType,
} from '../../core/memory/value-type.js';
import type { IntBinary, IntCompare } from '../ir/instruction.js';
import { compileCondition, negate } from './condition.js';
import { type Value, constant, isNothing } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { NotPortable } from './issue.js';
import { compileOrder } from './order.js';

const K = ts.SyntaxKind;

const ARITHMETIC: Readonly<Partial<Record<ts.SyntaxKind, IntBinary>>> = {
  [K.PlusToken]: 'int.add',
  [K.MinusToken]: 'int.sub',
  [K.AsteriskToken]: 'int.mul',
  [K.PercentToken]: 'int.rem',
};

const ORDER: Readonly<Partial<Record<ts.SyntaxKind, IntCompare>>> = {
  [K.LessThanToken]: 'int.lt',
  [K.LessThanEqualsToken]: 'int.lte',
  [K.GreaterThanToken]: 'int.gt',
  [K.GreaterThanEqualsToken]: 'int.gte',
};

const REMEDIES: Readonly<Partial<Record<ts.SyntaxKind, string>>> = {
  [K.EqualsEqualsToken]: 'write ===',
  [K.ExclamationEqualsToken]: 'write !==',
  [K.CommaToken]: 'write statements of their own',
  [K.AsteriskAsteriskToken]: 'multiply in a loop',
};

export function compileBinary(f: FunctionCompiler, node: ts.BinaryExpression): Value {
  const operator = node.operatorToken.kind;
  if (operator === K.AmpersandAmpersandToken || operator === K.BarBarToken)
    return compileLogic(f, node);
  if (operator === K.QuestionQuestionToken) return compileFallback(f, node);
  const ordered = compileOrder(f, node);
  if (ordered !== undefined) return ordered;
  if (operator === K.EqualsEqualsEqualsToken || operator === K.ExclamationEqualsEqualsToken)
    return compileEquality(f, node);
  const order = ORDER[operator];
  if (order !== undefined) return compileInts(f, node, { op: order, type: FLAG });
  const arithmetic = ARITHMETIC[operator];
  if (arithmetic !== undefined) return compileInts(f, node, { op: arithmetic, type: INT });
  if (operator === K.SlashToken)
    throw new NotPortable(
      node,
      'a number is divided outside the policy',
      'divide values of tick.num',
    );
  if (operator >= K.FirstAssignment && operator <= K.LastAssignment)
    throw new NotPortable(
      node,
      'an assignment within an expression',
      'assign in a statement of its own',
    );
  throw new NotPortable(
    node,
    `${node.operatorToken.getText()} is not portable`,
    REMEDIES[operator] ?? 'use whole numbers, comparisons and literal fields',
  );
}

function compileInts(
  f: FunctionCompiler,
  node: ts.BinaryExpression,
  what: { readonly op: IntBinary | IntCompare; readonly type: ValueType },
): Value {
  const { builder } = f;
  const left = builder.coerce(f.expression(node.left), INT);
  const right = builder.coerce(f.expression(node.right), INT);
  const known = foldInts(what.op, left.constant, right.constant);
  if (known !== undefined) return constant(what.type, known);
  const a = builder.use(left);
  const b = builder.use(right);
  return builder.result(what.type, (dst) => ({ op: what.op, dst, a, b }));
}

/** Only what gives the same whole number in every lane. */
function foldInts(op: string, a: unknown, b: unknown): number | undefined {
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  const made =
    op === 'int.add' ? a + b : op === 'int.sub' ? a - b : op === 'int.mul' ? a * b : undefined;
  return made !== undefined && Number.isSafeInteger(made) ? made + 0 : undefined;
}

function compileEquality(f: FunctionCompiler, node: ts.BinaryExpression): Value {
  const isEqual = node.operatorToken.kind === K.EqualsEqualsEqualsToken;
  const left = f.expression(node.left);
  const right = f.expression(node.right);
  if (isNothing(left) || isNothing(right))
    return compareWithNothing(f, isNothing(left) ? right : left, isEqual);
  const folded = foldEquality(left, right);
  if (folded !== undefined) return constant(FLAG, folded === isEqual);
  if (left.type.kind === 'cell' && right.type.kind === 'cell')
    return compareOptionals(f, node, [left, right]);
  if (left.type.kind === 'cell') return compareOptional(f, node, { optional: left, other: right });
  if (right.type.kind === 'cell') return compareOptional(f, node, { optional: right, other: left });
  return comparePlain(f, node, [left, right]);
}

/** Two that are missing are equal, if both are undefined or both null. */
function compareOptionals(
  f: FunctionCompiler,
  node: ts.BinaryExpression,
  sides: readonly [Value, Value],
): Value {
  const { builder } = f;
  const kinds = [node.left, node.right].map((side) => nothingOf(f.checker.getTypeAtLocation(side)));
  if ((kinds[0] ?? 0) + (kinds[1] ?? 0) === (ts.TypeFlags.Null | ts.TypeFlags.Undefined))
    throw new NotPortable(
      node,
      'a value that may be null is compared with one that may be undefined',
      'ask for one of them first: x !== null',
    );
  const isEqual = node.operatorToken.kind === K.EqualsEqualsEqualsToken;
  const [a, b] = sides.map((side) => builder.use(side)) as [number, number];
  const dst = builder.register(FLAG);
  builder.emit({ op: isEqual ? 'word.eq' : 'word.ne', dst, a, b });
  builder.emit({ op: 'if', a });
  builder.emit({ op: 'if', a: b });
  const held = [a, b].map((register, i) =>
    builder.required({ type: (sides[i] as Value).type, register, isNamed: true }),
  ) as [Value, Value];
  builder.assign(dst, comparePlain(f, node, held));
  builder.emit({ op: 'end' });
  builder.emit({ op: 'end' });
  return { type: FLAG, register: dst };
}

/** Flags of null and undefined, as far as a type has them. */
function nothingOf(type: ts.Type): number {
  const parts = type.isUnion() ? type.types : [type];
  const flags = parts.reduce((all, part) => all | part.flags, 0);
  return flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined);
}

/** What is missing equals nothing that is there. */
function compareOptional(
  f: FunctionCompiler,
  node: ts.BinaryExpression,
  { optional, other }: { readonly optional: Value; readonly other: Value },
): Value {
  const { builder } = f;
  const isEqual = node.operatorToken.kind === K.EqualsEqualsEqualsToken;
  const dst = builder.register(FLAG);
  const held: Value = { ...other, ...(other.register !== null && { isNamed: true }) };
  const a = builder.use(optional);
  builder.emit({ op: 'const.word', dst, value: isEqual ? 0 : 1 });
  builder.emit({ op: 'if', a });
  const inner = builder.required({ ...optional, register: a, isNamed: true });
  builder.assign(dst, comparePlain(f, node, [inner, held]));
  builder.emit({ op: 'end' });
  return { type: FLAG, register: dst };
}

function comparePlain(
  f: FunctionCompiler,
  node: ts.BinaryExpression,
  [a, b]: readonly [Value, Value],
): Value {
  const { builder } = f;
  const isEqual = node.operatorToken.kind === K.EqualsEqualsEqualsToken;
  if (a.type.kind === 'int' && b.type.kind === 'int') {
    const [x, y] = [builder.use(a), builder.use(b)];
    return builder.result(FLAG, (dst) => ({ op: isEqual ? 'int.eq' : 'int.ne', dst, a: x, b: y }));
  }
  const areWords = (a.type.kind === 'word' || a.type.kind === 'flag') && sameType(a.type, b.type);
  if (!areWords)
    throw new NotPortable(
      node,
      'these cannot be compared with ===',
      'compare numbers of the policy with eq, records by a field',
    );
  const [x, y] = [builder.use(a), builder.use(b)];
  return builder.result(FLAG, (dst) => ({ op: isEqual ? 'word.eq' : 'word.ne', dst, a: x, b: y }));
}

function foldEquality(a: Value, b: Value): boolean | undefined {
  if (a.constant === undefined || b.constant === undefined) return undefined;
  return a.constant === b.constant;
}

function compareWithNothing(f: FunctionCompiler, value: Value, isEqual: boolean): Value {
  if (isNothing(value)) return constant(FLAG, isEqual);
  if (value.constant !== undefined) return constant(FLAG, !isEqual);
  const { kind } = value.type;
  const mayBeNull =
    kind === 'cell' ||
    kind === 'word' ||
    ((kind === 'record' || kind === 'list') && value.type.nullable);
  if (!mayBeNull) return constant(FLAG, !isEqual);
  const { builder } = f;
  const b = builder.use(constant(WORD, null));
  const a = builder.use(value);
  return builder.result(FLAG, (dst) => ({ op: isEqual ? 'word.eq' : 'word.ne', dst, a, b }));
}

/** Both sides only as far as they are needed. */
function compileLogic(f: FunctionCompiler, node: ts.BinaryExpression): Value {
  const { builder } = f;
  const isAnd = node.operatorToken.kind === K.AmpersandAmpersandToken;
  const left = compileCondition(f, node.left);
  if (typeof left.constant === 'boolean')
    return left.constant === isAnd
      ? compileCondition(f, node.right)
      : constant(FLAG, left.constant);
  const dst = builder.register(FLAG);
  builder.assign(dst, left);
  builder.emit({
    op: 'if',
    a: isAnd ? dst : builder.use(negate(f, { type: FLAG, register: dst, isNamed: true })),
  });
  builder.assign(dst, compileCondition(f, node.right));
  builder.emit({ op: 'end' });
  return { type: FLAG, register: dst };
}

function compileFallback(f: FunctionCompiler, node: ts.BinaryExpression): Value {
  const { builder } = f;
  const left = f.expression(node.left);
  if (isNothing(left)) return f.expression(node.right);
  const isOptional =
    left.type.kind === 'cell' ||
    (left.type.kind === 'word' && left.constant === undefined) ||
    ((left.type.kind === 'record' || left.type.kind === 'list') && left.type.nullable);
  if (!isOptional) return left;
  const a = builder.use(left);
  const own = typeOfFallback(f, node, left.type);
  const type =
    left.type.kind === 'record' || left.type.kind === 'list'
      ? typeAfterFallback(left.type, own)
      : own;
  const dst = builder.register(type);
  builder.emit({ op: 'if', a });
  builder.assign(dst, builder.coerce({ type: left.type, register: a, isNamed: true }, type));
  builder.emit({ op: 'else' });
  builder.assign(dst, builder.coerce(f.expression(node.right), type));
  builder.emit({ op: 'end' });
  return { type, register: dst };
}

/** TypeScript may know that the left side is there; whether it is, shows when the code runs. */
function typeOfFallback(
  f: FunctionCompiler,
  node: ts.BinaryExpression,
  left: ValueType,
): ValueType {
  const found = f.typeOf(node);
  const own = holdingOf(found) === 'none' ? requiredOf(left) : found;
  const right = f.typeOf(node.right);
  const mayBeNothing = right.kind === 'null' || !sameType(right, requiredOf(right));
  return mayBeNothing ? nullableOf(own) : own;
}

const typeAfterFallback = (left: ValueType, own: ValueType): ValueType =>
  sameType(own, requiredOf(own)) ? requiredOf(left) : nullableOf(requiredOf(left));
