// Market data: other bars than the capture holds, by what live recorded of its own.
import type { Intervention } from '../../schema/index.js';
import type { Candidate, Family } from '../candidate.js';
import type { Investigation } from '../investigation.js';
import { utcText } from '../utc-text.js';
import { CLASS, shiftOf } from './market-shift.js';
import {
  BAR_FIELDS,
  barInForce,
  isSeen,
  seenBar,
  symbolsSeenDifferently,
  type SeenBar,
} from './seen-bars.js';

/** A day of hourly bars either way: a feed of another time zone is found, too. */
const SHIFT_MAX = 24;

/** Bars live recorded, and decisions it did not make. */
export const recordedMarket: Family = (investigation) => [
  ...seenShifts(investigation),
  ...seenRevisions(investigation),
  ...seenValues(investigation),
  ...unseenBars(investigation),
  ...extraBars(investigation),
  ...stamps(investigation),
];

function seenShifts(investigation: Investigation): Candidate[] {
  const { departure, market, file } = investigation;
  const different = symbolsSeenDifferently(investigation);
  if (different.length === 0) return [];
  const candidates: Candidate[] = [];
  for (let size = 1; size <= SHIFT_MAX; size += 1) {
    for (const bars of [size, -size]) {
      const isShifted = different.every((symbol) =>
        isSeen(
          investigation,
          seenBar(investigation, symbol),
          market.bar(symbol, departure.ts, -bars),
        ),
      );
      if (!isShifted) continue;
      const sets = [different, file.manifest.symbols];
      for (const [index, symbols] of sets.entries()) {
        if (index > 0 && symbols.length === different.length) continue;
        candidates.push(
          shiftOf(
            { symbols, bars, fromTs: departure.ts, toTs: null },
            { isRecorded: true, order: index },
          ),
        );
        const until = lastShiftedTs(investigation, symbols, bars);
        if (until !== null)
          candidates.push(
            shiftOf(
              { symbols, bars, fromTs: departure.ts, toTs: until },
              { isRecorded: true, order: 2 + index },
            ),
          );
      }
    }
  }
  return candidates;
}

/** Where recorded bars stop being shifted; null when they never do, or are not recorded further on. */
function lastShiftedTs(
  investigation: Investigation,
  symbols: readonly string[],
  bars: number,
): number | null {
  const { file, departure, market, num } = investigation;
  let last: number | null = null;
  for (let index = departure.liveIndex; index < file.live.length; index += 1) {
    const event = file.live[index];
    if (event?.kind !== 'decision' || event.bar === undefined || !symbols.includes(event.symbol))
      continue;
    const { openTs } = event.bar;
    const other = market.bar(event.symbol, openTs, -bars);
    const own = market.bar(event.symbol, openTs);
    const seen = event.bar;
    const is = (bar: typeof other): boolean =>
      bar !== undefined && BAR_FIELDS.every((field) => num.same(num(seen[field]), num(bar[field])));
    if (is(own) && !is(other)) return last;
    if (is(other)) last = openTs;
  }
  return null;
}

function seenRevisions(investigation: Investigation): Candidate[] {
  const { departure, file } = investigation;
  const interventions: Intervention[] = [];
  const symbols = symbolsSeenDifferently(investigation);
  for (const symbol of symbols) {
    const seen = seenBar(investigation, symbol);
    const match = file.revisions.find(
      (revision) =>
        revision.symbol === symbol &&
        revision.openTs === departure.ts &&
        isSeen(investigation, seen, revision),
    );
    if (match?.revision === undefined) return [];
    const { openTs, revision } = match;
    interventions.push({ kind: 'market-revision', symbol, openTs, revision });
  }
  if (interventions.length === 0) return [];
  const title = `live saw an earlier revision of the ${symbols.join(', ')} bar of ${utcText(departure.ts)}`;
  return [{ ...recorded(interventions, departure.ts), title, order: 3 }];
}

const recorded = (
  interventions: readonly Intervention[],
  fromTs: number,
): Omit<Candidate, 'title' | 'order'> => ({
  class: CLASS,
  interventions,
  isRecorded: true,
  freedom: 0,
  fromTs,
});

function seenValues(investigation: Investigation): Candidate[] {
  const { departure } = investigation;
  const symbols = symbolsSeenDifferently(investigation);
  if (symbols.length === 0) return [];
  const interventions = symbols.map((symbol): Intervention => {
    const bar = containing(investigation, seenBar(investigation, symbol), symbol);
    return { kind: 'market-bar', symbol, openTs: departure.ts, bar };
  });
  const isForming = symbols.every((symbol) => looksForming(investigation, symbol));
  const what = isForming ? 'an unfinished bar' : 'another bar';
  const title = `live saw ${what} for ${symbols.join(', ')} at ${utcText(departure.ts)}`;
  return [{ ...recorded(interventions, departure.ts), title, order: 4 }];
}

/** A bar contains its close: where only that is on record, the extremes reach at least as far. */
function containing(investigation: Investigation, seen: SeenBar, symbol: string): SeenBar {
  const { num } = investigation;
  const known = barInForce(investigation, symbol);
  const { close } = seen;
  if (close === undefined || known === undefined) return { ...seen };
  const isAbove = seen.high === undefined && num(close).gt(known.high);
  const isBelow = seen.low === undefined && num(close).lt(known.low);
  return { ...seen, ...(isAbove ? { high: close } : {}), ...(isBelow ? { low: close } : {}) };
}

/** Same open, extremes inside of the final ones, less volume: the bar was not closed yet. */
function looksForming(investigation: Investigation, symbol: string): boolean {
  const bar = investigation.market.bar(symbol, investigation.departure.ts);
  const seen: SeenBar = seenBar(investigation, symbol);
  const { num } = investigation;
  if (bar === undefined) return false;
  const { open = bar.open, high = bar.high, low = bar.low, volume = bar.volume } = seen;
  return (
    num(open).eq(bar.open) &&
    num(high).lte(bar.high) &&
    num(low).gte(bar.low) &&
    num(volume).lte(bar.volume)
  );
}

const recordsAllDecisions = ({ file }: Investigation): boolean =>
  file.coverage.kinds.includes('decision') && file.coverage.decisions === undefined;

/** A symbol without a decision where every decision is recorded had no bar. */
function unseenBars(investigation: Investigation): Candidate[] {
  const { departure, file, market } = investigation;
  if (!recordsAllDecisions(investigation)) return [];
  const decided = new Set(
    file.live.flatMap((event) =>
      event.kind === 'decision'
        ? [`${event.symbol}|${String(tickTsOf(investigation, event.ts))}`]
        : [],
    ),
  );
  const gone = file.manifest.symbols.filter(
    (symbol) =>
      market.bar(symbol, departure.ts) !== undefined &&
      !decided.has(`${symbol}|${String(departure.ts)}`),
  );
  if (gone.length === 0) return [];
  const interventions = gone.map((symbol): Intervention => {
    let toTs = departure.ts;
    for (let bars = 1; ; bars += 1) {
      const next = market.bar(symbol, departure.ts, bars);
      if (next === undefined || decided.has(`${symbol}|${String(next.openTs)}`)) break;
      toTs = next.openTs;
    }
    return { kind: 'market-missing', symbol, fromTs: departure.ts, toTs };
  });
  const title = `live had no ${gone.join(', ')} bar at ${utcText(departure.ts)}`;
  return [{ ...recorded(interventions, departure.ts), title, order: 5 }];
}

/** Open time of the tick whose events are stamped with `ts`. */
function tickTsOf({ file, market }: Investigation, ts: number): number {
  if (file.settings.venue.eventTime === 'bar-open') return ts;
  const { intervalMs } = file.manifest;
  return market.times.findLast((time) => time <= ts && time + intervalMs > ts) ?? ts;
}

/** A decision on a bar the capture does not have. */
function extraBars(investigation: Investigation): Candidate[] {
  const { liveTick, market, file } = investigation;
  const interventions = liveTick.flatMap((event): Intervention[] => {
    if (event.kind !== 'decision' || event.bar === undefined) return [];
    const { openTs, open, high, low, close, volume } = event.bar;
    if (market.bar(event.symbol, openTs) !== undefined) return [];
    const bar = { open, high, low, close, volume };
    const closeTs = openTs + file.manifest.intervalMs - 1;
    return [{ kind: 'market-extra', symbol: event.symbol, openTs, closeTs, bar }];
  });
  const [first] = interventions;
  if (first?.kind !== 'market-extra') return [];
  const title = `live saw a ${first.symbol} bar at ${utcText(first.openTs)} that the capture does not have`;
  const fromTs = Math.min(first.openTs, investigation.departure.ts);
  return [
    { ...recorded([first], fromTs), title, order: 6 },
    { ...recorded(interventions, fromTs), title, order: 7 },
  ];
}

/** Only the time of the event differs: it is stamped with the other end of the bar, or in another zone. */
function stamps(investigation: Investigation): Candidate[] {
  const { departure, settings } = investigation;
  const { live } = departure;
  if (live === null) return [];
  const partner =
    departure.kind === 'field' && departure.fields.every(({ path }) => path === 'ts')
      ? departure.replay
      : null;
  if (partner === null && departure.kind === 'field') return [];
  const other = settings.venue.eventTime === 'bar-open' ? 'bar-close' : 'bar-open';
  const flipped: Candidate = {
    class: CLASS,
    title: `live stamps events with the bar's ${other === 'bar-close' ? 'close' : 'open'} time`,
    interventions: [{ kind: 'venue-policy', path: 'eventTime', value: other }],
    isRecorded: partner !== null,
    freedom: partner === null ? 1 : 0,
    isSweeping: true,
    fromTs: null,
    order: 0,
  };
  const offsets = partner === null ? stampGuesses(investigation) : [live.ts - partner.ts];
  return [
    flipped,
    ...offsets
      .filter((offsetMs) => offsetMs !== 0)
      .map((offsetMs): Candidate => ({
        class: CLASS,
        title: `live's event times are ${offsetText(offsetMs)} than the bars they belong to`,
        interventions: [{ kind: 'event-stamp', offsetMs }],
        isRecorded: partner !== null,
        freedom: partner === null ? 1 : 0,
        isSweeping: true,
        fromTs: null,
        order: 1,
      })),
  ];
}

/** An event that seems to miss its partner may only be stamped too early or too late. */
function stampGuesses({ file }: Investigation): readonly number[] {
  const { intervalMs } = file.manifest;
  return [intervalMs, -intervalMs, intervalMs - 1, 2 * intervalMs, -2 * intervalMs];
}

const offsetText = (ms: number): string =>
  `${String(Math.abs(ms) / 1000)} s ${ms > 0 ? 'later' : 'earlier'}`;
