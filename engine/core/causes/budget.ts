// What a search may spend, counted in ticks run and not in time, so that the same input gives the same answer.

/** About twenty seconds of one core at the speed of the example strategy. */
export const TICK_BUDGET = 400_000;

/** Ticks a compiled lane runs and compares while the reference lane runs one, at least: a sweep's count as so much less. */
export const LANE_TICKS = 5;

export class Budget {
  private spent = 0;
  private tried = 0;

  constructor(private readonly limit: number) {}

  spend(ticks: number, trials = 1): void {
    this.spent += ticks;
    this.tried += trials;
  }

  /** Ticks of a compiled lane. */
  spendLanes(ticks: number, runs: number): void {
    this.spend(Math.ceil(ticks / LANE_TICKS), runs);
  }

  get left(): number {
    return Math.max(0, this.limit - this.spent);
  }

  get isSpent(): boolean {
    return this.spent >= this.limit;
  }
  get ticks(): number {
    return this.spent;
  }
  get trials(): number {
    return this.tried;
  }
}
