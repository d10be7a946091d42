// Random parameters of a strategy, drawn from what it declares: numbers around their defaults, switches and choices freely.
import fc from 'fast-check';
import type { Json } from '../../engine/core/schema/index.js';
import type { Param, ParamTree } from '../../engine/core/strategy/params.js';

const isParam = (node: Param | ParamTree): node is Param => typeof node['type'] === 'string';

/** Some of the parameters, in the shape of the manifest's `strategy.params`; what is left out keeps its value. */
export function randomParams(tree: ParamTree): fc.Arbitrary<Json> {
  const fields = Object.entries(tree).map(
    ([name, node]) => [name, isParam(node) ? randomValue(node) : randomParams(node)] as const,
  );
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] }) as fc.Arbitrary<Json>;
}

function randomValue(param: Param): fc.Arbitrary<Json> {
  switch (param.type) {
    case 'decimal': {
      const scale = Number(param.default);
      // Thousandths of twice the default, or of one where it is zero: exact as text.
      const unit = scale === 0 ? 1 : scale;
      return fc.integer({ min: 0, max: 2000 }).map((n) => String((n * unit) / 1000));
    }
    case 'integer':
      return fc.integer({ min: 1, max: Math.max(2, param.default * 2) });
    case 'flag':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...param.choices);
  }
}
