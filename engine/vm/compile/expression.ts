// Expressions: one function per form. Conditions known beforehand are folded, so that what a lane never has is not compiled.
import ts from 'typescript';
import {
  FLAG,
  INT,
  NULL,
  VOID,
  type ValueType,
  WORD,
  holdingOf,
  nullableOf,
  requiredOf,
  sameType,
} from '../../core/memory/value-type.js';
import { compileBinary } from './binary.js';
import { compileCall } from './call.js';
import { compileCondition, negate } from './condition.js';
import { wantedType } from './context.js';
import { type Value, constant, ofUnit } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { compileIdentifier } from './identifier.js';
import { NotPortable } from './issue.js';
import { compileArrayLiteral, compileElement } from './list.js';
import { compileObject } from './object.js';
import { compileProperty } from './property.js';

export function compileExpression(f: FunctionCompiler, node: ts.Expression): Value {
  return f.at(node, () => compileForm(f, node));
}

function compileForm(f: FunctionCompiler, node: ts.Expression): Value {
  if (ts.isParenthesizedExpression(node)) return compileExpression(f, node.expression);
  if (ts.isAsExpression(node) || ts.isNonNullExpression(node) || ts.isSatisfiesExpression(node))
    return compileCast(f, node);
  const literal = literalOf(node);
  if (literal !== undefined) return literal;
  if (ts.isIdentifier(node)) return compileIdentifier(f, node);
  if (node.kind === ts.SyntaxKind.ThisKeyword && f.self !== null) return f.self;
  if (ts.isPropertyAccessExpression(node)) return compileProperty(f, node);
  if (ts.isElementAccessExpression(node)) return compileElement(f, node);
  if (ts.isCallExpression(node)) return compileCall(f, node);
  if (ts.isBinaryExpression(node)) return compileBinary(f, node);
  if (ts.isPrefixUnaryExpression(node)) return compilePrefix(f, node);
  if (ts.isConditionalExpression(node)) return compileConditional(f, node);
  if (ts.isObjectLiteralExpression(node)) return compileObject(f, node);
  if (ts.isArrayLiteralExpression(node)) return compileArrayLiteral(f, node);
  throw new NotPortable(node, `${formName(node)} is not portable`, remedyFor(node));
}

function formName(node: ts.Node): string {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node))
    return 'a function inside a function';
  if (ts.isNewExpression(node)) return 'creating an object with new during a tick';
  if (ts.isTemplateExpression(node)) return 'text put together at run time';
  if (ts.isRegularExpressionLiteral(node)) return 'a regular expression';
  if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return 'waiting';
  if (ts.isDeleteExpression(node)) return 'delete';
  if (ts.isTypeOfExpression(node)) return 'typeof';
  if (ts.isVoidExpression(node)) return 'void';
  if (ts.isBigIntLiteral(node)) return 'a whole number without limit';
  if (ts.isPostfixUnaryExpression(node)) return `${node.getText()} within an expression`;
  if (ts.isTaggedTemplateExpression(node)) return 'a tagged template';
  return firstLine(node);
}

const TEXT_MAX = 40;

/** The text of a form that has no name here. */
export function firstLine(node: ts.Node): string {
  const [line = ''] = node.getText().split('\n');
  return `"${line.slice(0, TEXT_MAX)}"`;
}

function remedyFor(node: ts.Node): string {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node))
    return 'write a loop, or a named function at the top of the file';
  if (ts.isNewExpression(node)) return 'create it in `state`, and reset its fields here';
  return 'write it with the forms named in docs/portable.md';
}

function literalOf(node: ts.Expression): Value | undefined {
  if (node.kind === ts.SyntaxKind.TrueKeyword) return constant(FLAG, true);
  if (node.kind === ts.SyntaxKind.FalseKeyword) return constant(FLAG, false);
  if (node.kind === ts.SyntaxKind.NullKeyword) return constant(NULL, null);
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
    return { ...constant(WORD, node.text), node };
  if (ts.isNumericLiteral(node))
    return { ...constant(INT, Number(node.text.replaceAll('_', ''))), node };
  return undefined;
}

function compileCast(
  f: FunctionCompiler,
  node: ts.AsExpression | ts.NonNullExpression | ts.SatisfiesExpression,
): Value {
  const value = compileExpression(f, node.expression);
  if (ts.isSatisfiesExpression(node)) return value;
  if (ts.isAsExpression(node) && ts.isConstTypeReference(node.type)) return value;
  const wanted = ts.isNonNullExpression(node) ? requiredOf(value.type) : f.typeOf(node);
  if (wanted.kind === 'foreign' || holdingOf(value.type) === 'none') return value;
  if (value.type.kind === 'record' && wanted.kind === 'record' && value.type.shape !== wanted.shape)
    return wanted.nullable ? value : f.builder.required(value);
  return f.builder.coerce(value, wanted);
}

function compilePrefix(f: FunctionCompiler, node: ts.PrefixUnaryExpression): Value {
  if (node.operator === ts.SyntaxKind.ExclamationToken)
    return negate(f, compileCondition(f, node.operand));
  if (
    node.operator === ts.SyntaxKind.PlusPlusToken ||
    node.operator === ts.SyntaxKind.MinusMinusToken
  )
    throw new NotPortable(
      node,
      `${node.getText()} changes a variable within an expression`,
      'write += 1',
    );
  const value = f.builder.coerce(compileExpression(f, node.operand), INT);
  if (node.operator === ts.SyntaxKind.PlusToken) return value;
  if (node.operator === ts.SyntaxKind.MinusToken) {
    if (typeof value.constant === 'number') return { ...constant(INT, 0 - value.constant), node };
    const a = f.builder.use(value);
    return f.builder.result(INT, (dst) => ({ op: 'int.neg', dst, a }));
  }
  throw new NotPortable(
    node,
    `${node.getText()} works on bits`,
    'use whole numbers and comparisons',
  );
}

/** Both branches into one register; the branch that is never taken is not compiled. */
function compileConditional(f: FunctionCompiler, node: ts.ConditionalExpression): Value {
  const condition = compileCondition(f, node.condition);
  if (typeof condition.constant === 'boolean')
    return compileExpression(f, condition.constant ? node.whenTrue : node.whenFalse);
  return compileBranches(f, condition, {
    node,
    whenTrue: () => compileExpression(f, node.whenTrue),
    whenFalse: () => compileExpression(f, node.whenFalse),
  });
}

interface Branches {
  readonly node: ts.Expression;
  readonly whenTrue: () => Value;
  readonly whenFalse: () => Value;
}

export function compileBranches(f: FunctionCompiler, condition: Value, branches: Branches): Value {
  const { builder } = f;
  const type = conditionalType(f, branches.node);
  if (holdingOf(type) === 'none' && type.kind !== 'unit') {
    throw new NotPortable(
      branches.node,
      'both branches give different kinds of values',
      'give both one type',
    );
  }
  if (type.kind === 'unit') return ofUnit(type);
  const dst = builder.register(type);
  builder.emit({ op: 'if', a: builder.use(condition) });
  builder.assign(dst, builder.coerce(branches.whenTrue(), type));
  builder.emit({ op: 'else' });
  builder.assign(dst, builder.coerce(branches.whenFalse(), type));
  builder.emit({ op: 'end' });
  return { type, register: dst };
}

/** What the surroundings want where that is one thing, else the expression's own type. */
function conditionalType(f: FunctionCompiler, node: ts.Expression): ValueType {
  const wanted = wantedType(f, node) ?? VOID;
  const own = f.typeOf(node);
  if (wanted.kind === 'record' || wanted.kind === 'list' || wanted.kind === 'cell') {
    if (sameType(requiredOf(wanted), requiredOf(own))) return own;
    return sameType(own, requiredOf(own)) ? requiredOf(wanted) : nullableOf(requiredOf(wanted));
  }
  // `'0.7'` and `'0.5'` where a number is made of them: the text is the number.
  return own;
}
