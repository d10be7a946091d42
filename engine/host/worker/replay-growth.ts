// An open replay of a recording that is still being written, with what was recorded since. Only what plainly follows is
// taken in; whatever a check of the whole recording might complain of is left to it.
import type { EventRecord } from '../../core/schema/index.js';
import {
  createContradictionCheck,
  type ContradictionCheck,
} from '../capture/contradiction-check.js';
import type { Capture } from '../capture/index.js';
import type { GrowRequest } from '../replay/protocol.js';
import type { OpenReplay } from './open-replay.js';
import { echoesBars } from './run-replay.js';

export class ReplayGrowth {
  /** Has seen every event of the replay. */
  private contradictions: ContradictionCheck | null = null;

  /** The replay with more of everything, its run where it was; null where what is new does not plainly follow. */
  grow(open: OpenReplay, request: GrowRequest): OpenReplay | null {
    const { capture, opened, program } = open;
    if (capture.manifest.window.end !== 'cut' || opened.interventions.length > 0) return null;
    const grown = grownCapture(capture, request);
    if (grown === null || echoesBars(grown) !== echoesBars(capture)) return null;
    if (this.contradict(capture, request.events)) return null;
    const text = JSON.stringify(request.bars);
    const { tickTs, eventTs } = JSON.parse(program.call(-1, (realm) => realm.grow(text))) as {
      readonly tickTs: readonly number[];
      readonly eventTs: readonly number[];
    };
    return {
      ...open,
      capture: grown,
      opened: {
        ...opened,
        manifest: grown.manifest,
        tickTs: [...opened.tickTs, ...tickTs],
        liveEvents: grown.events.length,
      },
      eventTs: [...open.eventTs, ...eventTs],
    };
  }

  private contradict(capture: Capture, events: readonly EventRecord[]): boolean {
    const known = this.contradictions;
    const check = known ?? createContradictionCheck(capture.manifest, capture.snapshot);
    this.contradictions = check;
    if (known === null)
      for (const event of capture.events) check.next(event, capture.eventLine(event.seq) ?? 1);
    return events.some((event) => check.next(event, 1).length > 0);
  }
}

function grownCapture(capture: Capture, { bars, events }: GrowRequest): Capture | null {
  const { manifest, snapshot } = capture;
  const { window, symbols } = manifest;
  if (bars.some(({ openTs, symbol }) => openTs <= window.toTs || !symbols.includes(symbol)))
    return null;
  const toTs = bars.at(-1)?.openTs ?? window.toTs;
  const known = capture.events.at(-1);
  const lastSeq = known?.seq ?? snapshot.cursor.seq;
  const isPlain = events.every((event, index) => {
    const before = events[index - 1] ?? known;
    return (
      event.seq === lastSeq + 1 + index &&
      event.ts >= (before?.ts ?? 0) &&
      event.ts <= toTs + manifest.intervalMs &&
      manifest.coverage.kinds.includes(event.kind) &&
      (!('symbol' in event) || symbols.includes(event.symbol))
    );
  });
  if (!isPlain) return null;
  const { eventLine } = capture;
  const lines = capture.events.length;
  return {
    ...capture,
    manifest: { ...manifest, window: { ...window, toTs } },
    bars: [...capture.bars, ...bars],
    events: [...capture.events, ...events],
    eventLine: (seq) => (seq > lastSeq ? lines + seq - lastSeq : eventLine(seq)),
  };
}
