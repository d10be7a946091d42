// Calls of the trace: each becomes a record of the output stream, which the host replays into the trace.
import ts from 'typescript';
import {
  FLAG,
  type Field,
  INT,
  type ValueType,
  holdingOf,
  requiredOf,
} from '../../core/memory/value-type.js';
import { type Value, constant } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { NotPortable } from './issue.js';
import { readElement } from './list.js';
import { literalFields } from './object.js';

export function compileSink(f: FunctionCompiler, node: ts.CallExpression, name: string): Value {
  const signature = f.checker.getResolvedSignature(node);
  const parameters = (signature?.parameters ?? []).map((parameter) =>
    f.program.types.lower(f.checker.getTypeOfSymbol(parameter)),
  );
  const void_: Value = { type: { kind: 'void' }, register: null };
  if (!f.program.wantsSink(name)) return void_;
  const values = node.arguments.map((argument, i) => argumentOf(f, argument, parameters[i]));
  f.builder.emit({ op: 'out.begin', sink: f.program.tables.sink(name, parameters) });
  parameters.forEach((type, i) => {
    writeArgument(f, type, values[i]);
  });
  return void_;
}

/** A record written as a literal is not built: its fields go out one by one. */
type Argument = Value | ReadonlyMap<string, Value>;

function argumentOf(
  f: FunctionCompiler,
  node: ts.Expression,
  type: ValueType | undefined,
): Argument {
  if (ts.isObjectLiteralExpression(node) && type?.kind === 'record') return literalFields(f, node);
  return f.expression(node);
}

function writeArgument(f: FunctionCompiler, type: ValueType, argument: Argument | undefined): void {
  const nothing = constant({ kind: 'null' }, null);
  if (!(argument instanceof Map)) {
    write(f, type, (argument as Value | undefined) ?? nothing);
    return;
  }
  if (type.kind !== 'record')
    throw new NotPortable(f.builder.node, 'a record is not expected here', 'pass a value');
  if (type.nullable) emitValue(f, constant(FLAG, true));
  for (const field of type.shape.fields)
    write(f, field.type, (argument.get(field.name) as Value | undefined) ?? nothing);
}

function emitValue(f: FunctionCompiler, value: Value): void {
  f.builder.emit({ op: 'out.value', a: f.builder.use(value) });
}

/** Order: as declared. Optional values and lists are preceded by whether they are there, and by their length. */
function write(f: FunctionCompiler, type: ValueType, value: Value): void {
  if (holdingOf(type) === 'none') return;
  const held = f.builder.coerce(value, type);
  switch (type.kind) {
    case 'cell':
      writeOptional(f, held, () => {
        write(f, requiredOf(type), f.builder.required(held));
      });
      return;
    case 'record':
      if (type.nullable)
        writeOptional(f, held, () => {
          writeFields(f, type.shape.fields, { ...held, type: requiredOf(type) });
        });
      else writeFields(f, type.shape.fields, held);
      return;
    case 'list':
      writeList(f, type, held);
      return;
    default:
      emitValue(f, held);
  }
}

function writeFields(f: FunctionCompiler, fields: readonly Field[], object: Value): void {
  for (const { name, type } of fields)
    if (holdingOf(type) !== 'none') write(f, type, f.builder.field(object, name));
}

function writeOptional(f: FunctionCompiler, value: Value, inner: () => void): void {
  const { builder } = f;
  if (value.constant === null) {
    emitValue(f, constant(FLAG, false));
    return;
  }
  const a = builder.use(value);
  const b = builder.use(constant({ kind: 'word' }, null));
  const present = builder.result(FLAG, (dst) => ({ op: 'word.ne', dst, a, b }));
  emitValue(f, present);
  builder.emit({ op: 'if', a: builder.use(present) });
  inner();
  builder.emit({ op: 'end' });
}

function writeList(
  f: FunctionCompiler,
  type: Extract<ValueType, { kind: 'list' }>,
  value: Value,
): void {
  if (type.nullable)
    throw new NotPortable(f.builder.node, 'an optional list is recorded', 'pass an empty one');
  const { builder } = f;
  const a = builder.use(value);
  const length = builder.result(INT, (dst) => ({ op: 'list.length', dst, a }));
  emitValue(f, length);
  const i = builder.register(INT);
  builder.emit({ op: 'const.int', dst: i, value: 0 });
  builder.emit({ op: 'block' });
  builder.emit({ op: 'loop' });
  const isOver = builder.result(FLAG, (dst) => ({
    op: 'int.gte',
    dst,
    a: i,
    b: builder.use(length),
  }));
  builder.emit({ op: 'if', a: builder.use(isOver) });
  builder.emit({ op: 'br', depth: 2 });
  builder.emit({ op: 'end' });
  const target: Value = { type, register: a, isNamed: true };
  write(
    f,
    type.element,
    readElement(f, { target, index: { type: INT, register: i, isNamed: true }, isSure: true }),
  );
  const b = builder.use(constant(INT, 1));
  builder.emit({ op: 'int.add', dst: i, a: i, b });
  builder.emit({ op: 'br', depth: 0 });
  builder.emit({ op: 'end' });
  builder.emit({ op: 'end' });
}
