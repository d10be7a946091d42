// Moves a cursor over the moments of a run, forward and back. Every backward move is the exact inverse of its
// forward one on the same lattice: gates and decisions, statements, ticks, breakpoint hits.
import type { Breakpoint, Cursor, MomentKind } from './breakpoint.js';
import {
  arm,
  judge,
  type ArmContext,
  type ArmedBreakpoint,
  type Departure,
  type Hit,
} from './breakpoint-scan.js';
import type { Replay } from './replay.js';
import type { MomentView } from './tick-recording.js';
import { momentLookup } from './scope.js';

/** The little that navigation needs of a tick's moments. */
export interface MomentMark {
  readonly kind: MomentKind;
  readonly site: number;
  readonly symbol: number;
  readonly seq: number;
}

/** Ticks whose marks are kept. A mark is small, and stepping stays near one place. */
const MARKS_MAX = 128;

const isDecision = (mark: MomentMark): boolean => mark.kind === 'gate' || mark.kind === 'decision';
const isStatement = (mark: MomentMark): boolean => mark.kind === 'statement';

export const before = (a: Cursor, b: Cursor): boolean =>
  a.tick < b.tick || (a.tick === b.tick && a.moment < b.moment);

export class Navigator {
  private readonly marks = new Map<number, readonly MomentMark[]>();
  private armed: readonly { readonly armed: ArmedBreakpoint; readonly kind: Breakpoint['kind'] }[] =
    [];
  private hits: Hit[] = [];
  private scanned = 0;

  constructor(private readonly replay: Replay) {}

  marksOf(tick: number): readonly MomentMark[] {
    const kept = this.marks.get(tick);
    if (kept !== undefined) return kept;
    const marks: MomentMark[] = [];
    this.replay.rememberStart(tick);
    this.replay.record(tick, ({ moment }) => {
      marks.push({
        kind: moment.kind,
        site: moment.site,
        symbol: moment.symbol,
        seq: moment.event?.seq ?? -1,
      });
    });
    this.marks.set(tick, marks);
    if (this.marks.size > MARKS_MAX) this.marks.delete(this.marks.keys().next().value as number);
    return marks;
  }

  get start(): Cursor {
    return { tick: 0, moment: 0 };
  }

  get end(): Cursor {
    const tick = Math.max(0, this.replay.visitable - 1);
    return { tick, moment: this.marksOf(tick).length - 1 };
  }

  /** The nearest existing cursor. */
  clamp(cursor: Cursor): Cursor {
    const tick = Math.min(Math.max(0, cursor.tick), Math.max(0, this.replay.visitable - 1));
    const last = this.marksOf(tick).length - 1;
    if (tick !== cursor.tick) return { tick, moment: cursor.tick < 0 ? 0 : last };
    return { tick, moment: Math.min(Math.max(0, cursor.moment), last) };
  }

  statement(from: Cursor): Cursor {
    return this.forward(from, isStatement);
  }
  statementBack(from: Cursor): Cursor {
    return this.backward(from, isStatement);
  }
  decision(from: Cursor): Cursor {
    return this.forward(from, isDecision);
  }
  decisionBack(from: Cursor): Cursor {
    return this.backward(from, isDecision);
  }
  tick(from: Cursor): Cursor {
    return from.tick + 1 < this.replay.visitable ? { tick: from.tick + 1, moment: 0 } : this.end;
  }
  tickBack(from: Cursor): Cursor {
    return from.moment > 0
      ? { tick: from.tick, moment: 0 }
      : { tick: Math.max(0, from.tick - 1), moment: 0 };
  }

  private forward(from: Cursor, wanted: (mark: MomentMark) => boolean): Cursor {
    for (let { tick, moment } = from; tick < this.replay.visitable; tick += 1, moment = -1) {
      const found = this.marksOf(tick).findIndex((mark, index) => index > moment && wanted(mark));
      if (found >= 0) return { tick, moment: found };
    }
    return this.end;
  }

  private backward(from: Cursor, wanted: (mark: MomentMark) => boolean): Cursor {
    for (let { tick, moment } = from; tick >= 0; tick -= 1, moment = Infinity) {
      const found = this.marksOf(tick).findLastIndex(
        (mark, index) => index < moment && wanted(mark),
      );
      if (found >= 0) return { tick, moment: found };
    }
    return this.start;
  }

  /** Where to stop for a departure: its event, or the symbol's last decision of the tick, or the tick's end. */
  departureMoment({ tick, symbol, seq }: Departure): Cursor {
    const marks = this.marksOf(tick);
    const found =
      seq === null
        ? marks.findLastIndex((mark) => mark.kind === 'decision' && mark.symbol === symbol)
        : marks.findIndex((mark) => mark.seq === seq);
    return { tick, moment: found >= 0 ? found : marks.length - 1 };
  }

  /** Replaces all breakpoints. An ExpressionError of a condition comes back as text beside its id. */
  setBreakpoints(
    breakpoints: readonly Breakpoint[],
    context: ArmContext,
  ): readonly { id: number; error: string }[] {
    const errors: { id: number; error: string }[] = [];
    this.armed = breakpoints.flatMap((breakpoint) => {
      try {
        return [{ armed: arm(breakpoint, context), kind: breakpoint.kind }];
      } catch (error) {
        errors.push({
          id: breakpoint.id,
          error: error instanceof Error ? error.message : String(error),
        });
        return [];
      }
    });
    this.hits = [];
    this.scanned = 0;
    return errors;
  }

  /** Scans further ticks until `ticks` more are done or a stop after `from` is known. */
  scan(
    ticks: number,
    from: Cursor | null,
  ): { readonly scanned: number; readonly found: boolean; readonly finished: boolean } {
    const until = Math.min(this.scanned + ticks, this.replay.visitable);
    if (this.armed.length === 0) this.scanned = this.replay.visitable;
    while (this.scanned < until && !this.found(from)) {
      const tick = this.scanned;
      this.replay.record(tick, (view) => {
        this.judgeMoment(tick, view);
      });
      this.scanned += 1;
    }
    return {
      scanned: this.scanned,
      found: this.found(from),
      finished: this.scanned >= this.replay.visitable,
    };
  }

  private found(from: Cursor | null): boolean {
    const last = this.hits.findLast((hit) => hit.log === null);
    return from !== null && last !== undefined && before(from, last);
  }

  private judgeMoment(tick: number, view: MomentView): void {
    for (const { armed, kind } of this.armed) {
      if (!armed.matches(view.moment, tick)) continue;
      const { replay } = this;
      const lookup = momentLookup(scopeInput(replay, view), replay.ticks[tick]?.ts ?? 0, tick);
      const { hit, log, error } = judge(armed, { num: replay.num, lookup });
      if (hit)
        this.hits.push({
          tick,
          moment: view.index,
          id: armed.id,
          kind,
          log,
          site: view.moment.site,
          error,
        });
    }
  }

  /** Hits that stop, strictly after or before a cursor; several breakpoints may share one cursor. */
  hitsAt(cursor: Cursor): readonly Hit[] {
    return this.hits.filter(
      (hit) => hit.log === null && hit.tick === cursor.tick && hit.moment === cursor.moment,
    );
  }
  nextHit(from: Cursor): Hit | undefined {
    return this.hits.find((hit) => hit.log === null && before(from, hit));
  }
  previousHit(from: Cursor): Hit | undefined {
    return this.hits.findLast((hit) => hit.log === null && before(hit, from));
  }
  /** Log lines strictly between two cursors, in run order. */
  logsBetween(a: Cursor, b: Cursor): readonly Hit[] {
    const [from, to] = before(a, b) ? [a, b] : [b, a];
    return this.hits.filter((hit) => hit.log !== null && before(from, hit) && !before(to, hit));
  }
  get scannedTicks(): number {
    return this.scanned;
  }
}

/** What pictures of a moment need, from the recording in progress. */
export function scopeInput(replay: Replay, view: MomentView) {
  const decision = view.events.findLast(
    (event) => event.kind === 'decision' && event.symbol === view.moment.symbol,
  );
  return {
    engine: view.engine,
    context: replay.context,
    moment: view.moment,
    frames: view.frames,
    gates: view.gates,
    decision: decision ?? null,
  };
}
