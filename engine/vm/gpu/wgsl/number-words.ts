// WGSL that every number shares: the policy of the run, the sticky flag, wide products, and the one rule of rounding.
// The including shader declares `memory: array<u32>` and `fn word(laneBase: u32, address: u32) -> u32`, so that memory
// may be interleaved over lanes; nothing here knows how.

/** Bit of `numberFlags` that is set by a result no cell can hold; the run then belongs to the reference lane. */
export const OUT_OF_RANGE = 1;

export const NUMBER_WORDS_WGSL = /* wgsl */ `
const OUT_OF_RANGE = ${String(OUT_OF_RANGE)}u;

// What numberCompare gives when a side is NaN; else -1, 0 or 1.
const UNORDERED = 2;

// Both are set once, before the first step of a lane.
var<private> numberLane: u32;
var<private> numberFlags: u32;
// Significant digits, rounding mode as decimal.js numbers them, limbs in a decimal cell.
var<private> policyPrecision: u32;
var<private> policyRounding: u32;
var<private> policyLimbs: u32;

fn readWord(address: u32) -> u32 {
  return memory[word(numberLane, address)];
}

fn writeWord(address: u32, value: u32) {
  memory[word(numberLane, address)] = value;
}

// The two words of a product; only halves of 16 bits multiply without loss.
fn wideProduct(x: u32, y: u32) -> vec2u {
  let low = (x & 0xffffu) * (y & 0xffffu);
  let one = (x >> 16u) * (y & 0xffffu) + (low >> 16u);
  let two = (x & 0xffffu) * (y >> 16u) + (one & 0xffffu);
  return vec2u((two << 16u) | (low & 0xffffu), (x >> 16u) * (y >> 16u) + (one >> 16u) + (two >> 16u));
}

// Where a value lies between two neighbours: on the lower one, below the middle, on the middle, above it.
const EXACT = 0u;
const BELOW_HALF = 1u;
const HALF = 2u;
const ABOVE_HALF = 3u;

fn placeOf(isBelow: bool, isHalf: bool, isRest: bool) -> u32 {
  return select(select(ABOVE_HALF, HALF, isHalf && !isRest), BELOW_HALF, isBelow);
}

// Whether a magnitude moves away from zero: the nine modes of decimal.js by their numbers.
fn roundsAway(place: u32, isOdd: bool, isNegative: bool, mode: u32) -> bool {
  // Modes that round to the nearest have another one for the middle.
  let isUp = mode == 0u || mode == 4u;
  let isToSign = select(mode == 2u || mode == 7u, mode == 3u || mode == 8u, isNegative);
  let isToEven = mode == 6u && isOdd;
  let isNearer = select(isUp || isToSign || isToEven, place == ABOVE_HALF, mode >= 4u && place != HALF);
  return place != EXACT && isNearer;
}
`;
