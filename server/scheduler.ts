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
  /** true: runs when nothing else waits, and makes way for whatever is wished for. */
  readonly background?: boolean;
}

/** A higher rank runs before a lower one, and instead of it. */
type Rank = 0 | 1 | 2;

interface WaitingJob {
  readonly name: string;
  readonly rank: Rank;
}

interface RunningJob extends WaitingJob {
  readonly controller: AbortController;
}

const rankOf = ({ urgent, background }: Wish): Rank => (background === true ? 0 : urgent ? 2 : 1);

export class Scheduler {
  /** One counter for all jobs; the revision of a job's newest wish. */
  private revision = 0;
  private readonly revisions = new Map<string, number>();
  private waiting: WaitingJob[] = [];
  private running: RunningJob | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** When jobs may start: those of the background rest by themselves, and nobody waits for them. */
  private startAt = 0;
  private backgroundAt = 0;

  constructor(private readonly options: SchedulerOptions) {}

  request(names: readonly string[], wish: Wish): void {
    if (names.length === 0) return;
    for (const name of names) this.revisions.set(name, (this.revision += 1));
    const rank = rankOf(wish);
    const kept = this.waiting.filter(({ name }) => !names.includes(name));
    const wished = names.map((name) => ({ name, rank }));
    this.waiting = rank === 2 ? [...wished, ...kept] : [...kept, ...wished];
    this.interrupt(names, rank);
    const at = Date.now() + wish.delayMs;
    // A wish without delay must not start what another wish still lets rest, so the later time counts.
    if (rank === 0) this.backgroundAt = Math.max(at, this.backgroundAt);
    else this.startAt = Math.max(at, this.startAt);
    this.wake();
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

  /** Stops the running job when it is out of date, or when it keeps something of a higher rank waiting. */
  private interrupt(names: readonly string[], rank: Rank): void {
    const job = this.running;
    if (job === undefined) return;
    const outdated = names.includes(job.name);
    if (!outdated && rank <= job.rank) return;
    if (!outdated) this.waiting.push({ name: job.name, rank: job.rank });
    job.controller.abort();
  }

  /** Starts what may start now, else waits for it; called again whenever something changed. */
  private wake(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.running !== undefined) return;
    const job = this.waiting.find(({ rank }) => rank > 0) ?? this.waiting[0];
    if (job === undefined) return;
    const restMs = (job.rank > 0 ? this.startAt : this.backgroundAt) - Date.now();
    // Also without rest a job starts later, so that wishes made together are known together.
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        this.start(job);
      },
      Math.max(0, restMs),
    );
  }

  private start(job: WaitingJob): void {
    this.waiting = this.waiting.filter((other) => other !== job);
    const { name, rank } = job;
    const revision = this.revisions.get(name);
    const controller = new AbortController();
    this.running = { name, rank, controller };
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
        this.wake();
      });
  }
}
