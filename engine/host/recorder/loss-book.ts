// What was lost since the last gap that is on record: how much, when, and why.

export type LossReason = 'queue-full' | 'invalid-record' | 'folder-removed';

/** The fields of a `gap` event that say what was lost. */
export interface Loss {
  readonly lost: number;
  readonly bars?: number;
  readonly reason: string;
  readonly text?: string;
  readonly fromTs: number;
  readonly toTs: number;
}

export interface LostRecord {
  readonly reason: LossReason;
  readonly events: number;
  readonly bars: number;
  /** The record's own time. Anything at all, when the record was refused. */
  readonly ts: unknown;
}

/** Times a gap may state; see `timestampMs` of the schema. */
const isTime = (ts: unknown): ts is number =>
  Number.isInteger(ts) && Number(ts) >= 100_000_000_000 && Number(ts) <= 100_000_000_000_000;

export class LossBook {
  private events = 0;
  private bars = 0;
  private readonly reasons = new Map<LossReason, number>();
  private fromTs = Infinity;
  private toTs = -Infinity;
  /** Of the whole run. */
  readonly total = { events: 0, bars: 0 };

  get isOpen(): boolean {
    return this.reasons.size > 0;
  }

  /** `lastTs`: the time of the last record that was taken, for one that has no time of its own. */
  add(record: LostRecord, lastTs: number): void {
    const { reason, events, bars } = record;
    this.events += events;
    this.bars += bars;
    this.total.events += events;
    this.total.bars += bars;
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + events + bars);
    const ts = isTime(record.ts) ? record.ts : lastTs;
    this.fromTs = Math.min(this.fromTs, ts);
    this.toTs = Math.max(this.toTs, ts);
  }

  /** The gap so far; it stays until it is known to be on record. */
  get loss(): Loss {
    const [first = 'queue-full'] = this.reasons.keys();
    const parts = [...this.reasons].map(([reason, count]) => `${reason}: ${String(count)}`);
    return {
      lost: this.events,
      ...(this.bars > 0 && { bars: this.bars }),
      reason: first,
      ...(parts.length > 1 && { text: parts.join(', ') }),
      fromTs: this.fromTs,
      toTs: this.toTs,
    };
  }

  settle(): void {
    this.events = 0;
    this.bars = 0;
    this.reasons.clear();
    this.fromTs = Infinity;
    this.toTs = -Infinity;
  }
}
