// Doubles of the GPU lane, which are integers there, against JavaScript's own, bit for bit.
import { randomDoubleRow } from '../support/gpu/double-rows.js';
import { doubleEdgeRows } from '../support/gpu/edge-rows.js';
import { describeProperty } from '../support/gpu/property.js';

describeProperty({
  about: "doubles on the GPU, against JavaScript's own",
  rows: 160_000,
  draw: randomDoubleRow,
  edges: doubleEdgeRows,
});
