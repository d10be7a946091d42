// Object literals: a record of the shape that its surroundings want, or of its own.
import ts from 'typescript';
import { type ValueType, holdingOf, requiredOf } from '../../core/memory/value-type.js';
import { contextualType } from './callee.js';
import type { Value } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { NotPortable } from './issue.js';

export function compileObject(f: FunctionCompiler, node: ts.ObjectLiteralExpression): Value {
  const type = shapeWanted(f, node);
  if (type.kind !== 'record')
    throw new NotPortable(
      node,
      'this object is no record of portable code',
      'declare its type as an interface',
    );
  if (type.shape.isMutable)
    throw new NotPortable(
      node,
      `${type.shape.name} can be written, and cannot be created during a tick`,
      'make its fields readonly, or create it in `state`',
    );
  return f.builder.create(type, literalFields(f, node));
}

/** The literal's fields in the order they are written, which is the order they are computed in. */
export function literalFields(
  f: FunctionCompiler,
  node: ts.ObjectLiteralExpression,
): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) spread(f, property, values);
    else values.set(...namedField(f, property));
  }
  return values;
}

function spread(
  f: FunctionCompiler,
  property: ts.SpreadAssignment,
  values: Map<string, Value>,
): void {
  const source = f.expression(property.expression);
  if (source.type.kind !== 'record')
    throw new NotPortable(property, 'only a record can be spread', 'name the fields');
  for (const { name, type } of source.type.shape.fields) {
    if (type.kind !== 'foreign') values.set(name, f.builder.field(source, name));
  }
}

function namedField(f: FunctionCompiler, property: ts.ObjectLiteralElementLike): [string, Value] {
  const { name } = property;
  const isNamed = name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name));
  if (isNamed && ts.isShorthandPropertyAssignment(property))
    return [name.text, kept(f.expression(property.name))];
  if (isNamed && ts.isPropertyAssignment(property))
    return [name.text, kept(f.expression(property.initializer))];
  throw new NotPortable(property, 'this is no plain field', 'write name: value');
}

/** A variable may change while the later fields are computed; JavaScript took its value before. */
function kept(value: Value): Value {
  return holdingOf(value.type) === 'none' ? value : { ...value, isNamed: true };
}

function shapeWanted(f: FunctionCompiler, node: ts.ObjectLiteralExpression): ValueType {
  const contextual = contextualType(f, node);
  const wanted =
    contextual === undefined ? undefined : requiredOf(f.program.types.lower(contextual));
  return wanted?.kind === 'record' ? wanted : f.typeOf(node);
}
