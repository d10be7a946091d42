// Operations a second of the compiled decimal arithmetic and of the reference lane's, on the same operands in the same run:
// numbers as a market has them, and numbers with all digits of the policy, as averages have.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createNumeric, type Num, type Numeric } from '../../engine/index.js';
import { decimalWords } from '../../engine/core/memory/cell-format.js';
import { writeCell } from '../../engine/core/memory/decimal-cell.js';
import { loopAround, wasm, type Loop } from '../decimal-driver.js';
import { rounded } from '../quantile.js';

const OPERATIONS = ['add', 'sub', 'mul', 'div'] as const;
type Operation = (typeof OPERATIONS)[number];

export interface OperationSpeed {
  /** Millions a second, each the best round. */
  readonly fastM: number;
  readonly referenceM: number;
  readonly ratio: number;
}

export interface DecimalOperations {
  readonly precision: number;
  readonly limbs: number;
  readonly market: Readonly<Record<Operation, OperationSpeed>>;
  readonly full: Readonly<Record<Operation, OperationSpeed>>;
}

const PRECISION = 20;
const LIMBS = 4 as const;
const HALF_UP = 4;

/** More than a branch predictor learns by heart, and few enough for the nearest caches. */
const PAIRS = 4096;
/** The first go into compiling. */
const ROUNDS = 10;
const FAST_REPEATS = 100;

const CELL_BYTES = decimalWords(LIMBS) * 4;
const CELLS_AT = 4096;
const PAGE_BYTES = 65_536;

type Column = readonly string[];

interface Operands {
  readonly a: Column;
  readonly b: Column;
}

/** Operands and room for results, in the memory of the arithmetic. */
interface Bench {
  readonly memory: Uint32Array;
  readonly loops: Readonly<Record<Operation, Loop>>;
  readonly num: Numeric;
}

export async function measureDecimalOperations(root: string): Promise<DecimalOperations> {
  const bytes = await readFile(path.join(root, 'dist', 'vm', `decimal-${LIMBS}.wasm`));
  const pages = Math.ceil((CELLS_AT + 3 * PAIRS * CELL_BYTES) / PAGE_BYTES);
  const memory = new wasm.Memory({ initial: pages });
  const { exports } = new wasm.Instance(new wasm.Module(bytes), { env: { memory } });
  const arithmetic = exports as Readonly<Record<Operation, unknown>> & {
    readonly setPolicy: (precision: number, mode: number) => void;
  };
  arithmetic.setPolicy(PRECISION, HALF_UP);
  const loops = forEachOperation((operation) => loopAround(arithmetic[operation]));
  const num = createNumeric({ kind: 'decimal', precision: PRECISION, rounding: 'half-up' });
  const bench: Bench = { memory: new Uint32Array(memory.buffer), loops, num };
  return {
    precision: PRECISION,
    limbs: LIMBS,
    market: measureOperands(bench, { a: column(1, price), b: column(2, size) }),
    full: measureOperands(bench, { a: column(3, allDigits), b: column(4, allDigits) }),
  };
}

function forEachOperation<T>(make: (operation: Operation) => T): Readonly<Record<Operation, T>> {
  return Object.fromEntries(
    OPERATIONS.map((operation) => [operation, make(operation)]),
  ) as unknown as Readonly<Record<Operation, T>>;
}

type Digits = (count: number) => string;

/** 5 to 10 digits, 1 to 4 of them in front of the point. */
const price = (digits: Digits, i: number): string =>
  `${digits(1 + (i % 4))}.${digits(4 + ((i >> 2) % 3) * 2)}`;
const size = (digits: Digits, i: number): string => `${i % 3}.${digits(3 + ((i >> 3) % 5))}`;
const allDigits = (digits: Digits, i: number): string => {
  const lead = 1 + (i % 8);
  return `${digits(lead)}.${digits(PRECISION - lead)}`;
};

/** Texts from a fixed sequence, so that two runs measure the same. */
function column(seed: number, make: (digits: Digits, i: number) => string): Column {
  let state = seed;
  const digit = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return 1 + ((state >>> 16) % 9);
  };
  const digits: Digits = (count) => Array.from({ length: count }, digit).join('');
  return Array.from({ length: PAIRS }, (_, i) => make(digits, i));
}

function measureOperands(
  bench: Bench,
  { a, b }: Operands,
): Readonly<Record<Operation, OperationSpeed>> {
  const [dstAt, aAt, bAt] = [0, 1, 2].map((i) => CELLS_AT + i * PAIRS * CELL_BYTES) as [
    number,
    number,
    number,
  ];
  lay(bench.memory, aAt, a);
  lay(bench.memory, bAt, b);
  const [x, y] = [a, b].map((texts) => texts.map((text) => bench.num(text))) as [Num[], Num[]];
  return forEachOperation((operation) => {
    const loop = bench.loops[operation];
    const fast = best(FAST_REPEATS, () => {
      loop(dstAt, aAt, bAt, PAIRS, CELL_BYTES);
    });
    const reference = best(1, () => {
      for (let i = 0; i < PAIRS; i += 1) x[i]?.[operation](y[i] ?? 0);
    });
    return {
      fastM: rounded(fast),
      referenceM: rounded(reference),
      ratio: rounded(fast / reference),
    };
  });
}

function lay(words: Uint32Array, address: number, texts: Column): void {
  const memory = new DataView(words.buffer);
  texts.forEach((text, i) => {
    const cell = { memory, address: address + i * CELL_BYTES, limbs: LIMBS };
    if (!writeCell(cell, text)) throw new Error(`${text} does not fit`);
  });
}

/** Millions a second in the best round. */
function best(repeats: number, pass: () => void): number {
  let fastest = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    for (let i = 0; i < repeats; i += 1) pass();
    fastest = Math.min(fastest, (performance.now() - startedAt) / repeats);
  }
  return PAIRS / fastest / 1000;
}
