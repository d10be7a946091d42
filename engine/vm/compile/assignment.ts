// Assignments to variables, fields of state and elements of lists; expressions that are there for their effect.
import ts from 'typescript';
import { INT, type ValueType } from '../../core/memory/value-type.js';
import { type Value, constant } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { NotPortable } from './issue.js';
import { writeElement } from './list.js';

export function compileEffect(f: FunctionCompiler, node: ts.Expression): void {
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind))
    compileAssignment(f, node);
  else if (
    ts.isPostfixUnaryExpression(node) ||
    (ts.isPrefixUnaryExpression(node) && isStep(node.operator))
  ) {
    const isUp = node.operator === ts.SyntaxKind.PlusPlusToken;
    const before = f.builder.coerce(f.expression(node.operand), INT);
    const b = f.builder.use(constant(INT, 1));
    const a = f.builder.use(before);
    const op = isUp ? 'int.add' : 'int.sub';
    assignTo(
      f,
      node.operand,
      f.builder.result(INT, (dst) => ({ op, dst, a, b })),
    );
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
    assignTo(f, node.left, f.expression(node.right));
    return;
  }
  const op = (COMPOUND as Partial<Record<ts.SyntaxKind, 'int.add' | 'int.sub' | 'int.mul'>>)[
    operator
  ];
  if (op === undefined)
    throw new NotPortable(node, `${node.operatorToken.getText()} is not portable`, 'write it out');
  const { builder } = f;
  const a = builder.use(builder.coerce(f.expression(node.left), INT));
  const b = builder.use(builder.coerce(f.expression(node.right), INT));
  assignTo(
    f,
    node.left,
    builder.result(INT, (dst) => ({ op, dst, a, b })),
  );
}

function assignTo(f: FunctionCompiler, target: ts.Expression, value: Value): void {
  if (ts.isIdentifier(target)) assignVariable(f, target, value);
  else if (ts.isPropertyAccessExpression(target)) assignField(f, target, value);
  else if (ts.isElementAccessExpression(target)) writeElement(f, target, value);
  else
    throw new NotPortable(
      target,
      'this cannot be assigned',
      'assign variables, fields and elements',
    );
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

function assignField(f: FunctionCompiler, target: ts.PropertyAccessExpression, value: Value): void {
  const { builder } = f;
  const object = f.expression(target.expression);
  const name = target.name.text;
  if (object.type.kind === 'list' && name === 'length') {
    const length = builder.use(builder.coerce(value, INT));
    builder.emit({ op: 'list.truncate', a: builder.use(object), length });
    return;
  }
  const owner = builder.required(object);
  if (owner.type.kind !== 'record')
    throw new NotPortable(target, 'this field cannot be assigned', 'keep it in state');
  const field = owner.type.shape.fields.find((candidate) => candidate.name === name);
  if (field?.isReadonly === true)
    throw new NotPortable(
      target,
      `${name} is a field of a value`,
      'use a variable, or a field of state',
    );
  refuseReplacing(target, field?.type);
  builder.storeField(owner, name, value);
}

function refuseReplacing(target: ts.Node, type: ValueType | undefined): void {
  if (type?.kind !== 'record' && type?.kind !== 'list') return;
  throw new NotPortable(
    target,
    'an object in state is replaced by another',
    'assign the fields of the one that is there',
  );
}
