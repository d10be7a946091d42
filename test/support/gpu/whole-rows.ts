// Random rows of whole numbers with JavaScript's own answer, of which zero has no sign: where it leaves what a number
// counts exactly, no answer but the flag is right.
import type { SeededRandom } from '../seeded-random.js';
import { wholeCell, wholeText } from './cells.js';
import { randomWhole } from './decimal-rows.js';
import type { Row } from './row-batch.js';
import { WHOLE_NUMBERS } from './row-shader.js';

const COMPUTED: Readonly<Record<string, (x: number, y: number) => number>> = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  negate: (x) => -x,
  absolute: (x) => Math.abs(x),
  remainder: (x, y) => x % y,
};

const EDGES = [0, 1, -1, 2 ** 32, -(2 ** 32), 2 ** 32 - 1, 94_906_265, 94_906_266] as const;

function operand(random: SeededRandom): number {
  const value = random.pick([
    () => random.pick([...EDGES, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]),
    () => random.int(-10, 10),
    () => random.int(-100_000_000, 100_000_000),
    () => Number.MAX_SAFE_INTEGER - random.int(0, 3),
    () => randomWhole(random),
  ])();
  // The operands themselves are whole numbers, which have no negative zero.
  return value === 0 ? 0 : value;
}

export function randomWholeRow(random: SeededRandom, seed: string): Row {
  const name = random.pick([...Object.keys(COMPUTED), 'compare']);
  const x = operand(random);
  const y = random.chance(0.2) ? x : operand(random);
  const expected = expectationOf(name, x, y);
  const describe = (actual: Uint32Array): string =>
    `${seed}: ${name} ${String(x)} ${String(y)}: ${wholeText(actual)}`;
  const operation = WHOLE_NUMBERS[name] ?? 0;
  return {
    family: 'whole',
    operation,
    left: wholeCell(x),
    right: wholeCell(y),
    expected,
    describe,
  };
}

function expectationOf(name: string, x: number, y: number): Row['expected'] {
  const computed = COMPUTED[name];
  if (computed === undefined) return { answer: Math.sign(x - y) };
  const value = computed(x, y);
  if (!Number.isSafeInteger(value)) return undefined;
  return { cell: wholeCell(value) };
}
