// The functions of Math that whole numbers have: min, max, abs, and the roundings, which change nothing.
import type ts from 'typescript';
import { INT } from '../../core/memory/value-type.js';
import { type Value, constant } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { NotPortable } from './issue.js';

type Rounding = 'floor' | 'ceil' | 'trunc' | 'round';
const WHOLE = new Set<string>(['floor', 'ceil', 'trunc', 'round'] satisfies Rounding[]);
const KNOWN = new Set(['abs', 'min', 'max']);

export function compileMath(f: FunctionCompiler, node: ts.CallExpression, name: string): Value {
  const { builder } = f;
  if (!WHOLE.has(name) && !KNOWN.has(name))
    throw new NotPortable(
      node,
      `Math.${name} is not the same on every machine`,
      'use the methods of tick.num values',
    );
  const [first, ...others] = node.arguments.map((argument) => f.int(argument));
  if (first === undefined)
    throw new NotPortable(node, `Math.${name} of nothing`, 'pass whole numbers');
  if (WHOLE.has(name)) return rounded(name as Rounding, first);
  if (name === 'abs') {
    const a = builder.use(first);
    return builder.result(INT, (dst) => ({ op: 'int.abs', dst, a }));
  }
  const op = name === 'min' ? 'int.min' : 'int.max';
  let made = first;
  for (const other of others) {
    const a = builder.use(made);
    const b = builder.use(other);
    made = builder.result(INT, (dst) => ({ op, dst, a, b }));
  }
  return made;
}

/** Only what is written out has a fraction; it is rounded here, as JavaScript does it. */
const rounded = (name: Rounding, value: Value): Value =>
  typeof value.constant === 'number' ? constant(INT, Math[name](value.constant) + 0) : value;
