// Object literals: a record of the shape that its surroundings want, or of its own.
import ts from 'typescript';
import { type ValueType, requiredOf } from '../../core/memory/value-type.js';
import { wantedType } from './context.js';
import { type Value } from './function-builder.js';
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
      'make its fields and their lists readonly, or create it in `state`',
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
  const from = f.checker.getTypeAtLocation(property.expression);
  for (const { name, type } of source.type.shape.fields) {
    if (type.kind === 'foreign') continue;
    if (values.has(name) && mayBeAbsent(f, from, name))
      throw new NotPortable(
        property,
        `${name} is spread over another, and may be absent`,
        'write the field with ?? after the spread',
      );
    values.set(name, f.builder.field(source, name));
  }
}

/** A field that is absent leaves what was there; no lane can tell that from one that is undefined. */
const mayBeAbsent = (f: FunctionCompiler, type: ts.Type, name: string): boolean => {
  const field = f.checker.getPropertyOfType(type, name);
  return field === undefined || (field.flags & ts.SymbolFlags.Optional) !== 0;
};

function namedField(f: FunctionCompiler, property: ts.ObjectLiteralElementLike): [string, Value] {
  const { name } = property;
  const isNamed = name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name));
  if (isNamed && ts.isShorthandPropertyAssignment(property))
    return [name.text, f.expression(property.name)];
  if (isNamed && ts.isPropertyAssignment(property))
    return [name.text, f.expression(property.initializer)];
  throw new NotPortable(property, 'this is no plain field', 'write name: value');
}

function shapeWanted(f: FunctionCompiler, node: ts.ObjectLiteralExpression): ValueType {
  const wanted = wantedType(f, node);
  return wanted?.kind === 'record' ? requiredOf(wanted) : f.typeOf(node);
}
