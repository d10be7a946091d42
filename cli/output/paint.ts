// Colour on a terminal, and nowhere else. Colour only repeats what the words say.
import type { Output } from '../context.js';

export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  faint(text: string): string;
  strong(text: string): string;
}

const code = (open: number) => (text: string) => `\u001B[${String(open)}m${text}\u001B[0m`;
const same = (text: string): string => text;

const COLOURED: Paint = { good: code(32), bad: code(31), faint: code(2), strong: code(1) };
const PLAIN: Paint = { good: same, bad: same, faint: same, strong: same };

/** `wish` is the option: false after --no-color. */
export function createPaint(out: Output, wish: boolean): Paint {
  const isRefused = (process.env['NO_COLOR'] ?? '') !== '' || process.env['TERM'] === 'dumb';
  return wish && out.isTerminal && !isRefused ? COLOURED : PLAIN;
}
