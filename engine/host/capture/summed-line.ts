// A line that proves itself: its last key is the hash of the line as it is without that key.
import { sha256 } from './capture-files.js';

/** Stands in for a sum that is not known yet. */
export const UNSUMMED = '0'.repeat(64);

const HEAD = ',"sum":"';
/** What the key takes at the end of a line: its head, 64 digits, a quote and the closing brace. */
const TAIL_LENGTH = HEAD.length + UNSUMMED.length + 2;

/** A line that ends in a sum, with the sum it ought to have. */
export function summed(line: string): string {
  const body = `${line.slice(0, -TAIL_LENGTH)}}`;
  return `${line.slice(0, -TAIL_LENGTH)}${HEAD}${sha256(body)}"}`;
}

export const hasItsSum = (line: string): boolean =>
  line.length > TAIL_LENGTH && summed(line) === line;
