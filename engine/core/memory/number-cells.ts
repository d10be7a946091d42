// Numbers of a policy as words of memory (cell-format.ts says which).
import { doubleOf, type Num, type Numeric, type NumericPolicy } from '../numeric/index.js';
import { BINARY64_WORDS, decimalWords, limbsFor } from './cell-format.js';
import { readCell, writeCell } from './decimal-cell.js';

export interface NumberCells {
  /** Of one cell. */
  readonly words: number;
  /** False when the value does not fit; nothing is written then. */
  write(to: DataView, address: number, value: Num): boolean;
  read(from: DataView, address: number): Num;
}

/** Words of a number cell: enough for every result under the policy; undefined when no lane has cells for it. */
export function numWordsFor(policy: NumericPolicy): number | undefined {
  if (policy.kind === 'binary64') return BINARY64_WORDS;
  const limbs = limbsFor(policy.precision);
  return limbs === undefined ? undefined : decimalWords(limbs);
}

/** @throws RangeError when no lane has cells for the policy */
export function numberCells(num: Numeric): NumberCells {
  const { policy } = num;
  if (policy.kind === 'binary64') {
    return {
      words: BINARY64_WORDS,
      write: (to, address, value) => {
        const double = value.toNumber();
        to.setFloat64(address, Number.isNaN(double) ? NaN : double, true);
        return true;
      },
      read: (from, address) => doubleOf(from.getFloat64(address, true)),
    };
  }
  const limbs = limbsFor(policy.precision);
  if (limbs === undefined) throw new RangeError(`${policy.precision} digits: no cell holds them`);
  return {
    words: decimalWords(limbs),
    write: (memory, address, value) => writeCell({ memory, address, limbs }, num.format(value)),
    read: (memory, address) => num(readCell({ memory, address, limbs })),
  };
}
