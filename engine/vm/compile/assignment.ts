// Assignments to variables, fields of state and elements of lists; expressions that are there for their effect.
import ts from 'typescript';
import { INT, type ValueType } from '../../core/memory/value-type.js';
import { type Value, constant } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { NotPortable } from './issue.js';
import { elementPlace, shorten } from './list.js';
import { readNamed } from './property.js';

export function compileEffect(f: FunctionCompiler, node: ts.Expression): void {
  if (ts.isParenthesizedExpression(node)) compileEffect(f, node.expression);
  else if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind))
    compileAssignment(f, node);
  else if (
    ts.isPostfixUnaryExpression(node) ||
    (ts.isPrefixUnaryExpression(node) && isStep(node.operator))
  ) {
    const isUp = node.operator === ts.SyntaxKind.PlusPlusToken;
    const place = placeOf(f, node.operand);
    const a = f.builder.use(f.builder.coerce(place.read(), INT));
    const b = f.builder.use(constant(INT, 1));
    const op = isUp ? 'int.add' : 'int.sub';
    place.write(f.builder.result(INT, (dst) => ({ op, dst, a, b })));
  } else f.expression(node);
}

const isStep = (operator: ts.PrefixUnaryOperator): boolean =>
  operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;

export const isAssignment = (operator: ts.SyntaxKind): boolean =>
  operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;

const COMPOUND = {
  [ts.SyntaxKind.PlusEqualsToken]: 'int.add',
  [ts.SyntaxKind.MinusEqualsToken]: 'int.sub',
  [ts.SyntaxKind.AsteriskEqualsToken]: 'int.mul',
} as const;

function compileAssignment(f: FunctionCompiler, node: ts.BinaryExpression): void {
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.EqualsToken) {
    const place = placeOf(f, node.left);
    place.write(f.expression(node.right));
    return;
  }
  const op = (COMPOUND as Partial<Record<ts.SyntaxKind, 'int.add' | 'int.sub' | 'int.mul'>>)[
    operator
  ];
  if (op === undefined)
    throw new NotPortable(node, `${node.operatorToken.getText()} is not portable`, 'write it out');
  const { builder } = f;
  const place = placeOf(f, node.left);
  const a = builder.use(builder.coerce(place.read(), INT));
  const b = builder.use(builder.coerce(f.expression(node.right), INT));
  place.write(builder.result(INT, (dst) => ({ op, dst, a, b })));
}

/** What is assigned to. The object and the index are known before the value, as JavaScript computes them first. */
interface Place {
  readonly read: () => Value;
  readonly write: (value: Value) => void;
}

function placeOf(f: FunctionCompiler, target: ts.Expression): Place {
  if (ts.isParenthesizedExpression(target)) return placeOf(f, target.expression);
  if (ts.isIdentifier(target))
    return {
      read: () => f.expression(target),
      write: (value) => {
        assignVariable(f, target, value);
      },
    };
  if (ts.isPropertyAccessExpression(target)) return fieldPlace(f, target);
  if (ts.isElementAccessExpression(target)) return elementPlace(f, target);
  throw new NotPortable(target, 'this cannot be assigned', 'assign variables, fields and elements');
}

function fieldPlace(f: FunctionCompiler, target: ts.PropertyAccessExpression): Place {
  const object = f.expression(target.expression);
  const owner: Value = object.register === null ? object : { ...object, isNamed: true };
  return {
    read: () => f.at(target, () => readNamed(f, owner, { key: target.name, node: target })),
    write: (value) => {
      assignField(f, { target, object: owner }, value);
    },
  };
}

function assignVariable(f: FunctionCompiler, target: ts.Identifier, value: Value): void {
  const symbol = f.symbolOf(target);
  const variable = symbol === undefined ? undefined : f.variables.get(symbol);
  if (variable === undefined)
    throw new NotPortable(
      target,
      `${target.text} is a variable outside the function`,
      'keep it in state',
    );
  if (variable.register !== null)
    f.builder.assign(variable.register, f.builder.coerce(value, variable.type));
}

function assignField(
  f: FunctionCompiler,
  { target, object }: { readonly target: ts.PropertyAccessExpression; readonly object: Value },
  value: Value,
): void {
  const { builder } = f;
  const name = target.name.text;
  if (object.type.kind === 'list' && name === 'length') {
    shorten(f, builder.required(object), builder.coerce(value, INT));
    return;
  }
  const owner = builder.required(object);
  if (owner.type.kind !== 'record')
    throw new NotPortable(target, 'this field cannot be assigned', 'keep it in state');
  const field = owner.type.shape.fields.find((candidate) => candidate.name === name);
  if (field === undefined)
    throw new NotPortable(target, `${name} is no field`, 'assign fields, or call a method');
  if (field.isReadonly)
    throw new NotPortable(
      target,
      `${name} is a field of a value`,
      'use a variable, or a field of state',
    );
  refuseReplacing(target, field.type);
  builder.storeField(owner, name, value);
}

function refuseReplacing(target: ts.Node, type: ValueType): void {
  if (type.kind !== 'record' && type.kind !== 'list') return;
  throw new NotPortable(
    target,
    'an object in state is replaced by another',
    'assign the fields of the one that is there',
  );
}
