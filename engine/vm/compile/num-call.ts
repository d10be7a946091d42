// Values of the policy: their methods, and making one from a whole number or text.
import type ts from 'typescript';
import { FLAG, INT, NUM, type ValueType, WORD } from '../../core/memory/value-type.js';
import type { NumBinary, NumCompare, NumTest, NumUnary } from '../ir/instruction.js';
import { type Value, constant } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { NotPortable } from './issue.js';

const BINARY: Readonly<Record<string, NumBinary>> = {
  add: 'num.add',
  sub: 'num.sub',
  mul: 'num.mul',
  div: 'num.div',
};
const COMPARE: Readonly<Record<string, NumCompare>> = {
  eq: 'num.eq',
  lt: 'num.lt',
  lte: 'num.lte',
  gt: 'num.gt',
  gte: 'num.gte',
};
const UNARY: Readonly<Record<string, NumUnary>> = {
  neg: 'num.neg',
  abs: 'num.abs',
  sqrt: 'num.sqrt',
  trunc: 'num.trunc',
};
const TEST: Readonly<Record<string, NumTest>> = {
  isZero: 'num.is-zero',
  isNeg: 'num.is-neg',
  isNaN: 'num.is-nan',
  isFinite: 'num.is-finite',
};

const entryOf = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

interface Method {
  readonly object: Value;
  readonly name: string;
}

export function compileNumMethod(
  f: FunctionCompiler,
  node: ts.CallExpression,
  { object, name }: Method,
): Value {
  const { builder } = f;
  const a = builder.use(builder.coerce(object, NUM));
  const binary = entryOf(BINARY, name);
  if (binary !== undefined) return withOperand(f, node, { op: binary, type: NUM, a });
  const compare = entryOf(COMPARE, name);
  if (compare !== undefined) return withOperand(f, node, { op: compare, type: FLAG, a });
  const unary = entryOf(UNARY, name);
  if (unary !== undefined) return builder.result(NUM, (dst) => ({ op: unary, dst, a }));
  const test = entryOf(TEST, name);
  if (test !== undefined) return builder.result(FLAG, (dst) => ({ op: test, dst, a }));
  if (name === 'cmp') {
    const b = builder.use(operand(f, node.arguments[0], node));
    return builder.result(INT, (dst) => ({ op: 'num.cmp', dst, a, b }));
  }
  if (name === 'toNumber') return builder.result(INT, (dst) => ({ op: 'num.to-int', dst, a }));
  throw new NotPortable(
    node,
    `.${name}() makes text of a number`,
    'show numbers through observe or values',
  );
}

function withOperand(
  f: FunctionCompiler,
  node: ts.CallExpression,
  made: { readonly op: NumBinary | NumCompare; readonly type: ValueType; readonly a: number },
): Value {
  const b = f.builder.use(operand(f, node.arguments[0], node));
  return f.builder.result(made.type, (dst) => ({ op: made.op, dst, a: made.a, b }));
}

/** What a numeric operation accepts: a value, a whole number, or a literal. */
export function operand(
  f: FunctionCompiler,
  node: ts.Expression | undefined,
  call: ts.Node,
): Value {
  if (node === undefined) throw new NotPortable(call, 'an operand is missing', 'pass a number');
  return f.at(node, () => toOperand(f, node, f.expression(node)));
}

function toOperand(f: FunctionCompiler, node: ts.Expression, value: Value): Value {
  if (value.type.kind === 'word' && value.constant === undefined) return chosenText(f, node, value);
  if (value.type.kind === 'word' && typeof value.constant === 'string')
    return { ...value, type: NUM };
  return f.builder.coerce(value, NUM);
}

/** One of several texts, chosen at run time: the number each one is. */
function chosenText(f: FunctionCompiler, node: ts.Expression, value: Value): Value {
  const { builder } = f;
  const type = f.checker.getTypeAtLocation(node);
  const texts = (type.isUnion() ? type.types : [type]).flatMap((part) =>
    part.isStringLiteral() ? [part.value] : [],
  );
  if (texts.length === 0)
    throw new NotPortable(
      node,
      'a number is made of text known only at run time',
      'write the text as a literal',
    );
  const dst = builder.register(NUM);
  const a = builder.use(value);
  builder.emit({ op: 'block' });
  for (const text of texts) {
    const b = builder.use(constant(WORD, text));
    const same = builder.result(FLAG, (to) => ({ op: 'word.eq', dst: to, a, b }));
    builder.emit({ op: 'if', a: builder.use(same) });
    builder.assign(dst, constant(NUM, text));
    builder.emit({ op: 'br', depth: 1 });
    builder.emit({ op: 'end' });
  }
  builder.trap('missing');
  builder.emit({ op: 'end' });
  return { type: NUM, register: dst };
}

/** `num(x)`. */
export function compileNumeric(f: FunctionCompiler, node: ts.CallExpression): Value {
  return operand(f, node.arguments[0], node);
}

/** `num.round(value, step)`, and whether something is a number, which types have settled. */
export function compileNumericMethod(
  f: FunctionCompiler,
  node: ts.CallExpression,
  name: string,
): Value {
  const { builder } = f;
  if (name === 'is') return constant(FLAG, true);
  if (name === 'round') {
    const [first, second] = node.arguments;
    const a = builder.use(operand(f, first, node));
    if (second === undefined) throw new NotPortable(node, 'a rounding step is missing', 'pass one');
    const step = f.program.roundingStep(f, f.expression(second));
    return builder.result(NUM, (dst) => ({ op: 'num.round', dst, a, b: builder.use(step) }));
  }
  throw new NotPortable(node, `num.${name} works on text`, 'compare and compute values');
}
