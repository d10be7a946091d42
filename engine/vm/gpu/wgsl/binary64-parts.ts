// WGSL between binary64 cells and their parts. All of it is integer arithmetic: devices flush subnormals of their own
// floating-point numbers, and few have doubles. Rounds to nearest, ties to even, and nothing else.

export const BINARY64_PARTS_WGSL = /* wgsl */ `
// fraction has its leading one at bit 62, where nothing else is said; the value is fraction * 2^(exponent - 62).
struct DoubleParts { kind: u32, isNegative: bool, exponent: i32, fraction: vec2u }

const LEADING_ONE = vec2u(0u, 0x40000000u);

fn doubleParts(cell: vec2u) -> DoubleParts {
  let isNegative = (cell.y >> 31u) == 1u;
  let biased = i32((cell.y >> 20u) & 0x7ffu);
  let field = vec2u(cell.x, cell.y & 0xfffffu);
  if (biased == 0x7ff) {
    return DoubleParts(select(KIND_NAN, KIND_INFINITE, wideIsZero(field)), isNegative, 0, field);
  }
  if (biased > 0) {
    return DoubleParts(KIND_FINITE, isNegative, biased - 1023, wideLeft(vec2u(field.x, field.y | 0x100000u), 10u));
  }
  if (wideIsZero(field)) { return DoubleParts(KIND_ZERO, isNegative, 0, field); }
  let shift = wideLeadingZeros(field) - 1u;
  // The lowest bit of a subnormal is 2^-1074.
  return DoubleParts(KIND_FINITE, isNegative, -1012 - i32(shift), wideLeft(field, shift));
}

// The cell nearest to the parts; the last bit of the fraction may stand for all that follows it.
fn doubleCell(parts: DoubleParts) -> vec2u {
  let sign = u32(parts.isNegative) << 31u;
  if (parts.kind == KIND_NAN) { return vec2u(0u, 0x7ff80000u); }
  if (parts.kind == KIND_ZERO) { return vec2u(0u, sign); }
  let zeros = wideLeadingZeros(parts.fraction);
  var exponent = parts.exponent + 1 - i32(zeros);
  if (parts.kind == KIND_INFINITE || exponent > 1023) { return vec2u(0u, sign | 0x7ff00000u); }
  var fraction = parts.fraction;
  if (zeros > 0u) { fraction = wideLeft(fraction, zeros - 1u); }
  // Below the smallest exponent the fraction moves instead.
  let excess = u32(zeros == 0u) + u32(max(-1022 - exponent, 0));
  fraction = wideRightSticky(fraction, excess);
  exponent = max(exponent, -1022);
  let tail = fraction.x & 0x3ffu;
  let isAway = tail > 0x200u || (tail == 0x200u && (fraction.x & 0x400u) != 0u);
  let rounded = wideSum(wideRight(fraction, 10u), vec2u(u32(isAway), 0u));
  // The leading one adds itself to the exponent, and a carry out of the fraction does so too.
  return vec2u(rounded.x, sign | (rounded.y + (u32(exponent + 1022) << 20u)));
}

fn readDouble(address: u32) -> vec2u {
  return vec2u(readWord(address), readWord(address + 1u));
}
`;
