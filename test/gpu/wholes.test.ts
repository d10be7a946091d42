// Whole numbers of the GPU lane against JavaScript's, with the flag where those round or have a negative zero.
import { describeProperty } from '../support/gpu/property.js';
import { randomWholeRow } from '../support/gpu/whole-rows.js';

describeProperty({
  about: "whole numbers on the GPU, against JavaScript's",
  rows: 40_000,
  draw: randomWholeRow,
});
