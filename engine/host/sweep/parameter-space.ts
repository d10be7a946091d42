// The configurations of a sweep: parameters with their values, every combination numbered, the first parameter slowest.
// Nothing is listed: a configuration is made from its number, so ten million take no memory.
import { createNumeric } from '../../core/numeric/index.js';
import { nearestName } from '../../core/schema/nearest.js';
import type { Json } from '../../core/schema/index.js';
import type { Param, ParamTree } from '../../core/strategy/params.js';

/** `trade.sl_atr_mult=1:3:0.5`, as it was written, taken apart. */
interface Written {
  readonly name: string;
  readonly values: string;
}

/** One parameter and what it may be. */
export interface Axis {
  /** Dotted, as in the strategy's declaration. */
  readonly name: string;
  readonly count: number;
  /** Value number `index`, as the configuration states it. */
  readonly at: (index: number) => string | number | boolean;
}

export interface ParameterSpace {
  readonly axes: readonly Axis[];
  readonly count: number;
}

/** A sweep that cannot be: what is wrong, and what would be right. */
export class SpaceError extends Error {
  override readonly name = 'SpaceError';
  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

const FORM = 'write name=from:to:step, or name=a,b,c';

/** @throws SpaceError for what the strategy does not declare, or not so */
export function parameterSpace(specs: readonly string[], declared: ParamTree): ParameterSpace {
  const known = new Map(leaves(declared, ''));
  const axes = specs.map((spec) => axisOf(written(spec), known));
  const names = axes.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new SpaceError(`${twice} is given twice.`, 'give all of its values in one --param.');
  const count = axes.reduce((product, axis) => product * axis.count, 1);
  if (!Number.isSafeInteger(count))
    throw new SpaceError(
      'These are more configurations than can be numbered.',
      'give fewer values.',
    );
  return { axes, count };
}

/** Parameters of a configuration by name, in the order of the axes. */
export function valuesOf(
  { axes }: ParameterSpace,
  index: number,
): readonly (readonly [name: string, value: string | number | boolean])[] {
  let rest = index;
  const backwards = [...axes].reverse().map((axis) => {
    const value = axis.at(rest % axis.count);
    rest = Math.floor(rest / axis.count);
    return [axis.name, value] as const;
  });
  return backwards.reverse();
}

/** The same as nested JSON, in the shape of the manifest's `strategy.params`. */
export function overridesOf(space: ParameterSpace, index: number): Json {
  const made: Record<string, Json> = {};
  for (const [name, value] of valuesOf(space, index)) {
    const parts = name.split('.');
    const last = parts.pop() ?? '';
    let at = made;
    for (const part of parts) at = (at[part] ??= {}) as Record<string, Json>;
    at[last] = value;
  }
  return made;
}

function written(spec: string): Written {
  const at = spec.indexOf('=');
  const name = spec.slice(0, Math.max(0, at)).trim();
  const values = spec.slice(at + 1).trim();
  if (at < 0 || name === '' || values === '')
    throw new SpaceError(`"${spec}" is no parameter with values.`, `${FORM}.`);
  return { name, values };
}

const isParam = (node: Param | ParamTree): node is Param => typeof node['type'] === 'string';

function leaves(tree: ParamTree, prefix: string): readonly (readonly [string, Param])[] {
  return Object.entries(tree).flatMap(([name, node]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    return isParam(node) ? [[path, node] as const] : leaves(node, path);
  });
}

function axisOf({ name, values }: Written, known: ReadonlyMap<string, Param>): Axis {
  const param = known.get(name);
  if (param === undefined) throw unknown(name, [...known.keys()]);
  if (values.includes(':') && param.type !== 'choice') return rangeAxis({ name, values }, param);
  const texts = values.split(',').map((text) => text.trim());
  const list = texts.map((text) => valueOf(text, { name, param }));
  const same = texts.find((text, index) => texts.indexOf(text) !== index);
  if (same !== undefined)
    throw new SpaceError(`${name} is to be ${same} twice.`, 'name every value once.');
  return { name, count: list.length, at: (index) => list[index] ?? '' };
}

function unknown(name: string, names: readonly string[]): SpaceError {
  if (names.length === 0)
    return new SpaceError(`The strategy has no parameter ${name}.`, 'it declares none at all.');
  const near = nearestName(name, names);
  return new SpaceError(
    `The strategy has no parameter ${name}.`,
    near === undefined ? `its parameters are ${names.join(', ')}.` : `did you mean ${near}?`,
  );
}

/** Numbers of a range are computed exactly: 34 digits are more than anybody writes. */
const EXACT = createNumeric({ kind: 'decimal', precision: 34, rounding: 'half-even' });

function valueOf(
  text: string,
  { name, param }: { readonly name: string; readonly param: Param },
): string | number | boolean {
  const refuse = (remedy: string): SpaceError =>
    new SpaceError(`${name} cannot be "${text}".`, remedy);
  switch (param.type) {
    case 'decimal': {
      const number = EXACT.parse(text);
      if (number?.isFinite() !== true) throw refuse('it is a decimal number, such as 0.25.');
      return text;
    }
    case 'integer': {
      const number = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
      if (!Number.isSafeInteger(number)) throw refuse('it is a whole number.');
      return number;
    }
    case 'flag':
      if (text !== 'true' && text !== 'false') throw refuse('it is true or false.');
      return text === 'true';
    case 'choice':
      if (!param.choices.includes(text)) throw refuse(`it is one of ${param.choices.join(', ')}.`);
      return text;
  }
}

function rangeAxis({ name, values }: Written, param: Param): Axis {
  if (param.type === 'flag')
    throw new SpaceError(
      `${name} is true or false, and has no range.`,
      `write ${name}=true,false.`,
    );
  const parts = values.split(':').map((part) => part.trim());
  const [from, to, step, ...more] = parts.map((part) => EXACT.parse(part));
  if (from === undefined || to === undefined || step === undefined || more.length > 0)
    throw new SpaceError(`"${name}=${values}" is no range.`, `${FORM}.`);
  for (const text of parts) valueOf(text, { name, param });
  const span = to.sub(from);
  if (step.isZero() || (!span.isZero() && span.isNeg() !== step.isNeg()))
    throw new SpaceError(
      `The range ${values} of ${name} never ends.`,
      'the step leads from the first value to the last.',
    );
  const count = Number(EXACT.format(span.div(step).trunc())) + 1;
  return {
    name,
    count,
    at: (index) => {
      const text = EXACT.format(from.add(step.mul(index)));
      return param.type === 'integer' ? Number(text) : text;
    },
  };
}
