// A loaded strategy program: its definition, checked to be one, and the hooks its instrumented code calls.
import { StrategyFault } from '../kernel/index.js';
import type { StrategyDefinition } from '../strategy/definition.js';

/** Loop iterations one tick may spend. A count, not a clock, so that it is the same on every machine. */
export const LOOP_BUDGET_PER_TICK = 5_000_000;

/**
 * What instrumented strategy code calls. `v` notes the call site of an engine call on its way to it; `l` counts a loop
 * iteration; `s`, `e` and `x` exist in the recording build only: statement, enter and exit of a function.
 */
export interface Hooks {
  v<T>(value: T, site: number): T;
  l(site: number): void;
  s(site: number, locals: () => Readonly<Record<string, unknown>>): void;
  e(name: string): void;
  x(): void;
}

/** A strategy as one build of its code gives it. */
export interface Build {
  readonly strategy: StrategyDefinition;
  readonly runtime: HookRuntime;
}

export interface HookListener {
  enter(name: string): void;
  leave(): void;
  statement(site: number, locals: () => Readonly<Record<string, unknown>>): void;
}

/** Hooks of one build; `reset` starts a tick's loop budget. */
export class HookRuntime {
  readonly probe = { site: -1, symbol: -1 };
  listener: HookListener | null = null;
  private loops = 0;

  reset(): void {
    this.loops = 0;
  }

  /** Hooks of one file, whose own site numbers begin at `base` in the program's table. */
  hooks(base: number): Hooks {
    const v = <T>(value: T, site: number): T => {
      this.probe.site = base + site;
      return value;
    };
    const l = (site: number): void => {
      this.loops += 1;
      if (this.loops > LOOP_BUDGET_PER_TICK) this.overrun(base + site);
    };
    const s = (site: number, locals: () => Readonly<Record<string, unknown>>): void => {
      if (this.listener === null) this.probe.site = base + site;
      else this.listener.statement(base + site, locals);
    };
    const e = (name: string): void => this.listener?.enter(name);
    const x = (): void => this.listener?.leave();
    return Object.freeze({ v, l, s, e, x });
  }

  private overrun(site: number): never {
    this.probe.site = site;
    throw new StrategyFault(
      'strategy.loop-limit',
      `a loop ran more than ${String(LOOP_BUDGET_PER_TICK)} times in one tick`,
      'bound the loop: a tick of a real strategy needs a few thousand iterations',
    );
  }
}

const PARTS = ['id', 'params', 'reasons', 'gates', 'state', 'onTick'] as const;
const TYPES: Readonly<Record<(typeof PARTS)[number], string>> = {
  id: 'string',
  params: 'object',
  reasons: 'object',
  gates: 'object',
  state: 'function',
  onTick: 'function',
};

/** The default export of a strategy file, checked. */
export function asStrategy(exported: unknown): StrategyDefinition {
  if (typeof exported !== 'object' || exported === null) {
    throw new StrategyFault(
      'strategy.export',
      'the strategy file has no default export',
      'write `export default defineStrategy({ ... })`',
    );
  }
  for (const part of PARTS) {
    const value: unknown = (exported as Record<string, unknown>)[part];
    if (typeof value === TYPES[part] && value !== null) continue;
    throw new StrategyFault(
      'strategy.export',
      `the strategy has no ${part}`,
      `give defineStrategy a ${part} (${TYPES[part]})`,
    );
  }
  return exported as StrategyDefinition;
}
