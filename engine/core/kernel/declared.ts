// Checks whose outcome the compiler of portable code knows beforehand: types that a strategy in JavaScript may ignore, and
// names that must be declared. Compiled lanes leave calls of these functions out; everything else of the kernel they run.
import type { Comparator } from '../model/index.js';
import type { ReasonCatalogue, Why } from '../strategy/definition.js';
import type { Engine } from './engine.js';
import { StrategyFault } from './fault.js';
import { describe, refuseNumber } from './refusals.js';

export function requireGate(engine: Engine, name: string): void {
  if (Object.hasOwn(engine.setup.strategy.gates, name)) return;
  throw new StrategyFault(
    'strategy.gate.undeclared',
    `gate "${name}" is not declared`,
    'add it to `gates` of the strategy',
  );
}

/** A number of the run's policy, finite or not. */
export function requireNum(engine: Engine, value: unknown, what: string): void {
  if (!engine.setup.num.is(value)) refuseNumber(engine, value, what);
}

export function requireSide(side: unknown): void {
  if (side === 'long' || side === 'short') return;
  throw new StrategyFault(
    'strategy.side',
    `side is ${describe(side)}`,
    "it must be 'long' or 'short'",
  );
}

const COMPARATORS: readonly unknown[] = ['>', '>=', '<', '<=', '==', '!='] satisfies Comparator[];

/** The types allow none but these; a strategy in JavaScript may still pass another. */
export function requireComparator(comparator: unknown): void {
  if (COMPARATORS.includes(comparator)) return;
  throw new StrategyFault(
    'strategy.comparator',
    `"${String(comparator)}" is not a comparator`,
    'write >, >=, <, <=, == or !=',
  );
}

export function requireVerdict(name: string, passed: unknown): void {
  if (typeof passed === 'boolean') return;
  throw new StrategyFault(
    'strategy.verdict',
    `the verdict of gate ${name} is ${describe(passed)}`,
    'pass true or false',
  );
}

export function requireReason(engine: Engine, why: Why): void {
  const { reason, detail } = why;
  const reasons: ReasonCatalogue = engine.setup.strategy.reasons;
  if (typeof (reason as unknown) !== 'string' || !Object.hasOwn(reasons, reason)) {
    throw new StrategyFault(
      'strategy.reason.undeclared',
      `reason code "${reason}" is not declared`,
      'add it to `reasons` of the strategy, or use one that is there',
    );
  }
  if (detail !== undefined) requireDetail(reasons, reason, detail);
}

function requireDetail(reasons: ReasonCatalogue, reason: string, detail: string): void {
  const entry = reasons[reason];
  if (typeof entry === 'object' && Object.hasOwn(entry.details, detail)) return;
  throw new StrategyFault(
    'strategy.reason.undeclared',
    `reason code "${reason}" has no detail "${detail}"`,
    `add it to the details of "${reason}"`,
  );
}
