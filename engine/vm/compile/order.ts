// `x.cmp(y) < 0` and its kin: one comparison of two values, which is false where either is no number, as it is in JavaScript.
// The order itself has no such answer in whole numbers, so that asking for it alone ends a compiled run there.
import ts from 'typescript';
import { FLAG, NUM } from '../../core/memory/value-type.js';
import type { NumCompare } from '../ir/instruction.js';
import { type Value } from './function-builder.js';
import { negate } from './condition.js';
import type { FunctionCompiler } from './function-compiler.js';
import { operand } from './num-call.js';

const K = ts.SyntaxKind;

type Sign = '<' | '<=' | '>' | '>=' | '===' | '!==';

const SIGNS: Readonly<Partial<Record<ts.SyntaxKind, Sign>>> = {
  [K.LessThanToken]: '<',
  [K.LessThanEqualsToken]: '<=',
  [K.GreaterThanToken]: '>',
  [K.GreaterThanEqualsToken]: '>=',
  [K.EqualsEqualsEqualsToken]: '===',
  [K.ExclamationEqualsEqualsToken]: '!==',
};

const MIRRORED: Readonly<Record<Sign, Sign>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '===': '===',
  '!==': '!==',
};

/** What an order compared with a number asks of the two values. `!==` of no numbers is true, as `===` is not. */
const QUESTIONS: Readonly<Record<string, NumCompare>> = {
  '< 0': 'num.lt',
  '<= 0': 'num.lte',
  '> 0': 'num.gt',
  '>= 0': 'num.gte',
  '=== 0': 'num.eq',
  '=== 1': 'num.gt',
  '=== -1': 'num.lt',
};

interface Asked {
  readonly call: ts.CallExpression;
  readonly object: ts.Expression;
  readonly question: NumCompare;
  readonly isNegated: boolean;
}

/** Undefined: this compares something else. */
export function compileOrder(f: FunctionCompiler, node: ts.BinaryExpression): Value | undefined {
  const asked = askedOf(f, node);
  if (asked === undefined) return undefined;
  const { builder } = f;
  const a = builder.use(builder.coerce(f.expression(asked.object), NUM));
  const b = builder.use(operand(f, asked.call.arguments[0], asked.call));
  const holds = builder.result(FLAG, (dst) => ({ op: asked.question, dst, a, b }));
  return asked.isNegated ? negate(f, holds) : holds;
}

function askedOf(f: FunctionCompiler, node: ts.BinaryExpression): Asked | undefined {
  const sign = SIGNS[node.operatorToken.kind];
  if (sign === undefined) return undefined;
  const [left, right] = [orderCall(f, node.left), orderCall(f, node.right)];
  const call = left ?? right;
  if (call === undefined) return undefined;
  const number = numberText(left === undefined ? node.left : node.right);
  const read = left === undefined ? MIRRORED[sign] : sign;
  const question = QUESTIONS[`${read === '!==' ? '===' : read} ${number ?? ''}`];
  if (question === undefined || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  return { call, object: call.expression.expression, question, isNegated: read === '!==' };
}

/** A call of a value's `cmp`, and no chain that may pass it over. */
function orderCall(f: FunctionCompiler, node: ts.Expression): ts.CallExpression | undefined {
  if (ts.isParenthesizedExpression(node)) return orderCall(f, node.expression);
  const isCall =
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'cmp' &&
    !ts.isOptionalChain(node);
  if (!isCall) return undefined;
  return f.typeOf(node.expression.expression).kind === 'num' ? node : undefined;
}

function numberText(node: ts.Expression): string | undefined {
  if (ts.isParenthesizedExpression(node)) return numberText(node.expression);
  const isNegative = ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken;
  if (isNegative) {
    const text = numberText(node.operand);
    return text === '0' ? '0' : `-${text ?? ''}`;
  }
  return ts.isNumericLiteral(node) ? node.text : undefined;
}
