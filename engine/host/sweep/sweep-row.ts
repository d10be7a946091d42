// One configuration of a sweep over all windows: the row of the results file, and what it is ranked by.
import { createNumeric } from '../../core/numeric/index.js';
import type { ConfigurationOutcome, ConfigurationRun } from '../lanes/configuration-report.js';
import { valuesOf, type ParameterSpace } from './parameter-space.js';

/** One window of one configuration; `failed`: the strategy made no state from its parameters. */
export type WindowOutcome = ConfigurationOutcome | { readonly failed: string };

export interface SweepRow {
  /** Number of the configuration, from 0. */
  readonly index: number;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  /** Events that differ from live, over all windows; null where a window failed or broke off. */
  readonly mismatches: number | null;
  /** Earliest tick, from 0, in which any window departs from live; null when none does. */
  readonly firstDivergence: number | null;
  /** Sum of the balances at the windows' ends, as decimal text; null where a window failed or broke off. */
  readonly balance: string | null;
  /** In the order of the windows. */
  readonly windows: readonly WindowOutcome[];
}

/** Sums of money of a few windows are exact in these digits. */
const EXACT = createNumeric({ kind: 'decimal', precision: 60, rounding: 'half-even' });

export function sweepRow(
  space: ParameterSpace,
  index: number,
  runs: readonly ConfigurationRun[],
): SweepRow {
  const windows = runs.map(outcomeOf);
  const whole = windows.flatMap((each) =>
    'failed' in each || each.stopped !== null ? [] : [each],
  );
  const isWhole = whole.length === windows.length;
  const divergences = windows.flatMap((each) =>
    'failed' in each || each.firstDivergence === null ? [] : [each.firstDivergence],
  );
  return {
    index,
    params: Object.fromEntries(valuesOf(space, index)),
    mismatches: isWhole ? whole.reduce((sum, { mismatches }) => sum + mismatches, 0) : null,
    firstDivergence: divergences.length === 0 ? null : Math.min(...divergences),
    balance: isWhole
      ? EXACT.format(whole.reduce((sum, { balance }) => sum.add(balance), EXACT.zero))
      : null,
    windows,
  };
}

function outcomeOf(run: ConfigurationRun): WindowOutcome {
  if ('outcome' in run) return run.outcome;
  if ('failure' in run) return { failed: `${run.failure.code}: ${run.failure.message}` };
  const said = run.issues.map(({ path, message, remedy }) => `${path}: ${message}; ${remedy}`);
  return { failed: said.join('. ') };
}

/** How rows are ranked. `live`: closest to live first, then by result; `balance`: by result first. */
export type RankBy = 'live' | 'balance';

/** Below 0 when `a` ranks before `b`; the number of the configuration decides what nothing else does. */
export function compareRows(by: RankBy, a: SweepRow, b: SweepRow): number {
  const orders = [compareMismatches(a, b), compareDivergence(a, b)];
  const balance = compareBalance(a, b);
  const keys = by === 'live' ? [...orders, balance] : [balance, ...orders];
  return keys.find((order) => order !== 0) ?? a.index - b.index;
}

const compareMismatches = (a: SweepRow, b: SweepRow): number =>
  order(a.mismatches ?? Infinity, b.mismatches ?? Infinity);

/** The later it departs, the closer it is. */
const compareDivergence = (a: SweepRow, b: SweepRow): number =>
  order(b.firstDivergence ?? Infinity, a.firstDivergence ?? Infinity);

const order = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

function compareBalance(a: SweepRow, b: SweepRow): number {
  if (a.balance === null || b.balance === null)
    return order(a.balance === null ? 1 : 0, b.balance === null ? 1 : 0);
  return EXACT(b.balance).cmp(a.balance);
}

/** The best rows so far; the rest is forgotten, so that a sweep of any length takes the same memory. */
export class TopRows {
  private readonly rows: SweepRow[] = [];

  constructor(
    private readonly by: RankBy,
    private readonly limit: number,
  ) {}

  add(row: SweepRow): void {
    const last = this.rows.at(-1);
    if (
      this.rows.length >= this.limit &&
      (last === undefined || compareRows(this.by, last, row) < 0)
    )
      return;
    const at = this.rows.findIndex((other) => compareRows(this.by, row, other) < 0);
    this.rows.splice(at < 0 ? this.rows.length : at, 0, row);
    if (this.rows.length > this.limit) this.rows.pop();
  }

  get ranked(): readonly SweepRow[] {
    return this.rows;
  }
}
