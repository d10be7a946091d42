// A strategy's parameters as a flat list with their values in force.
import type { Json } from '../schema/index.js';
import { parsePath, readPath } from '../session/json-path.js';
import type { Param, ParamTree } from '../strategy/params.js';
import type { ParamLeaf } from './trial.js';

const isParam = (node: Param | ParamTree): node is Param => typeof node['type'] === 'string';

export function paramLeaves(tree: ParamTree, configured: unknown, prefix = ''): ParamLeaf[] {
  return Object.entries(tree).flatMap(([name, node]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (!isParam(node)) return paramLeaves(node, configured, path);
    const given = readPath(configured as Json, parsePath(path) ?? []);
    return [
      {
        path,
        type: node.type,
        value: given ?? node.default,
        default: node.default,
        choices: node.type === 'choice' ? node.choices : [],
      },
    ];
  });
}
