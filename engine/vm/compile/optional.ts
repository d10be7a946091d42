// `x?.y` and what follows it: nothing when x is nothing. The rest of a chain is passed over with its beginning.
import ts from 'typescript';
import { NULL, holdingOf, nullableOf, requiredOf } from '../../core/memory/value-type.js';
import { type Value, constant, isNothing } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';

/** Whether the object of a property, element or call may be missing without that being a fault. */
export const isInChain = (node: ts.Node): boolean => ts.isOptionalChain(node);

/** What `read` makes of the object where it is there. */
export function readOptionally(
  f: FunctionCompiler,
  object: Value,
  read: (object: Value) => Value,
): Value {
  const { builder } = f;
  const { type } = object;
  if (isNothing(object)) return constant(NULL, null);
  const isOptional =
    type.kind === 'cell' || ((type.kind === 'record' || type.kind === 'list') && type.nullable);
  if (!isOptional) return read(object);
  const a = builder.use(object);
  builder.emit({ op: 'if', a });
  const inner: Value =
    type.kind === 'cell'
      ? builder.required({ type, register: a, isNamed: true })
      : { type: requiredOf(type), register: a, isNamed: true };
  const made = read(inner);
  if (holdingOf(made.type) === 'none' || isNothing(made)) {
    builder.emit({ op: 'end' });
    return made;
  }
  const wanted = nullableOf(made.type);
  const dst = builder.register(wanted);
  builder.assign(dst, builder.coerce(made, wanted));
  builder.emit({ op: 'else' });
  builder.emit({ op: 'const.word', dst, value: 0 });
  builder.emit({ op: 'end' });
  return { type: wanted, register: dst };
}
