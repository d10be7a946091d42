// Property access: fields of records, lengths of lists, getters, and what the engine's own objects hold.
import ts from 'typescript';
import {
  INT,
  NULL,
  NUM,
  type ValueType,
  holdingOf,
  nullableOf,
  requiredOf,
  unit,
} from '../../core/memory/value-type.js';
import { callFunction } from './callee.js';
import { type Value, constant, isNothing, ofUnit } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { compileSymbol } from './identifier.js';
import { NotPortable } from './issue.js';

export function compileProperty(f: FunctionCompiler, node: ts.PropertyAccessExpression): Value {
  const namespaced = moduleMember(f, node);
  if (namespaced !== undefined) return namespaced;
  const object = f.expression(node.expression);
  if (node.questionDotToken !== undefined) return compileOptional(f, node, object);
  return readProperty(f, node, object);
}

/** `import * as x`: x.name is the name itself. */
function moduleMember(f: FunctionCompiler, node: ts.PropertyAccessExpression): Value | undefined {
  if (!ts.isIdentifier(node.expression)) return undefined;
  const symbol = f.symbolOf(node.expression);
  if (symbol === undefined || (symbol.flags & ts.SymbolFlags.ValueModule) === 0) return undefined;
  return compileSymbol(f, node, f.symbolOf(node.name));
}

/** `x?.y`: nothing when x is nothing. */
function compileOptional(
  f: FunctionCompiler,
  node: ts.PropertyAccessExpression,
  object: Value,
): Value {
  if (isNothing(object)) return constant(NULL, null);
  const { type } = object;
  const isOptional = (type.kind === 'record' || type.kind === 'list') && type.nullable;
  if (!isOptional) return readProperty(f, node, object);
  const { builder } = f;
  const a = builder.use(object);
  const inner: Value = { type: requiredOf(type), register: a, isNamed: true };
  const fieldType = typeOfField(inner.type, node.name.text);
  if (fieldType === undefined || holdingOf(fieldType) === 'none')
    return readProperty(f, node, inner);
  const wanted = nullableOf(fieldType);
  const dst = builder.register(wanted);
  builder.emit({ op: 'if', a });
  builder.assign(dst, builder.coerce(readProperty(f, node, inner), wanted));
  builder.emit({ op: 'else' });
  builder.emit({ op: 'const.word', dst, value: 0 });
  builder.emit({ op: 'end' });
  return { type: wanted, register: dst };
}

function typeOfField(type: ValueType, name: string): ValueType | undefined {
  if (type.kind === 'list' && name === 'length') return INT;
  if (type.kind !== 'record') return undefined;
  return type.shape.fields.find((field) => field.name === name)?.type;
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
  if (getter !== undefined) return callFunction(f, getter, { self: object, args: [] });
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
