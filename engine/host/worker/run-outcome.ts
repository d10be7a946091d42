// What a run of a configuration comes to: its events as they come, held against live's at the end.
import type { KernelEvent } from '../../core/model/index.js';
import { compareRuns, isComparable, isCovered, isMatch } from '../../core/parity/index.js';
import type { EventRecord } from '../../core/schema/index.js';
import type { LaneStop } from '../../vm/fast/machine.js';
import type { ConfigurationOutcome } from '../lanes/configuration-report.js';
import { stopMessage } from '../lanes/stop-texts.js';
import type { CompiledWindow } from './compiled-window.js';
import { tickOf } from './live-tick.js';
import type { OpenReplay } from './open-replay.js';

export const isCompared = ({ capture }: OpenReplay, event: EventRecord): boolean =>
  isCovered(capture.manifest.coverage, event) && isComparable(event);

/** Live's events that a replay is held against. */
export const comparedEvents = (open: OpenReplay): readonly EventRecord[] =>
  open.capture.events.filter(
    (event) => isCompared(open, event) && event.seq > open.capture.snapshot.cursor.seq,
  );

/** Takes the events of one run in a compiled lane, and says in the end what it came to. */
export interface RunReader<T> {
  take(tick: number, events: readonly KernelEvent[]): void;
  /** @param stop why the run broke off, in the tick behind `done`; null when it ran to the end */
  end(done: number, stop: { readonly trap: LaneStop } | null): T;
}

export class RunOutcome implements RunReader<ConfigurationOutcome> {
  private readonly replayed: EventRecord[] = [];
  private balance: string;

  constructor(
    private readonly open: OpenReplay,
    private readonly window: CompiledWindow,
    private readonly live: readonly EventRecord[],
  ) {
    this.balance = open.capture.snapshot.account.balance;
  }

  take(tick: number, events: readonly KernelEvent[]): void {
    for (const event of events) {
      if (event.kind === 'ledger') this.balance = this.window.format(event.balance);
      const record = this.window.recordOf(event, tick);
      if (isCompared(this.open, record)) this.replayed.push(record);
    }
  }

  end(done: number, stop: { readonly trap: LaneStop } | null): ConfigurationOutcome {
    const { open, window, live, replayed, balance } = this;
    const { pairs, total } = compareRuns(window.num, live, replayed);
    const different = pairs.filter((pair) => !isMatch(pair));
    const ticks = different.map((pair) =>
      tickOf(open.eventTs, (pair.replay ?? pair.live)?.ts ?? 0),
    );
    return {
      events: total,
      mismatches: different.length,
      firstDivergence: ticks.length === 0 ? null : Math.min(...ticks),
      balance,
      stopped: stop === null ? null : { tick: done, message: stopMessage(stop.trap) },
    };
  }
}
