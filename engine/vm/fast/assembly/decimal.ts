// Exact decimal arithmetic of the fast lane, in AssemblyScript: number cells (core/memory/number-cells.ts) in, one rounding,
// cells out, bit-equal to decimal.js. Works on addresses in the lane's memory; nothing is allocated.
import { LIMBS } from './limbs';

const BASE: u64 = 100_000_000;
const LIMB_DIGITS: i32 = 8;
const BIAS: i32 = 32768;
const EXPONENT_MAX: i32 = 32767;

const SIGN: u32 = 0x80000000;
const KIND_MASK: u32 = 0x60000000;
const FINITE: u32 = 0x20000000;
const INFINITE: u32 = 0x40000000;
const NAN_HEADER: u32 = 0x60000000;

// Scratch memory below everything else; one operation at a time uses it.
const WORK: usize = 128;
const DIVISOR: usize = 512;
const CELL_A: usize = 704;
const CELL_B: usize = 768;
/** The digits an operation leaves in WORK begin here at the earliest: a carry needs the place before. */
const FIRST: i32 = 1;

let precision: i32 = 20;
let rounding: i32 = 4;
let outOfRange: i32 = 0;

const MODE_UP: i32 = 0;
const MODE_DOWN: i32 = 1;
const MODE_CEIL: i32 = 2;
const MODE_FLOOR: i32 = 3;
const MODE_HALF_UP: i32 = 4;
const MODE_HALF_DOWN: i32 = 5;
const MODE_HALF_EVEN: i32 = 6;
const MODE_HALF_CEIL: i32 = 7;

export function setPolicy(digits: i32, mode: i32): void {
  precision = digits;
  rounding = mode;
}

/** Whether a result did not fit since the last call. */
export function takeFlag(): i32 {
  const flag = outOfRange;
  outOfRange = 0;
  return flag;
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function header(cell: usize): u32 {
  return load<u32>(cell);
}
// @ts-ignore
@inline
function limb(cell: usize, i: i32): u64 {
  return <u64>load<u32>(cell + 4 + ((<usize>i) << 2));
}
// @ts-ignore
@inline
function kind(h: u32): u32 {
  return h & KIND_MASK;
}
// @ts-ignore
@inline
function exponent(h: u32): i32 {
  return <i32>(h & 0xffff) - BIAS;
}
// @ts-ignore
@inline
function work(i: i32): u64 {
  return <u64>load<u32>(WORK + ((<usize>i) << 2));
}
// @ts-ignore
@inline
function setWork(i: i32, value: u64): void {
  store<u32>(WORK + ((<usize>i) << 2), <u32>value);
}

function write(cell: usize, h: u32): void {
  store<u32>(cell, h);
  for (let i = 0; i < LIMBS; i++) store<u32>(cell + 4 + ((<usize>i) << 2), 0);
}

export function copy(dst: usize, a: usize): void {
  for (let i = 0; i <= LIMBS; i++) store<u32>(dst + ((<usize>i) << 2), load<u32>(a + ((<usize>i) << 2)));
}

/** Limbs up to the last that is not zero. */
function limbCount(cell: usize): i32 {
  let n = LIMBS;
  while (n > 1 && load<u32>(cell + ((<usize>n) << 2)) == 0) n--;
  return n;
}

function digitsOf(value: u64): i32 {
  if (value >= 10000) {
    if (value >= 1000000) return value >= 10000000 ? 8 : 7;
    return value >= 100000 ? 6 : 5;
  }
  if (value >= 100) return value >= 1000 ? 4 : 3;
  return value >= 10 ? 2 : 1;
}

function power10(n: i32): u64 {
  switch (n) {
    case 0: return 1;
    case 1: return 10;
    case 2: return 100;
    case 3: return 1000;
    case 4: return 10000;
    case 5: return 100000;
    case 6: return 1000000;
    case 7: return 10000000;
    default: return BASE;
  }
}

/** Whether a magnitude moves away from zero; `half` compares what is cut off with one half: -1, 0, 1. */
function goesUp(mode: i32, negative: bool, half: i32, odd: bool): bool {
  if (mode == MODE_UP) return true;
  if (mode == MODE_DOWN) return false;
  if (mode == MODE_CEIL) return !negative;
  if (mode == MODE_FLOOR) return negative;
  if (half != 0) return half > 0;
  if (mode == MODE_HALF_UP) return true;
  if (mode == MODE_HALF_DOWN) return false;
  if (mode == MODE_HALF_EVEN) return odd;
  return mode == MODE_HALF_CEIL ? !negative : negative;
}

/**
 * Rounds WORK[from..to) to `digits` significant digits and writes it. WORK[from] may be zero; the limb at `from` has the
 * exponent `e`. `sticky`: something smaller follows, which is so only where WORK reaches beyond the cut. `digits` below 1 rounds to one unit of that place, or to zero.
 */
function finish(dst: usize, from: i32, to: i32, e: i32, sign: u32, sticky: bool, digits: i32, mode: i32): void {
  let first = from;
  while (first < to && work(first) == 0) first++;
  if (first == to) {
    // Only operations that cut digits off come here with something left.
    write(dst, sign);
    return;
  }
  e -= first - from;
  const lead = digitsOf(work(first));
  if (digits < 1) {
    finishBelow(dst, first, to, e, sign, sticky, digits, lead, mode);
    return;
  }
  // The limb in which the cut lies, and the unit of the last digit kept within it.
  let cut: i32;
  let unit: u64;
  if (digits < lead) {
    cut = first;
    unit = power10(lead - digits);
  } else {
    const rest = digits - lead;
    cut = first + 1 + rest / LIMB_DIGITS;
    unit = power10(LIMB_DIGITS - (rest % LIMB_DIGITS));
  }
  if (cut < to) {
    const value = work(cut);
    const low = value % unit;
    let more = sticky;
    for (let i = cut + 1; i < to && !more; i++) more = work(i) != 0;
    if (low != 0 || more) {
      const twice = low * 2;
      const half = twice > unit ? 1 : twice < unit ? -1 : more ? 1 : 0;
      const previous = unit == BASE ? work(cut - 1) : value / unit;
      const up = goesUp(mode, sign != 0, half, (previous & 1) == 1);
      setWork(cut, value - low);
      if (up) {
        let i = cut;
        let sum = work(cut) + unit;
        while (sum >= BASE) {
          setWork(i, sum - BASE);
          i--;
          if (i < first) {
            first = i;
            e += 1;
            sum = 1;
          } else sum = work(i) + 1;
        }
        setWork(i, sum);
      }
    }
    to = cut + 1;
  }
  store_(dst, first, to, e, sign);
}

function store_(dst: usize, first: i32, to: i32, e: i32, sign: u32): void {
  let last = to;
  while (last > first && work(last - 1) == 0) last--;
  if (last - first > LIMBS || e > EXPONENT_MAX || e < -EXPONENT_MAX) {
    outOfRange = 1;
    write(dst, NAN_HEADER);
    return;
  }
  store<u32>(dst, FINITE | sign | <u32>(e + BIAS));
  for (let i = 0; i < LIMBS; i++)
    store<u32>(dst + 4 + ((<usize>i) << 2), first + i < last ? <u32>work(first + i) : 0);
}

/** No digit is kept: one unit of the place of digit `digits` (0: just above the first digit), or zero. */
function finishBelow(dst: usize, first: i32, to: i32, e: i32, sign: u32, sticky: bool, digits: i32, lead: i32, mode: i32): void {
  let half = -1;
  if (digits == 0) {
    const unit = power10(lead);
    const twice = work(first) * 2;
    let more = sticky;
    for (let i = first + 1; i < to && !more; i++) more = work(i) != 0;
    half = twice > unit ? 1 : twice < unit ? -1 : more ? 1 : 0;
  }
  if (!goesUp(mode, sign != 0, half, false)) {
    write(dst, sign);
    return;
  }
  // The unit's place, counted in digits from the point: 10^place.
  const place = e * LIMB_DIGITS + lead - digits;
  writePower(dst, place, sign);
}

function writePower(dst: usize, place: i32, sign: u32): void {
  let e = place / LIMB_DIGITS;
  let within = place % LIMB_DIGITS;
  if (within < 0) {
    within += LIMB_DIGITS;
    e -= 1;
  }
  write(dst, FINITE | sign | <u32>(e + BIAS));
  store<u32>(dst + 4, <u32>power10(within));
}

/** A value as it is, rounded to the policy: what decimal.js does with the other operand of a zero. */
function roundCopy(dst: usize, a: usize, sign: u32): void {
  const n = limbCount(a);
  for (let i = 0; i < n; i++) setWork(FIRST + i, limb(a, i));
  setWork(0, 0);
  finish(dst, FIRST, FIRST + n, exponent(header(a)), sign, false, precision, rounding);
}

export function add(dst: usize, a: usize, b: usize): void {
  const ha = header(a);
  const hb = header(b);
  sum(dst, a, ha & SIGN, b, hb & SIGN);
}

export function sub(dst: usize, a: usize, b: usize): void {
  const ha = header(a);
  const hb = header(b);
  sum(dst, a, ha & SIGN, b, (hb & SIGN) ^ SIGN);
}

function sum(dst: usize, a: usize, sa: u32, b: usize, sb: u32): void {
  const ka = kind(header(a));
  const kb = kind(header(b));
  if (ka != FINITE || kb != FINITE) {
    sumSpecial(dst, a, sa, b, sb);
    return;
  }
  let ea = exponent(header(a));
  let eb = exponent(header(b));
  if (ea < eb || (ea == eb && sa != sb && isLess(a, b))) {
    const t = a;
    a = b;
    b = t;
    const s = sa;
    sa = sb;
    sb = s;
    const e = ea;
    ea = eb;
    eb = e;
  }
  const shift = ea - eb;
  if (sa == sb) addMagnitudes(dst, a, b, shift, ea, sa);
  else subMagnitudes(dst, a, b, shift, ea, sa);
}

function isLess(a: usize, b: usize): bool {
  for (let i = 0; i < LIMBS; i++) {
    const x = limb(a, i);
    const y = limb(b, i);
    if (x != y) return x < y;
  }
  return false;
}

function sumSpecial(dst: usize, a: usize, sa: u32, b: usize, sb: u32): void {
  const ka = kind(header(a));
  const kb = kind(header(b));
  if (ka == NAN_HEADER || kb == NAN_HEADER) write(dst, NAN_HEADER);
  else if (ka == INFINITE) write(dst, kb == INFINITE && sa != sb ? NAN_HEADER : INFINITE | sa);
  else if (kb == INFINITE) write(dst, INFINITE | sb);
  else if (ka == FINITE) roundCopy(dst, a, sa);
  else if (kb == FINITE) roundCopy(dst, b, sb);
  else write(dst, sa == sb ? sa : rounding == MODE_FLOOR ? SIGN : 0);
}

/** Limbs of the smaller operand that WORK has room for; what lies beyond only says that something is there. */
const WORK_LIMBS: i32 = 2 * LIMBS + 2;

function addMagnitudes(dst: usize, a: usize, b: usize, shift: i32, e: i32, sign: u32): void {
  const na = limbCount(a);
  const nb = limbCount(b);
  let to = na > nb + shift ? na : nb + shift;
  let sticky = false;
  if (to > WORK_LIMBS) {
    to = WORK_LIMBS;
    sticky = true;
  }
  let carry: u64 = 0;
  for (let i = to - 1; i >= 0; i--) {
    let value = carry;
    if (i < na) value += limb(a, i);
    const j = i - shift;
    if (j >= 0 && j < nb) value += limb(b, j);
    if (value >= BASE) {
      value -= BASE;
      carry = 1;
    } else carry = 0;
    setWork(FIRST + 1 + i, value);
  }
  setWork(FIRST, carry);
  finish(dst, FIRST, FIRST + 1 + to, e + 1, sign, sticky, precision, rounding);
}

/** |a| >= |b|. What lies beyond WORK is taken away by borrowing one there and saying that something follows. */
function subMagnitudes(dst: usize, a: usize, b: usize, shift: i32, e: i32, sign: u32): void {
  const na = limbCount(a);
  const nb = limbCount(b);
  let to = na > nb + shift ? na : nb + shift;
  let sticky = false;
  let borrow: u64 = 0;
  if (to > WORK_LIMBS) {
    to = WORK_LIMBS;
    sticky = true;
    borrow = 1;
  }
  let any: u64 = 0;
  for (let i = to - 1; i >= 0; i--) {
    let value: u64 = i < na ? limb(a, i) : 0;
    const j = i - shift;
    let minus = borrow;
    if (j >= 0 && j < nb) minus += limb(b, j);
    if (value < minus) {
      value += BASE - minus;
      borrow = 1;
    } else {
      value -= minus;
      borrow = 0;
    }
    any |= value;
    setWork(FIRST + i, value);
  }
  if (any == 0) {
    write(dst, rounding == MODE_FLOOR ? SIGN : 0);
    return;
  }
  setWork(0, 0);
  finish(dst, FIRST, FIRST + to, e, sign, sticky, precision, rounding);
}

export function mul(dst: usize, a: usize, b: usize): void {
  const ha = header(a);
  const hb = header(b);
  const sign = (ha ^ hb) & SIGN;
  const ka = kind(ha);
  const kb = kind(hb);
  if (ka != FINITE || kb != FINITE) {
    if (ka == NAN_HEADER || kb == NAN_HEADER) write(dst, NAN_HEADER);
    else if (ka == INFINITE || kb == INFINITE) write(dst, ka == 0 || kb == 0 ? NAN_HEADER : INFINITE | sign);
    else write(dst, sign);
    return;
  }
  const na = limbCount(a);
  const nb = limbCount(b);
  let carry: u64 = 0;
  for (let k = na + nb - 2; k >= 0; k--) {
    let total = carry;
    const low = k - nb + 1 > 0 ? k - nb + 1 : 0;
    const high = k < na - 1 ? k : na - 1;
    for (let i = low; i <= high; i++) total += limb(a, i) * limb(b, k - i);
    carry = total / BASE;
    setWork(FIRST + 1 + k, total - carry * BASE);
  }
  setWork(FIRST, carry);
  finish(dst, FIRST, FIRST + na + nb, exponent(ha) + exponent(hb) + 1, sign, false, precision, rounding);
}

export function div(dst: usize, a: usize, b: usize): void {
  const ha = header(a);
  const hb = header(b);
  const sign = (ha ^ hb) & SIGN;
  const ka = kind(ha);
  const kb = kind(hb);
  if (ka != FINITE || kb != FINITE) {
    if (ka == NAN_HEADER || kb == NAN_HEADER || (ka == kb && ka != FINITE)) write(dst, NAN_HEADER);
    else if (ka == 0 || kb == INFINITE) write(dst, sign);
    else write(dst, INFINITE | sign);
    return;
  }
  const e = exponent(ha) - exponent(hb);
  const count = LIMBS + 2;
  const sticky = limbCount(b) == 1 ? shortDivide(a, limb(b, 0), count) : longDivide(a, b, count);
  setWork(0, 0);
  finish(dst, FIRST, FIRST + count, e, sign, sticky, precision, rounding);
}

/** WORK[FIRST..] = the first `count` limbs of a / d; whether anything is left. */
function shortDivide(a: usize, d: u64, count: i32): bool {
  let rest: u64 = 0;
  for (let i = 0; i < count; i++) {
    const value = rest * BASE + (i < LIMBS ? limb(a, i) : 0);
    const q = value / d;
    rest = value - q * d;
    setWork(FIRST + i, q);
  }
  return rest != 0;
}

// @ts-ignore
@inline
function divisor(i: i32): u64 {
  return <u64>load<u32>(DIVISOR + ((<usize>i) << 2));
}

/** The rest of the dividend lies behind the quotient's limbs in WORK. */
const REST: i32 = LIMBS + 4;

/** Schoolbook division (D. E. Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D) in base 1e8. */
function longDivide(a: usize, b: usize, count: i32): bool {
  const n = limbCount(b);
  const scale = BASE / (limb(b, 0) + 1);
  let carry: u64 = 0;
  for (let i = n - 1; i >= 0; i--) {
    const value = limb(b, i) * scale + carry;
    carry = value / BASE;
    store<u32>(DIVISOR + ((<usize>i) << 2), <u32>(value - carry * BASE));
  }
  // The dividend with a leading limb, padded so that `count` limbs of quotient come out.
  const total = count + n;
  carry = 0;
  for (let i = total - 1; i >= 0; i--) {
    const value = (i < LIMBS ? limb(a, i) : 0) * scale + carry;
    carry = value / BASE;
    setWork(REST + 1 + i, value - carry * BASE);
  }
  setWork(REST, carry);
  const v0 = divisor(0);
  const v1 = divisor(1);
  for (let k = 0; k < count; k++) {
    const place = REST + k;
    const top = work(place) * BASE + work(place + 1);
    let q = top / v0;
    let r = top - q * v0;
    while (q >= BASE || q * v1 > r * BASE + work(place + 2)) {
      q -= 1;
      r += v0;
      if (r >= BASE) break;
    }
    if (q != 0) q = takeAway(place, n, q);
    setWork(FIRST + k, q);
  }
  for (let i = count; i <= total; i++) if (work(REST + i) != 0) return true;
  return false;
}

/** WORK[place..place+n] -= q * divisor; one less when that was too much. The quotient's limb. */
function takeAway(place: i32, n: i32, q: u64): u64 {
  let carry: u64 = 0;
  let borrow: u64 = 0;
  for (let i = n - 1; i >= 0; i--) {
    const product = q * divisor(i) + carry;
    carry = product / BASE;
    const minus = product - carry * BASE + borrow;
    let value = work(place + 1 + i);
    if (value < minus) {
      value += BASE;
      borrow = 1;
    } else borrow = 0;
    setWork(place + 1 + i, value - minus);
  }
  const minus = carry + borrow;
  const head = work(place);
  if (head >= minus) {
    setWork(place, head - minus);
    return q;
  }
  let over: u64 = 0;
  for (let i = n - 1; i >= 0; i--) {
    const value = work(place + 1 + i) + divisor(i) + over;
    over = value >= BASE ? 1 : 0;
    setWork(place + 1 + i, value - over * BASE);
  }
  setWork(place, head + over - minus);
  return q - 1;
}

// The square root works on little-endian numbers of its own: the rest, and twice the root so far.
const SQRT_REST: usize = 832;
const SQRT_TWICE: usize = 1024;

// @ts-ignore
@inline
function at(base: usize, i: i32): u64 {
  return <u64>load<u32>(base + ((<usize>i) << 2));
}
// @ts-ignore
@inline
function setAt(base: usize, i: i32, value: u64): void {
  store<u32>(base + ((<usize>i) << 2), <u32>value);
}

/** By hand, two limbs of the radicand for each limb of the root, with a remainder that says whether it is exact. */
export function sqrt(dst: usize, a: usize): void {
  const h = header(a);
  const k = kind(h);
  if (k == NAN_HEADER || (h & SIGN && k != 0)) {
    write(dst, NAN_HEADER);
    return;
  }
  if (k != FINITE) {
    copy(dst, a);
    return;
  }
  const e = exponent(h);
  const count = LIMBS + 2;
  let next = 0;
  let n = 0;
  for (let step = 0; step < count; step++) {
    let high: u64 = 0;
    if (step > 0 || (e & 1) == 1) {
      high = next < LIMBS ? limb(a, next) : 0;
      next++;
    }
    const low: u64 = next < LIMBS ? limb(a, next) : 0;
    next++;
    for (let i = n - 1; i >= 0; i--) setAt(SQRT_REST, i + 2, at(SQRT_REST, i));
    setAt(SQRT_REST, 0, low);
    setAt(SQRT_REST, 1, high);
    n = trimmed(SQRT_REST, n + 2);
    const twice = doubleRoot(step);
    setWork(FIRST + step, rootLimb(n, twice));
    n = trimmed(SQRT_REST, n);
  }
  setWork(0, 0);
  finish(dst, FIRST, FIRST + count, e >> 1, 0, n > 0, precision, rounding);
}

function trimmed(base: usize, n: i32): i32 {
  while (n > 0 && at(base, n - 1) == 0) n--;
  return n;
}

/** SQRT_TWICE = 2 * (the first `count` limbs of the root); its length. */
function doubleRoot(count: i32): i32 {
  let carry: u64 = 0;
  for (let i = 0; i < count; i++) {
    const value = work(FIRST + count - 1 - i) * 2 + carry;
    carry = value >= BASE ? 1 : 0;
    setAt(SQRT_TWICE, i, value - carry * BASE);
  }
  setAt(SQRT_TWICE, count, carry);
  return trimmed(SQRT_TWICE, count + 1);
}

/** The largest x with (twice * BASE + x) * x <= rest, which it takes away from the rest. */
function rootLimb(n: i32, twice: i32): u64 {
  let x = estimate(n, twice);
  while (!takeSquare(n, twice, x)) x -= 1;
  while (x < BASE - 1 && canGrow(n, twice, x)) {
    takeGrowth(n, twice, x);
    x += 1;
  }
  return x;
}

/** The positive solution of (twice * BASE + x) * x = rest as a double: at most one off. */
function estimate(n: i32, twice: i32): u64 {
  const rest = approximate(SQRT_REST, n);
  const factor = approximate(SQRT_TWICE, twice) * 1e8;
  const found = (2.0 * rest) / (factor + Math.sqrt(factor * factor + 4.0 * rest));
  if (!(found > 0.0)) return 0;
  return found >= 99999999.0 ? BASE - 1 : <u64>found;
}

function approximate(base: usize, n: i32): f64 {
  let value = 0.0;
  for (let i = n - 1; i >= 0; i--) value = value * 1e8 + <f64>at(base, i);
  return value;
}

/** rest -= (twice * BASE + x) * x, unless that is more than the rest. */
function takeSquare(n: i32, twice: i32, x: u64): bool {
  let carry: u64 = 0;
  let borrow: u64 = 0;
  const length = n > twice + 2 ? n : twice + 2;
  for (let i = n; i < length; i++) setAt(SQRT_REST, i, 0);
  for (let i = 0; i < length; i++) {
    const product = (i == 0 ? x : i <= twice ? at(SQRT_TWICE, i - 1) : 0) * x + carry;
    carry = product / BASE;
    const minus = product - carry * BASE + borrow;
    let value = at(SQRT_REST, i);
    borrow = value < minus ? 1 : 0;
    if (borrow) value += BASE;
    setAt(SQRT_REST, i, value - minus);
  }
  if (carry == 0 && borrow == 0) return true;
  giveSquare(length, twice, x);
  return false;
}

function giveSquare(length: i32, twice: i32, x: u64): void {
  let carry: u64 = 0;
  for (let i = 0; i < length; i++) {
    const value = at(SQRT_REST, i) + (i == 0 ? x : i <= twice ? at(SQRT_TWICE, i - 1) : 0) * x + carry;
    carry = value / BASE;
    setAt(SQRT_REST, i, value - carry * BASE);
  }
}

/** Whether the rest holds what one more would take: 2 * (twice * BASE + x) ... + 1 for the next x. */
function canGrow(n: i32, twice: i32, x: u64): bool {
  const length = n > twice + 2 ? n : twice + 2;
  for (let i = length - 1; i >= 0; i--) {
    const value = at(SQRT_REST, i);
    const needed = growth(i, twice, x);
    if (value != needed) return value > needed;
  }
  return true;
}

/** Limb i of (twice * BASE + 2x + 1): what (twice * BASE + x + 1) * (x + 1) has more. */
function growth(i: i32, twice: i32, x: u64): u64 {
  const low = 2 * x + 1;
  const carry: u64 = low >= BASE ? 1 : 0;
  if (i == 0) return low - carry * BASE;
  let over = carry;
  for (let j = 1; j <= i; j++) {
    const value = (j <= twice ? at(SQRT_TWICE, j - 1) : 0) + over;
    over = value >= BASE ? 1 : 0;
    if (j == i) return value - over * BASE;
  }
  return 0;
}

function takeGrowth(n: i32, twice: i32, x: u64): void {
  const length = n > twice + 2 ? n : twice + 2;
  let borrow: u64 = 0;
  for (let i = 0; i < length; i++) {
    const minus = growth(i, twice, x) + borrow;
    let value = at(SQRT_REST, i);
    borrow = value < minus ? 1 : 0;
    if (borrow) value += BASE;
    setAt(SQRT_REST, i, value - minus);
  }
}

export function neg(dst: usize, a: usize): void {
  const h = header(a);
  copy(dst, a);
  if (kind(h) != NAN_HEADER) store<u32>(dst, h ^ SIGN);
}

export function abs(dst: usize, a: usize): void {
  const h = header(a);
  copy(dst, a);
  store<u32>(dst, h & ~SIGN);
}

export function cmp(a: usize, b: usize): i32 {
  const ha = header(a);
  const hb = header(b);
  const ka = kind(ha);
  const kb = kind(hb);
  if (ka == NAN_HEADER || kb == NAN_HEADER) return 2;
  if (ka == 0) return kb == 0 ? 0 : hb & SIGN ? 1 : -1;
  const above = ha & SIGN ? -1 : 1;
  if (kb == 0 || (ha ^ hb) & SIGN) return above;
  if (ka == INFINITE || kb == INFINITE) return ka == kb ? 0 : ka == INFINITE ? above : -above;
  const ea = exponent(ha);
  const eb = exponent(hb);
  if (ea != eb) return ea > eb ? above : -above;
  for (let i = 0; i < LIMBS; i++) {
    const x = limb(a, i);
    const y = limb(b, i);
    if (x != y) return x > y ? above : -above;
  }
  return 0;
}

export function isZero(a: usize): i32 {
  return kind(header(a)) == 0 ? 1 : 0;
}

export function isNeg(a: usize): i32 {
  return header(a) >>> 31;
}

export function isNaN_(a: usize): i32 {
  return kind(header(a)) == NAN_HEADER ? 1 : 0;
}

export function isFinite_(a: usize): i32 {
  return header(a) & INFINITE ? 0 : 1;
}

/** Within 2^53, so at most two limbs. */
export function fromInt(dst: usize, value: i64): void {
  const sign: u32 = value < 0 ? SIGN : 0;
  const magnitude: u64 = value < 0 ? <u64>-value : <u64>value;
  const high = magnitude / BASE;
  const low = magnitude - high * BASE;
  if (magnitude == 0) {
    write(dst, 0);
  } else if (high == 0) {
    write(dst, FINITE | sign | <u32>BIAS);
    store<u32>(dst + 4, <u32>low);
  } else {
    write(dst, FINITE | sign | <u32>(BIAS + 1));
    store<u32>(dst + 4, <u32>high);
    store<u32>(dst + 8, <u32>low);
  }
}

const SAFE_MAX: u64 = 9007199254740991;

/** A whole number within 2^53; anything else, and -0, sets the flag. */
export function toInt(a: usize): i64 {
  const h = header(a);
  if (h == 0) return 0;
  const e = exponent(h);
  if (kind(h) != FINITE || e < 0 || e > 1 || limbCount(a) > e + 1) {
    outOfRange = 1;
    return 0;
  }
  const magnitude = e == 0 ? limb(a, 0) : limb(a, 0) * BASE + limb(a, 1);
  if (magnitude > SAFE_MAX) {
    outOfRange = 1;
    return 0;
  }
  return h & SIGN ? -(<i64>magnitude) : <i64>magnitude;
}

/** decimal.js's toDecimalPlaces. */
export function roundPlaces(dst: usize, a: usize, scale: i32, mode: i32): void {
  const h = header(a);
  if (kind(h) != FINITE) {
    copy(dst, a);
    return;
  }
  const n = limbCount(a);
  for (let i = 0; i < n; i++) setWork(FIRST + i, limb(a, i));
  setWork(0, 0);
  const e = exponent(h);
  const digits = scale + e * LIMB_DIGITS + digitsOf(limb(a, 0));
  finish(dst, FIRST, FIRST + n, e, h & SIGN, false, digits, mode);
}

/** x * 10^scale, to a whole number, / 10^scale: each in the policy's own arithmetic. */
export function roundScaled(dst: usize, a: usize, scale: i32, mode: i32): void {
  writePower(CELL_B, scale, 0);
  mul(CELL_A, a, CELL_B);
  roundPlaces(CELL_A, CELL_A, 0, mode);
  div(dst, CELL_A, CELL_B);
}

export function trunc(dst: usize, a: usize): void {
  roundPlaces(dst, a, 0, MODE_DOWN);
}
