// WGSL between decimal cells (base 1e8 in memory) and the working registers (base 1e4, so that products fit a word).
// It knows kinds, signs and exponents, and does no arithmetic.

/** Limbs of the largest cell, see the cell format; the registers below are sized by it. */
export const DECIMAL_LIMBS_MAX = 8;

/** Base 1e4 limbs of an operand. */
const OPERAND_LIMBS = 2 * DECIMAL_LIMBS_MAX;

/** And of a result before it is rounded: a product of two operands, and one limb to spare. */
const RESULT_LIMBS = 2 * OPERAND_LIMBS + 1;

export const DECIMAL_CELLS_WGSL = /* wgsl */ `
const BASE = 10000u;
const EXPONENT_BIAS = 32768;

// A number without its limbs. exponent is that of the first limb, in powers of BASE. An operand's first and last limbs
// are not zero; a result may begin with zeros.
struct DecimalHead { kind: u32, isNegative: bool, exponent: i32, count: u32 }

// One array for the limbs of both operands and the result: compilers make much code of every access to an array, so
// that one loop over a base address is worth more than three arrays.
var<private> limbs: array<u32, ${String(2 * OPERAND_LIMBS + RESULT_LIMBS)}>;
const LEFT_LIMBS = 0u;
const RIGHT_LIMBS = ${String(OPERAND_LIMBS)}u;
const RESULT_LIMBS = ${String(2 * OPERAND_LIMBS)}u;

var<private> result: DecimalHead;
// Whether something that is not zero follows the limbs of the result.
var<private> resultRest: bool;

// Limb of a register that begins at base; zero outside it. An index below zero has wrapped to a large one.
fn limbAt(base: u32, index: u32, count: u32) -> u32 {
  let isInside = index < count;
  return select(0u, limbs[base + select(0u, index, isInside)], isInside);
}

// Reads a cell into the register that begins at base.
fn loadDecimal(address: u32, base: u32) -> DecimalHead {
  let header = readWord(address);
  var head = DecimalHead((header >> 29u) & 3u, (header >> 31u) == 1u, 0, 0u);
  if (head.kind != KIND_FINITE) { return head; }
  head.exponent = 2 * (i32(header & 0xffffu) - EXPONENT_BIAS) + 1;
  var at = 0u;
  for (var i = 0u; i < policyLimbs; i++) {
    let pair = readWord(address + 1u + i);
    let high = pair / BASE;
    for (var half = 0u; half < 2u; half++) {
      if (i + half + high == 0u) {
        // The first limb of the cell has four digits at most.
        head.exponent--;
        continue;
      }
      let limb = select(high, pair - high * BASE, half == 1u);
      limbs[base + at] = limb;
      at++;
      if (limb != 0u) { head.count = at; }
    }
  }
  return head;
}

fn setResult(kind: u32, isNegative: bool) {
  result = DecimalHead(kind, isNegative, 0, 0u);
  resultRest = false;
}

// First limb of the result that is not zero; the count when there is none.
fn leadingLimb() -> u32 {
  var at = 0u;
  while (at < result.count && limbs[RESULT_LIMBS + at] == 0u) { at++; }
  return at;
}

// Writes the result from its first limb that is not zero. A cell that cannot hold it is left in no particular state: the flag says so.
fn storeDecimal(address: u32, lead: u32) {
  let first = result.exponent - i32(lead);
  let isFinite = result.kind == KIND_FINITE;
  // The shift keeps the sign, so this is the floor of a half.
  let exponent = select(-EXPONENT_BIAS, first >> 1u, isFinite);
  var isOutOfRange = exponent < -EXPONENT_BIAS || exponent >= EXPONENT_BIAS;
  // An even exponent of BASE is the lower half of a limb; the upper half is zero and lies before the lead.
  var at = lead - u32(1 - (first & 1));
  for (var i = 0u; i < policyLimbs || i32(at) < i32(result.count); i++) {
    var pair = 0u;
    for (var half = 0u; half < 2u; half++) {
      pair = pair * BASE + limbAt(RESULT_LIMBS, at, result.count);
      at++;
    }
    if (i < policyLimbs) { writeWord(address + 1u + i, pair); }
    else { isOutOfRange = isOutOfRange || pair != 0u; }
  }
  let sign = u32(result.isNegative && result.kind != KIND_NAN) << 31u;
  writeWord(address, sign | (result.kind << 29u) | u32(exponent + EXPONENT_BIAS));
  if (isOutOfRange) { numberFlags |= OUT_OF_RANGE; }
}
`;
