// Conditions: true and false, or whether something is there. What is known beforehand stays a constant.
import type ts from 'typescript';
import { FLAG } from '../../core/memory/value-type.js';
import { type Value, constant, isNothing } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { NotPortable } from './issue.js';

/** A value as a condition: true and false, or whether something is there. */
export function compileCondition(f: FunctionCompiler, node: ts.Expression): Value {
  return f.at(node, () => {
    const value = f.expression(node);
    if (value.type.kind === 'flag') return value;
    if (isNothing(value)) return constant(FLAG, false);
    if (value.type.kind === 'cell' && value.type.of === 'flag') return isSet(f, value);
    throw new NotPortable(
      node,
      'a condition is not true or false',
      'compare it: x !== 0, x !== null',
    );
  });
}

/** What is missing is false. */
function isSet(f: FunctionCompiler, value: Value): Value {
  const { builder } = f;
  const a = builder.use(value);
  const dst = builder.register(FLAG);
  builder.emit({ op: 'const.word', dst, value: 0 });
  builder.emit({ op: 'if', a });
  builder.emit({ op: 'load', dst, base: a, offset: 0, isStable: true });
  builder.emit({ op: 'end' });
  return { type: FLAG, register: dst };
}

export function negate(f: FunctionCompiler, value: Value): Value {
  if (typeof value.constant === 'boolean') return constant(FLAG, !value.constant);
  const a = f.builder.use(value);
  return f.builder.result(FLAG, (dst) => ({ op: 'flag.not', dst, a }));
}
