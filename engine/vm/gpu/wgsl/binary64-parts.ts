// WGSL between binary64 cells and their parts. All of it is integer arithmetic: devices flush subnormals of their own
// floating-point numbers, and few have doubles. Rounds to nearest, ties to even, and nothing else.

export const BINARY64_PARTS_WGSL = /* wgsl */ `
// fraction has its leading one at bit 62, where nothing else is said; the value is fraction * 2^(exponent - 62).
struct DoubleParts { kind: u32, isNegative: bool, exponent: i32, fraction: vec2u }

const LEADING_ONE = vec2u(0u, 0x40000000u);

fn doubleParts(cell: vec2u) -> DoubleParts {
  let biased = i32((cell.y >> 20u) & 0x7ffu);
  let field = vec2u(cell.x, cell.y & 0xfffffu);
  let significand = vec2u(field.x, field.y | select(0u, 0x100000u, biased > 0));
  let shift = wideLeadingZeros(significand) - 1u;
  var kind = select(KIND_FINITE, KIND_ZERO, wideIsZero(significand));
  if (biased == 0x7ff) { kind = select(KIND_NAN, KIND_INFINITE, wideIsZero(field)); }
  // The lowest bit of a subnormal is 2^-1074, as that of the smallest normal numbers.
  let exponent = max(biased, 1) - 1013 - i32(shift);
  return DoubleParts(kind, (cell.y >> 31u) == 1u, exponent, wideLeft(significand, shift));
}

// The cell nearest to the parts; the last bit of the fraction may stand for all that follows it.
fn doubleCell(parts: DoubleParts) -> vec2u {
  let sign = u32(parts.isNegative) << 31u;
  let zeros = wideLeadingZeros(parts.fraction);
  let isLong = zeros == 0u;
  let exponent = parts.exponent + 1 - i32(zeros);
  let normal = select(wideLeft(parts.fraction, zeros - 1u), parts.fraction, vec2<bool>(isLong));
  // Below the smallest exponent the fraction moves instead.
  let fraction = wideRightSticky(normal, u32(isLong) + u32(max(-1022 - exponent, 0)));
  let tail = fraction.x & 0x3ffu;
  let isAway = tail > 0x200u || (tail == 0x200u && (fraction.x & 0x400u) != 0u);
  let rounded = wideSum(wideRight(fraction, 10u), vec2u(u32(isAway), 0u));
  // The leading one adds itself to the exponent, and a carry out of the fraction does so too.
  var cell = vec2u(rounded.x, rounded.y + (u32(max(exponent, -1022) + 1022) << 20u));
  if (parts.kind == KIND_INFINITE || exponent > 1023) { cell = vec2u(0u, 0x7ff00000u); }
  if (parts.kind == KIND_ZERO) { cell = vec2u(0u); }
  return select(vec2u(cell.x, cell.y | sign), vec2u(0u, 0x7ff80000u), vec2<bool>(parts.kind == KIND_NAN));
}

fn readDouble(address: u32) -> vec2u {
  return vec2u(readWord(address), readWord(address + 1u));
}
`;
