// Calls of the tick: each is a function of the kernel, which is compiled with the strategy. A call also notes its place.
import type ts from 'typescript';
import type { Callable } from './callable.js';
import { requiredOf, unit } from '../../core/memory/value-type.js';
import { callFunction } from './callee.js';
import { type Value, ofUnit } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { NotPortable } from './issue.js';
import { operand } from './num-call.js';

/** Calls whose place goes into what they record. */
const MARKED = new Set([
  'gate',
  'trigger',
  'verdict',
  'hold',
  'block',
  'open',
  'add',
  'reduce',
  'close',
]);

/** Which argument accepts whatever a numeric operation accepts. */
const THRESHOLD: Readonly<Record<string, number>> = { gate: 4, trigger: 4, verdict: 4 };

export function compileTickCall(f: FunctionCompiler, node: ts.CallExpression, name: string): Value {
  const args = node.arguments.map((argument, i): Value => {
    const value = THRESHOLD[name] === i ? operand(f, argument, node) : f.expression(argument);
    return value.register === null ? value : { ...value, isNamed: true };
  });
  const target = kernelFunction(f, node, { name, observed: args[2] });
  checkDeclared(f, node, name);
  if (MARKED.has(name)) markSite(f, node);
  return f.at(node, () =>
    callFunction(f, target, { self: null, args: [ofUnit(unit('engine')), ...args] }),
  );
}

function kernelFunction(
  f: FunctionCompiler,
  node: ts.CallExpression,
  { name, observed }: { readonly name: string; readonly observed: Value | undefined },
): Callable {
  const isFlag = observed !== undefined && requiredOf(observed.type).kind === 'flag';
  const wanted = name === 'observe' ? (isFlag ? 'observeFlag' : 'observeNumber') : name;
  const found = f.program.kernelFunction(wanted);
  if (found !== undefined) return found;
  throw new NotPortable(
    node,
    `tick.${name} is not available to portable code`,
    'see docs/portable.md',
  );
}

/** The probe holds the place of the strategy's last call, as an index of the program's table of places. */
function markSite(f: FunctionCompiler, node: ts.CallExpression): void {
  f.builder.storeField(f.program.roots.load(f, 'probe'), 'site', f.builder.site(node));
}

/** Names of gates are checked where the program is compiled, since lanes have no text to check. */
function checkDeclared(f: FunctionCompiler, node: ts.CallExpression, name: string): void {
  if (name !== 'gate' && name !== 'trigger' && name !== 'verdict') return;
  const argument = node.arguments[1];
  if (argument === undefined) return;
  const type = f.checker.getTypeAtLocation(argument);
  const names = (type.isUnion() ? type.types : [type]).map((part) =>
    part.isStringLiteral() ? part.value : undefined,
  );
  const declared = f.program.gateNames;
  for (const one of names) {
    if (one === undefined)
      throw new NotPortable(
        argument,
        'the name of a gate is not known beforehand',
        'write it as a literal',
      );
    if (!declared.has(one))
      throw new NotPortable(
        argument,
        `gate "${one}" is not declared`,
        'add it to `gates` of the strategy',
      );
  }
}
