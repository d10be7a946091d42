// Powers of ten and counts of digits within one limb, without tables: memory belongs to the program, and branches on
// digits are mispredicted.

// @ts-ignore: a decorator of AssemblyScript
@inline
export function digitsOf(limb: u32): i32 {
  return (
    1 +
    <i32>(limb >= 10) +
    <i32>(limb >= 100) +
    <i32>(limb >= 1000) +
    <i32>(limb >= 10000) +
    <i32>(limb >= 100000) +
    <i32>(limb >= 1000000) +
    <i32>(limb >= 10000000)
  );
}

/** 10^n for n from 1 to 8. */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function power10(n: i32): u32 {
  const odd = (n & 1) != 0;
  const low = select<u32>(10, 100, odd);
  const second = select<u32>(1000, 10000, odd);
  const third = select<u32>(100000, 1000000, odd);
  const fourth = select<u32>(10000000, 100000000, odd);
  const pair = ((n - 1) & 2) != 0;
  return select<u32>(select<u32>(fourth, third, pair), select<u32>(second, low, pair), ((n - 1) & 4) != 0);
}
