// The decimal arithmetic of the fast lane: number cells in, one rounding, cells out, bit-equal to decimal.js. Addresses are
// bytes in the memory the lane imports; a result may replace an operand. Nothing is allocated and nothing is remembered but
// the policy and the flag that a result did not fit its cell.
export { setPolicy, takeFlag } from './policy';
export { add, sub } from './sum';
export { mul } from './product';
export { div } from './quotient';
export { sqrt } from './root';
export { abs, cmp, isFinite, isNaN, isNeg, isZero, neg } from './compare';
export { roundPlaces, roundScaled, trunc } from './places';
export { fromInt, toInt } from './whole';
