// What a search may spend, counted in ticks run and not in time, so that the same input gives the same answer.

/** About twenty seconds of one core at the speed of the example strategy. */
export const TICK_BUDGET = 400_000;

export class Budget {
  private spent = 0;
  private tried = 0;

  constructor(private readonly limit: number) {}

  spend(ticks: number, trials = 1): void {
    this.spent += ticks;
    this.tried += trials;
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
