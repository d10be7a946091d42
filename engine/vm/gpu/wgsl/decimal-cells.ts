// WGSL between decimal cells (base 1e8 in memory) and the working registers (base 1e4, so that products fit a word).
// It knows kinds, signs and exponents, and does no arithmetic.

/** Limbs of the largest cell, see the cell format; the registers below are sized by it. */
export const DECIMAL_LIMBS_MAX = 8;

/** Digits a result takes before it is rounded: a product of two operands, and one limb to spare. */
const RESULT_LIMBS = 4 * DECIMAL_LIMBS_MAX + 4;

export const DECIMAL_CELLS_WGSL = /* wgsl */ `
const BASE = 10000u;
const EXPONENT_BIAS = 32768;

// An operand without its limbs: they stay in an array of their own, which never moves.
// exponent is that of the first limb, in powers of BASE; that limb is not zero.
struct DecimalHead { kind: u32, isNegative: bool, exponent: i32, count: u32 }

var<private> leftLimbs: array<u32, ${String(2 * DECIMAL_LIMBS_MAX)}>;
var<private> rightLimbs: array<u32, ${String(2 * DECIMAL_LIMBS_MAX)}>;
// The result: limbs [0, count), leading zeros allowed, isRest when something non-zero follows them.
var<private> limbs: array<u32, ${String(RESULT_LIMBS)}>;
var<private> result: DecimalHead;
var<private> resultRest: bool;

// Reads a cell: its limbs go to the right or the left register.
fn loadDecimal(address: u32, isRight: bool) -> DecimalHead {
  let header = readWord(address);
  var head = DecimalHead((header >> 29u) & 3u, (header >> 31u) == 1u, 0, 0u);
  if (head.kind != KIND_FINITE) { return head; }
  head.exponent = 2 * (i32(header & 0xffffu) - EXPONENT_BIAS) + 1;
  var at = 0u;
  for (var i = 0u; i < policyLimbs; i++) {
    let pair = readWord(address + 1u + i);
    let high = pair / BASE;
    let low = pair - high * BASE;
    if (i == 0u && high == 0u) {
      head.exponent--;
    } else {
      if (isRight) { rightLimbs[at] = high; } else { leftLimbs[at] = high; }
      at++;
      if (high != 0u) { head.count = at; }
    }
    if (isRight) { rightLimbs[at] = low; } else { leftLimbs[at] = low; }
    at++;
    if (low != 0u) { head.count = at; }
  }
  return head;
}

fn setResult(kind: u32, isNegative: bool) {
  result = DecimalHead(kind, isNegative, 0, 0u);
  resultRest = false;
}

fn resultLimb(index: u32) -> u32 {
  if (index < result.count) { return limbs[index]; }
  return 0u;
}

// First limb of the result that is not zero; the count when there is none.
fn leadingLimb() -> u32 {
  var at = 0u;
  while (at < result.count && limbs[at] == 0u) { at++; }
  return at;
}

fn storeDecimal(address: u32) {
  var lead = 0u;
  var exponent = 0;
  if (result.kind == KIND_FINITE) {
    lead = leadingLimb();
    let first = result.exponent - i32(lead);
    // The shift keeps the sign, so this is the floor of a half.
    exponent = first >> 1u;
    var at = lead + policyLimbs * 2u - u32(1 - (first & 1));
    var isTooLong = false;
    for (; at < result.count; at++) { isTooLong = isTooLong || limbs[at] != 0u; }
    if (isTooLong || exponent < -EXPONENT_BIAS || exponent >= EXPONENT_BIAS) {
      numberFlags |= OUT_OF_RANGE;
      setResult(KIND_NAN, false);
    }
  }
  let isFinite = result.kind == KIND_FINITE;
  let sign = u32(result.isNegative && result.kind != KIND_NAN) << 31u;
  let biased = select(0u, u32(exponent + EXPONENT_BIAS), isFinite);
  writeWord(address, sign | (result.kind << 29u) | biased);
  var at = lead;
  // An even exponent of BASE is the lower half of a limb.
  var high = 0u;
  if (isFinite && ((result.exponent - i32(lead)) & 1) == 1) {
    high = resultLimb(at);
    at++;
  }
  for (var i = 0u; i < policyLimbs; i++) {
    if (isFinite) {
      writeWord(address + 1u + i, high * BASE + resultLimb(at));
      high = resultLimb(at + 1u);
      at += 2u;
    } else {
      writeWord(address + 1u + i, 0u);
    }
  }
}
`;
