// Who runs which batch of configurations, and which batch is complete: workers run ahead of the reader by a bounded number
// of batches, and batches are read in order, so that results come out the same however many workers there are.

interface Batch<T> {
  readonly parts: (readonly T[] | undefined)[];
  missing: number;
}

/** `T` is one configuration's result in one window. */
export class BatchBoard<T> {
  private readonly taken: number[];
  private readonly open = new Map<number, Batch<T>>();
  private read: number;
  private error: { readonly cause: unknown } | null = null;
  private waiting: (() => void)[] = [];

  constructor(
    private readonly shape: {
      readonly first: number;
      readonly end: number;
      readonly windows: number;
      /** Batches that may be under way or unread at a time. */
      readonly ahead: number;
    },
  ) {
    this.read = shape.first;
    this.taken = Array.from({ length: shape.windows }, () => shape.first);
  }

  /** The next batch of a window to run; null when none is left. */
  async take(window: number): Promise<number | null> {
    for (;;) {
      const batch = this.taken[window] ?? this.shape.end;
      if (this.error !== null || batch >= this.shape.end) return null;
      if (batch < this.read + this.shape.ahead) {
        this.taken[window] = batch + 1;
        return batch;
      }
      await this.change();
    }
  }

  put(batch: number, window: number, results: readonly T[]): void {
    const entry = this.open.get(batch) ?? {
      parts: Array.from<readonly T[] | undefined>({ length: this.shape.windows }),
      missing: this.shape.windows,
    };
    this.open.set(batch, entry);
    entry.parts[window] = results;
    entry.missing -= 1;
    if (entry.missing === 0) this.wake();
  }

  fail(cause: unknown): void {
    this.error ??= { cause };
    this.wake();
  }

  /** The next batch in order, by window; null at the end. Rejects with what a worker failed with. */
  async next(): Promise<readonly (readonly T[])[] | null> {
    for (;;) {
      const batch = this.open.get(this.read);
      if (batch?.missing === 0) {
        this.open.delete(this.read);
        this.read += 1;
        this.wake();
        return batch.parts.map((part) => part ?? []);
      }
      // What is complete is read first: a failure takes nothing of it.
      if (this.error !== null) throw this.error.cause;
      if (this.read >= this.shape.end) return null;
      await this.change();
    }
  }

  private change(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }

  private wake(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}
