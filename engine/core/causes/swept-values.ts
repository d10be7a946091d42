// Values a parameter may have had instead, by its type and by how it is written: what people type when they change a setting.
// The likelier come first, so that a sweep that is cut short loses the others.
import type { Json } from '../schema/index.js';
import { solve, solver } from './decimal-solver.js';
import { shown } from './families/params.js';
import type { ParamLeaf } from './trial.js';

type Value = ReturnType<typeof solve>;

/** Of one parameter in one round; a strategy has a hundred parameters, and each value costs a run. */
const VALUES_MAX = 72;
const NEAR = 10;
/** Windows and counts people know by heart. */
const COMMON = [
  5, 7, 9, 10, 12, 14, 20, 21, 25, 26, 28, 30, 34, 50, 55, 60, 89, 90, 100, 120, 144, 180, 200, 240,
] as const;
const FACTORS = ['2', '0.5', '1.5', '3', '0.75', '1.25', '4', '0.25', '5', '10', '0.2', '0.1'];
/** Integers up to here are tried without gaps: a window that is one off departs as early as one that is ten off. */
const DENSE_MAX = 40;
/** Minutes and seconds are set in such steps. */
const ROUND_STEPS = [5, 15, 30, 60] as const;
const COARSE = 5;
const COARSE_COUNT = 8;

export function sweptValues({ type, value, default: stated, choices }: ParamLeaf): readonly Json[] {
  switch (type) {
    case 'flag':
      return [value !== true];
    case 'choice':
      return choices.filter((choice) => choice !== value);
    case 'integer':
      return distinct([stated, ...integers(Number(value))], value);
    case 'decimal':
      return distinct([stated, ...decimals(shown(value))], value);
  }
}

/** A few values far apart: whether the parameter matters at all. */
export function probingValues(leaf: ParamLeaf): readonly Json[] {
  const { type, value } = leaf;
  if (type === 'flag' || type === 'choice') return sweptValues(leaf);
  const stated = solve(shown(value));
  const unit = type === 'integer' ? solve('1') : unitOf(shown(value));
  const far = PROBED.map((factor) => stated.mul(factor));
  const near = [stated.add(unit), stated.sub(unit)].filter((other) => !other.isNeg());
  const texts = [...near, ...(type === 'integer' ? far.map((other) => other.trunc()) : far)];
  return distinct(
    [leaf.default, ...texts.map((other) => asValue(type, solver.format(other)))],
    value,
  );
}

const PROBED = ['2', '0.5', '10', '0'] as const;

const asValue = (type: ParamLeaf['type'], text: string): Json =>
  type === 'integer' ? Number(text) : text;

/** Values between two that were tried, both excluded: all integers, or decimals of one digit more than the stated one has. */
export function valuesBetween({ type, value }: ParamLeaf, low: Json, high: Json): readonly Json[] {
  const [from, to] = [solve(shown(low)), solve(shown(high))];
  let step = type === 'integer' ? solve('1') : unitOf(shown(value)).div('10');
  while (to.sub(from).div(step).gt(VALUES_MAX)) step = step.mul(type === 'integer' ? '2' : '5');
  const values: Json[] = [];
  for (let at = from.add(step); at.lt(to); at = at.add(step))
    values.push(type === 'integer' ? Number(solver.format(at)) : solver.format(at));
  return values;
}

const distinct = (values: readonly Json[], stated: Json): readonly Json[] =>
  [...new Set(values)].filter((value) => value !== stated).slice(0, VALUES_MAX);

const bothWays = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => [index + 1, -index - 1]).flat();

function integers(value: number): readonly number[] {
  const near = bothWays(NEAR).map((step) => value + step);
  const round = ROUND_STEPS.filter((step) => value >= 2 * step).flatMap((step) =>
    bothWays(4).map((count) => value + count * step),
  );
  const multiples = FACTORS.map((factor) => Number(solver.format(solve(factor).mul(value))));
  const dense = value > DENSE_MAX ? [] : Array.from({ length: DENSE_MAX }, (_, n) => n + 1);
  return [...near, ...multiples, ...COMMON, ...round, ...dense].filter(
    (other) => Number.isSafeInteger(other) && (other >= 0 || value < 0),
  );
}

function decimals(text: string): readonly string[] {
  const value = solve(text);
  const unit = unitOf(text);
  const near = bothWays(NEAR).map((step) => value.add(unit.mul(step)));
  const multiples = value.isZero() ? [] : FACTORS.map((factor) => value.mul(factor));
  const coarse = bothWays(COARSE_COUNT).map((step) => value.add(unit.mul(step * COARSE)));
  const halves = bothWays(NEAR).map((step) =>
    value.add(unit.mul(step > 0 ? 2 * step - 1 : 2 * step + 1).div('2')),
  );
  return [...near, ...multiples, ...coarse, ...halves, solve('0')]
    .filter((other) => !other.isNeg() || value.isNeg())
    .map((other) => solver.format(other));
}

/** One in the last digit the value was written with; of `120` that is ten. */
function unitOf(text: string): Value {
  const plain = text.replace(/[eE].*$/, '');
  const scale = plain.split('.')[1]?.length ?? 0;
  const zeros = scale > 0 ? 0 : (/[1-9](0+)$/.exec(plain)?.[1]?.length ?? 0);
  let unit = solve('1');
  for (let digit = 0; digit < scale; digit += 1) unit = unit.div('10');
  for (let digit = 0; digit < zeros; digit += 1) unit = unit.mul('10');
  return unit;
}
