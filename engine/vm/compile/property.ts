// Property access: fields of records, lengths of lists, getters, and what the engine's own objects hold.
import ts from 'typescript';
import { INT, NULL, NUM, unit } from '../../core/memory/value-type.js';
import { callFunction } from './callee.js';
import { type Value, constant, ofUnit } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { compileSymbol } from './identifier.js';
import { NotPortable } from './issue.js';
import { isInChain, readOptionally } from './optional.js';

export function compileProperty(f: FunctionCompiler, node: ts.PropertyAccessExpression): Value {
  const namespaced = moduleMember(f, node);
  if (namespaced !== undefined) return namespaced;
  const object = f.expression(node.expression);
  return isInChain(node)
    ? readOptionally(f, object, (held) => readProperty(f, node, held))
    : readProperty(f, node, object);
}

/** `import * as x`: x.name is the name itself. */
function moduleMember(f: FunctionCompiler, node: ts.PropertyAccessExpression): Value | undefined {
  if (!ts.isIdentifier(node.expression)) return undefined;
  const symbol = f.symbolOf(node.expression);
  if (symbol === undefined || (symbol.flags & ts.SymbolFlags.ValueModule) === 0) return undefined;
  return compileSymbol(f, node, f.symbolOf(node.name));
}

function readProperty(
  f: FunctionCompiler,
  node: ts.PropertyAccessExpression,
  object: Value,
): Value {
  return f.at(node, () => readNamed(f, object, { key: node.name, node }));
}

/** The field of an object that a name means, written `object.name` or `{ name } = object`. */
export function readNamed(
  f: FunctionCompiler,
  object: Value,
  at: { readonly key: ts.MemberName | ts.Identifier; readonly node: ts.Node },
): Value {
  const { node } = at;
  const name = at.key.text;
  const { type } = object;
  if (type.kind === 'unit') return readUnit(f, { node, text: name }, type.name);
  if (type.kind === 'list' && name === 'length') {
    const a = f.builder.use(f.builder.required(object));
    return f.builder.result(INT, (dst) => ({ op: 'list.length', dst, a }));
  }
  // A field is no getter, so most names need no question to the checker.
  if (type.kind === 'record' && type.shape.fields.some((field) => field.name === name))
    return f.builder.field(object, name);
  const getter = f.symbolOf(at.key)?.declarations?.find(ts.isGetAccessorDeclaration);
  if (getter !== undefined)
    return callFunction(f, getter, { self: f.builder.required(object), args: [] });
  if (type.kind === 'record') return f.builder.field(object, name);
  throw new NotPortable(node, `${node.getText()} is not portable`, 'see docs/portable.md');
}

/** What the engine's own objects hold: roots of memory, other such objects, and what compiled lanes never have. */
function readUnit(
  f: FunctionCompiler,
  at: { readonly node: ts.Node; readonly text: string },
  name: string,
): Value {
  const { node, text } = at;
  const { roots } = f.program;
  switch (`${name}.${text}`) {
    case 'engine.setup':
      return ofUnit(unit('setup'));
    case 'engine.trace':
      return ofUnit(unit('trace'));
    case 'engine.state':
      return roots.load(f, 'state');
    case 'engine.current':
      return roots.load(f, 'current');
    case 'setup.num':
    case 'tick.num':
      return ofUnit(unit('numeric'));
    case 'setup.venue':
      return roots.load(f, 'venue');
    case 'setup.probe':
      return roots.load(f, 'probe');
    case 'setup.symbols':
      return roots.load(f, 'symbols');
    case 'setup.strategy':
      return ofUnit(unit('strategy'));
    case 'setup.interference':
      return constant(NULL, null);
    case 'setup.params':
    case 'tick.params':
      return roots.load(f, 'params');
    case 'tick.state':
      return roots.load(f, 'strategy');
    case 'tick.account':
      return f.builder.field(roots.load(f, 'state'), 'account');
    case 'tick.index':
      return f.builder.field(roots.load(f, 'state'), 'ticks');
    case 'tick.ts':
      return f.builder.field(roots.load(f, 'current'), 'ts');
    case 'tick.symbols':
      return f.builder.field(roots.load(f, 'current'), 'symbols');
    case 'tick.symbolCount': {
      const a = f.builder.use(roots.load(f, 'symbols'));
      return f.builder.result(INT, (dst) => ({ op: 'list.length', dst, a }));
    }
    case 'numeric.zero':
      return constant(NUM, '0');
    default:
      throw new NotPortable(
        node,
        `${node.getText()} is not available to portable code`,
        'see docs/portable.md',
      );
  }
}
