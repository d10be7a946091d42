// The operations of the bytecode. Fewer than the intermediate form has: what differs only in a width, a condition or an
// operation of the arithmetic is one opcode with that in its qualifier.

/**
 * What an interpreter does most of the time, in a loop of its own: moves words about and jumps. Devices that run all
 * branches of a switch for every instruction then run the short ones only.
 */
const PLAIN = [
  'copy',
  'load',
  'store',
  'jump',
  'jump-unless',
  'word-equal',
  'word-differs',
  'flag-and',
  'flag-or',
  'flag-not',
  'address',
  'is-state',
  'call',
  'return',
  'whole-compare',
  'jump-unless-whole',
  'whole-sum',
  'list-length',
  'list-at',
  'loop',
] as const;

/** Rarer or longer. `out` writes words to the output, those that begin a record too. */
const SELDOM = [
  'tick-begin',
  'tick-end',
  'clear',
  'allocate',
  'list-new',
  'list-has',
  'list-grow',
  'list-truncate',
  'list-place',
  'whole-step',
  'whole-pick',
  'number-compare',
  'number-order',
  'number-is',
  'number-to-whole',
  'trap',
  'out',
] as const;

/** The arithmetic of the policy, longest of all. */
const ARITHMETIC = ['number-step', 'number-round'] as const;

/** The place in the list is the number; the groups follow each other. */
export const OPCODES = [...PLAIN, ...SELDOM, ...ARITHMETIC] as const;

/** Opcodes below are plain; those from the second on are arithmetic. */
export const GROUP_ENDS = {
  plain: PLAIN.length,
  seldom: PLAIN.length + SELDOM.length,
} as const;
export type Opcode = (typeof OPCODES)[number];

/** Bits of a comparison's qualifier, shifted by the order (-1, 0, 1) plus one; what is not ordered has none. */
export const CONDITION = { lt: 1, eq: 2, lte: 3, gt: 4, ne: 5, gte: 6 } as const;

/** Qualifier of `number-is`. */
export const NUMBER_TESTS = ['zero', 'negative', 'nan', 'finite'] as const;
