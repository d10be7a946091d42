// Decides what runs when: one job at a time, after a rest in typing, newest wish first. A job that is asked for again
// while it runs is cancelled, and what it still brings is stale. Knows nothing of replays or editors.

export interface JobContext {
  /** Aborted when the job is superseded, cancelled by hand, or has to make way. */
  readonly signal: AbortSignal;
  /** false once a newer wish exists: the result must be dropped. */
  readonly isCurrent: () => boolean;
  /** Ends the job for good, as the person at the editor wishes; the signal's reason is `by-hand`. */
  readonly cancel: () => void;
}

export interface SchedulerOptions {
  /** Never rejects for reasons of its job; a rejection is a defect and goes to `onDefect`. */
  readonly run: (name: string, context: JobContext) => Promise<void>;
  readonly onDefect: (name: string, error: unknown) => void;
}

export interface Wish {
  /** Milliseconds of rest before the job starts; a new wish begins the rest anew. */
  readonly delayMs: number;
  /** true: a file in front of the person; runs before, and instead of, what nobody looks at. */
  readonly urgent: boolean;
}

interface RunningJob {
  readonly name: string;
  readonly urgent: boolean;
  readonly controller: AbortController;
}

export class Scheduler {
  /** One counter for all jobs; the revision of a job's newest wish. */
  private revision = 0;
  private readonly revisions = new Map<string, number>();
  private waiting: { readonly name: string; readonly urgent: boolean }[] = [];
  private running: RunningJob | undefined;
  private timer: NodeJS.Timeout | undefined;
  private startAt = 0;

  constructor(private readonly options: SchedulerOptions) {}

  request(names: readonly string[], wish: Wish): void {
    if (names.length === 0) return;
    for (const name of names) this.revisions.set(name, (this.revision += 1));
    const kept = this.waiting.filter(({ name }) => !names.includes(name));
    const wished = names.map((name) => ({ name, urgent: wish.urgent }));
    this.waiting = wish.urgent ? [...wished, ...kept] : [...kept, ...wished];
    this.interrupt(names, wish.urgent);
    this.startIn(wish.delayMs);
  }

  /** Forgets jobs that no longer exist. */
  drop(name: string): void {
    this.revisions.set(name, (this.revision += 1));
    this.waiting = this.waiting.filter((job) => job.name !== name);
    if (this.running?.name === name) this.running.controller.abort();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.waiting = [];
    this.running?.controller.abort();
  }

  /** Stops the running job when it is out of date, or when it keeps something urgent waiting. */
  private interrupt(names: readonly string[], urgent: boolean): void {
    const job = this.running;
    if (job === undefined) return;
    const outdated = names.includes(job.name);
    if (!outdated && !(urgent && !job.urgent)) return;
    if (!outdated) this.waiting.push({ name: job.name, urgent: job.urgent });
    job.controller.abort();
  }

  private startIn(delayMs: number): void {
    // A wish without delay must not start what another wish still lets rest, so the later time counts.
    const pending = this.timer === undefined ? 0 : this.startAt;
    this.startAt = Math.max(Date.now() + delayMs, pending);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.startNext();
    }, this.startAt - Date.now());
  }

  private startNext(): void {
    if (this.running !== undefined || this.timer !== undefined) return;
    const job = this.waiting.shift();
    if (job === undefined) return;
    const { name, urgent } = job;
    const revision = this.revisions.get(name);
    const controller = new AbortController();
    this.running = { name, urgent, controller };
    const context: JobContext = {
      signal: controller.signal,
      isCurrent: () => this.revisions.get(name) === revision && !controller.signal.aborted,
      cancel: () => {
        controller.abort('by-hand');
      },
    };
    this.options
      .run(name, context)
      .catch((error: unknown) => {
        this.options.onDefect(name, error);
      })
      .finally(() => {
        this.running = undefined;
        this.startNext();
      });
  }
}
