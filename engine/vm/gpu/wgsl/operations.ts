// The operations of the arithmetic by name; the place in a list is the operation's number in WGSL.
// An interpreter's opcodes are another matter: it maps them to these.

/**
 * On numbers of either policy. Binary operations first, then those that round to the policy's digits; the WGSL relies
 * on this order.
 */
export const NUMBER_OPERATIONS = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'root',
  'negate',
  'absolute',
  'truncate',
  'round-places',
  'round-scaled',
  'from-whole',
] as const;

/** On whole numbers of two words, within what JavaScript counts exactly. */
export const WHOLE_OPERATIONS = [
  'add',
  'subtract',
  'multiply',
  'negate',
  'absolute',
  'remainder',
] as const;
