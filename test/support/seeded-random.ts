// Random numbers that a seed determines, so that any failure can be run again.

export interface SeededRandom {
  /** From `low` to `high`, both included. */
  int(low: number, high: number): number;
  pick<T>(choices: readonly T[]): T;
  chance(probability: number): boolean;
}

const TWO_32 = 4_294_967_296;

/** SplitMix32: a counter in steps of the golden ratio, each mixed until seeds and draws are independent. */
export function seededRandom(seed: number): SeededRandom {
  let state = Math.imul(seed, 0x85eb_ca6b) >>> 0;
  const next = (): number => {
    state = (state + 0x9e37_79b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / TWO_32;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    int,
    pick: (choices) => {
      const choice = choices[int(0, choices.length - 1)];
      if (choice === undefined) throw new Error('nothing to pick from');
      return choice;
    },
    chance: (probability) => next() < probability,
  };
}
