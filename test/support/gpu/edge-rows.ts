// Rows of every pair out of a list of edges, under every operation: what random draws meet too seldom.
import { Decimal } from 'decimal.js';
import { DECIMAL_ROW_KINDS, decimalRow, policyOf } from './decimal-rows.js';
import { DOUBLE_ROW_KINDS, doubleRow } from './double-rows.js';
import type { Row } from './row-batch.js';

const DECIMAL_EDGES = [
  ...['0', '-0', 'NaN', 'Infinity', '-Infinity', '1', '-1', '9', '10', '0.1', '-0.5', '1.5', '2.5'],
  ...['99999999', '100000000', '9999.5', '-0.00000001', '9999999999999999999999999999999999'],
  ...['1e-262144', '-9e262143', '4e-131072', '1e131072', '12345678901234567890.12345678'],
];
/** Enough for the longest edge, and so that exponents of both parities of limbs occur. */
const EDGE_LIMBS = 6;
const EDGE_PRECISIONS = [1, 20];

export function decimalEdgeRows(): readonly Row[] {
  const rows: Row[] = [];
  for (const precision of EDGE_PRECISIONS) {
    for (let mode = 0; mode < 9; mode += 1) {
      const policy = policyOf(precision, mode);
      const edges = DECIMAL_EDGES.map((text) => new policy.D(text));
      const common = {
        whole: 7 - 0x20_0000 * mode,
        mode,
        limbs: EDGE_LIMBS,
        policy,
        seed: 'edges',
      };
      for (const name of ['add', 'subtract', 'multiply', 'divide', 'compare'])
        for (const x of edges)
          for (const y of edges) rows.push(decimalRow({ ...common, name, x, y, scale: 0 }));
      for (const name of DECIMAL_ROW_KINDS)
        for (const x of edges)
          for (const scale of [0, 1, 4, 8, 30])
            rows.push(decimalRow({ ...common, name, x, y: new Decimal(1), scale }));
    }
  }
  return rows;
}

const SMALLEST = Number.MIN_VALUE;
const NORMAL = 2 ** -1022;
const DOUBLE_EDGES = [
  ...[
    0,
    -0,
    NaN,
    Infinity,
    -Infinity,
    1,
    -1,
    0.5,
    -0.5,
    1.5,
    2.5,
    0.1,
    3,
    10,
    2 ** 53,
    2 ** 53 - 1,
  ],
  ...[SMALLEST, -SMALLEST, NORMAL, -NORMAL, NORMAL - SMALLEST, 2 * NORMAL, 2 ** -537, 2 ** -538],
  ...[
    Number.MAX_VALUE,
    -Number.MAX_VALUE,
    2 ** 1023,
    2 ** 970,
    1 + 2 ** -52,
    1 - 2 ** -53,
    2 ** 52 + 0.5,
  ],
  ...[0.005, 1.005, 2.675, -1.115, 0.045, 123456.785, 1e15 + 0.5, 1e22, 1e23, 5e-28],
];

export function doubleEdgeRows(): readonly Row[] {
  const common = { whole: 2 ** 53 - 1, seed: 'edges' };
  const rows: Row[] = [];
  for (const name of new Set(DOUBLE_ROW_KINDS))
    for (const x of DOUBLE_EDGES) {
      for (const y of DOUBLE_EDGES)
        rows.push(doubleRow({ ...common, name, x, y, scale: 0, mode: 6 }));
      for (let mode = 0; mode < 9; mode += 1)
        for (const scale of [0, 1, 2, 3, 8, 22, 23, 27, 30])
          rows.push(doubleRow({ ...common, name, x, y: 1, scale, mode }));
    }
  return rows;
}
