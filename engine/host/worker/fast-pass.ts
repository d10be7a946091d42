// The first pass over the window in the fast lane, for windows that take the reference lane long. What it cannot do, or
// what it stops at, is left to the reference lane: only that one tells why a strategy breaks.
import type { SitedEvent } from '../../core/session/replay.js';
import type { SourceRange } from '../replay/protocol.js';
import { compiledWindow } from './compiled-window.js';
import { isRefused } from './lane-start.js';
import type { OpenReplay } from './open-replay.js';
import type { RequestContext } from './request-context.js';

export interface FastPass {
  readonly events: readonly SitedEvent[];
  /** Where the strategy concluded for a symbol last in a tick; null where it did not. */
  readonly decidedAt: (tick: number, symbol: string) => SourceRange | null;
}

/** Compiling takes as long as the reference lane takes for about so many bars of doubles. */
const BARS_WORTHWHILE = 15_000;
/** A bar under decimals takes the reference lane about as long as so many of doubles. */
const DECIMAL_WEIGHT = 10;

export function isWorthwhile({ capture, opened }: OpenReplay): boolean {
  const weight = opened.numeric.kind === 'decimal' ? DECIMAL_WEIGHT : 1;
  return capture.bars.length * weight >= BARS_WORTHWHILE;
}

export async function fastPass(
  open: OpenReplay,
  context: RequestContext,
): Promise<FastPass | null> {
  const window = await compiledWindow(open);
  if (isRefused(window)) return null;
  const start = window.start(open.params);
  if (!('image' in start)) return null;
  const total = open.opened.tickTs.length;
  const symbols = open.capture.manifest.symbols.length;
  const decided = new Int32Array(total * symbols).fill(-1);
  const { ranges } = open.program;
  const events: SitedEvent[] = [];
  const sites = new Map<number, number>();
  const siteOf = (place: number): number => {
    const known = sites.get(place);
    if (known !== undefined) return known;
    const found = window.program.places[place];
    const site = found === undefined ? -1 : ranges.callAt(found.file, found.start);
    sites.set(place, site);
    return site;
  };
  const { stop } = await window.runFrom(start.image, {
    onTick: (tick, made) => {
      for (const event of made)
        events.push({ event: window.recordOf(event, tick), site: siteOf(event.site) });
    },
    onDecision: ({ symbol, site }, tick) => {
      decided[tick * symbols + symbol] = site;
    },
    breathe: (done) => context.breathe({ phase: 'replay', done, total }),
  });
  if (stop !== null) return null;
  const order = window.symbols;
  return {
    events,
    decidedAt: (tick, symbol) => {
      const place = decided[tick * symbols + order.indexOf(symbol)] ?? -1;
      return ranges.rangeOf(siteOf(place));
    },
  };
}
