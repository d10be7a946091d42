// Constants as code holds them: whole numbers without a fraction, decimal text. What is neither is refused where it stands.
import type ts from 'typescript';
import { DECIMAL_TEXT } from '../../core/numeric/numeric.js';
import { NotPortable } from './issue.js';

export type Constant = string | number | boolean | null;

/** A number has one zero. */
export const textOf = (constant: Constant): string => String(constant);

/** Whole numbers have no fraction in any lane, and one zero. */
export function wholeOf(constant: Constant, node: ts.Node): number {
  if (Number.isSafeInteger(constant)) return Number(constant) + 0;
  throw new NotPortable(
    node,
    `${textOf(constant)} is no whole number that every lane holds`,
    'make a value of the policy of it, with num(...)',
  );
}

export function decimalOf(constant: Constant, node: ts.Node): string {
  const text = textOf(constant);
  if (DECIMAL_TEXT.test(text)) return text;
  throw new NotPortable(
    node,
    `"${text}" is no decimal number`,
    'write digits, such as -12.5 or 1e-3',
  );
}
