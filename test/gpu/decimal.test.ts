// Decimal arithmetic of the GPU lane against decimal.js, bit for bit, on random rows over all policies.
import { randomDecimalRow } from '../support/gpu/decimal-rows.js';
import { decimalEdgeRows } from '../support/gpu/edge-rows.js';
import { describeProperty } from '../support/gpu/property.js';

describeProperty({
  about: 'decimal arithmetic on the GPU, against decimal.js',
  rows: 130_000,
  draw: randomDecimalRow,
  edges: decimalEdgeRows,
});
