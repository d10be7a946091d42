// Turns configuration (JSON) into the values a strategy sees, checked against its declaration.
import type { Numeric } from '../numeric/index.js';
import type { Param, ParamTree } from './params.js';

/** What is wrong with one parameter; `path` is dotted, as in `trade.sl_atr_mult`. */
export interface ParamIssue {
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

type JsonRecord = Readonly<Record<string, unknown>>;

interface Binding {
  readonly num: Numeric;
  readonly issues: ParamIssue[];
}

/** Values in the declared shape: configured where given, defaults elsewhere. Unknown names are issues. */
export function bindParams(
  num: Numeric,
  tree: ParamTree,
  configured: unknown,
): { values: unknown; issues: readonly ParamIssue[] } {
  const binding: Binding = { num, issues: [] };
  const values = bindTree(binding, { tree, path: '' }, configured ?? {});
  return { values, issues: binding.issues };
}

const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isParam = (node: Param | ParamTree): node is Param => typeof node['type'] === 'string';

function bindTree(
  binding: Binding,
  at: { tree: ParamTree; path: string },
  configured: unknown,
): Record<string, unknown> {
  const { tree, path } = at;
  if (!isRecord(configured)) {
    binding.issues.push({
      path,
      message: `parameter group is ${show(configured)}`,
      remedy: 'write an object here',
    });
    return bindTree(binding, at, {});
  }
  for (const name of Object.keys(configured)) {
    if (Object.hasOwn(tree, name)) continue;
    const known = Object.keys(tree).join(', ');
    binding.issues.push({
      path: join(path, name),
      message: 'the strategy declares no such parameter',
      remedy: `known here: ${known}`,
    });
  }
  const values: Record<string, unknown> = {};
  for (const [name, node] of Object.entries(tree)) {
    const given = Object.hasOwn(configured, name) ? configured[name] : undefined;
    const childPath = join(path, name);
    values[name] = isParam(node)
      ? bindParam(binding, { param: node, path: childPath }, given)
      : bindTree(binding, { tree: node, path: childPath }, given ?? {});
  }
  return values;
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function bindParam(binding: Binding, at: { param: Param; path: string }, given: unknown): unknown {
  const { param, path } = at;
  const value = given ?? param.default;
  const wrong = (remedy: string): unknown => {
    binding.issues.push({ path, message: `value is ${show(value)}`, remedy });
    return param.type === 'decimal' ? binding.num(param.default) : param.default;
  };
  switch (param.type) {
    case 'decimal': {
      const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
      const bound = typeof text === 'string' ? binding.num.parse(text) : undefined;
      return (
        bound ??
        wrong('write a decimal number as text, such as "0.1", so that no reader changes it')
      );
    }
    case 'integer':
      return Number.isSafeInteger(value) ? value : wrong('write an integer');
    case 'flag':
      return typeof value === 'boolean' ? value : wrong('write true or false');
    case 'choice':
      return param.choices.includes(value as string)
        ? value
        : wrong(`write one of ${param.choices.join(', ')}`);
  }
}

const show = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value));
