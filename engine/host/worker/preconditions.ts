// What must hold before a row is judged: that both sides ran the same thing on the same data from the same state. Pure;
// the answer is a list for people and, when something failed, the reasons why nothing can be compared.
import type { Precondition } from '../replay/explanation.js';
import type { PreconditionInput } from './condition.js';
import { configCondition, numericCondition, strategyCondition } from './identity-conditions.js';
import {
  engineFlagsCondition,
  eventsCondition,
  marketCondition,
  snapshotCondition,
  venueCondition,
} from './recording-conditions.js';
import { restartCondition, runCondition } from './run-conditions.js';

export type { PreconditionInput };

export interface Preconditions {
  /** One for each name, in the contract's order. */
  readonly list: readonly Precondition[];
  /** Why the comparison is invalid; empty when nothing failed. */
  readonly reasons: readonly string[];
}

const CONDITIONS: readonly ((input: PreconditionInput) => Precondition)[] = [
  strategyCondition,
  configCondition,
  numericCondition,
  venueCondition,
  engineFlagsCondition,
  marketCondition,
  snapshotCondition,
  eventsCondition,
  runCondition,
  restartCondition,
];

export function checkPreconditions(input: PreconditionInput): Preconditions {
  const list = CONDITIONS.map((condition) => condition(input));
  const reasons = list
    .filter(({ status }) => status === 'failed')
    .map(({ message, remedy }) => (remedy === null ? message : `${message} ${remedy}`));
  return { list, reasons };
}
