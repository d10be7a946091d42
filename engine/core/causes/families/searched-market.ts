// Market data without a record of what live saw: shifts, gaps and revisions are searched backwards from the departure.
import type { Intervention } from '../../schema/index.js';
import type { Candidate, Family } from '../candidate.js';
import type { Investigation } from '../investigation.js';
import { counted, utcText } from '../utc-text.js';
import { CLASS, shiftOf } from './market-shift.js';
import { barInForce, isSeen, seenBar } from './seen-bars.js';

/** Ticks a shift or gap may have begun before it showed in anything that was recorded. */
const BACK_MAX = 24;
const BLIND_SHIFTS = [1, -1, 2, -2] as const;
const BLIND_GAPS = [1, 2, 3, 6] as const;

/** Shifts, gaps and revisions without any record of live's bars. */
export const searchedMarket: Family = (investigation) =>
  hasProvenBars(investigation)
    ? []
    : [
        ...blindRevisions(investigation),
        ...blindShifts(investigation),
        ...blindGaps(investigation),
      ];

/** Live's bars are on record and were equal so far: searching among them would be guessing against evidence. */
function hasProvenBars(investigation: Investigation): boolean {
  const { base, file, liveTick } = investigation;
  if (file.coverage.decisions !== undefined || !file.coverage.kinds.includes('decision'))
    return false;
  const here = liveTick.filter((event) => event.kind === 'decision');
  return (
    base.unprovenBars === 0 &&
    here.length > 0 &&
    here.every(
      ({ symbol, bar }) =>
        bar !== undefined &&
        isSeen(investigation, seenBar(investigation, symbol), barInForce(investigation, symbol)),
    )
  );
}

function startsBack(investigation: Investigation): readonly number[] {
  return investigation.market.timesBack(investigation.departure.ts, BACK_MAX);
}

/** The symbol itself first, then all together, then the others: what decides for one may come from another. */
function symbolSets({ symbol, file }: Investigation): readonly (readonly string[])[] {
  const { symbols } = file.manifest;
  const own = symbol === '' ? [] : [[symbol]];
  const others = symbols.filter((other) => other !== symbol).map((other) => [other]);
  return symbols.length === 1 ? [symbols] : [...own, symbols, ...others];
}

function blindShifts(investigation: Investigation): Candidate[] {
  const first = investigation.market.times[0] ?? 0;
  return symbolSets(investigation).flatMap((symbols, setIndex) =>
    BLIND_SHIFTS.flatMap((bars, shiftIndex) => {
      const order = 20 + setIndex * BLIND_SHIFTS.length + shiftIndex;
      const whole = shiftOf(
        { symbols, bars, fromTs: first, toTs: null },
        { isRecorded: false, order, isWhole: true },
      );
      const starts = startsBack(investigation).map((fromTs, index) =>
        shiftOf(
          { symbols, bars, fromTs, toTs: null },
          { isRecorded: false, order: order + index / 100 },
        ),
      );
      return [{ ...whole, freedom: 1 }, ...starts];
    }),
  );
}

function blindGaps(investigation: Investigation): Candidate[] {
  const { market } = investigation;
  return symbolSets(investigation)
    .filter((symbols) => symbols.length === 1)
    .flatMap(([symbol = ''], setIndex) =>
      startsBack(investigation).flatMap((fromTs, index) =>
        BLIND_GAPS.flatMap((length): Candidate[] => {
          const last = market.bar(symbol, fromTs, length - 1);
          // A series without its first bars is one that began later: a matter of the start.
          if (last === undefined || market.bar(symbol, fromTs, -1) === undefined) return [];
          const intervention = {
            kind: 'market-missing',
            symbol,
            fromTs,
            toTs: last.openTs,
          } as const;
          const title = `live had no ${symbol} bar at ${utcText(fromTs)}${length > 1 ? ` and ${counted(length - 1, 'bar')} after it` : ''}`;
          const order = 40 + setIndex + index / 100 + length / 1000;
          return [
            {
              class: CLASS,
              title,
              interventions: [intervention],
              isRecorded: false,
              freedom: 2,
              fromTs,
              order,
            },
          ];
        }),
      ),
    );
}

/** Revisions are on record; which of them live saw is what is searched. */
function blindRevisions({ file, departure }: Investigation): Candidate[] {
  return file.revisions
    .filter(({ openTs }) => openTs <= departure.ts)
    .slice(-BACK_MAX * 4)
    .reverse()
    .flatMap((bar, index): Candidate[] => {
      const { symbol, openTs, revision } = bar;
      if (revision === undefined) return [];
      const title = `live saw revision ${String(revision)} of the ${symbol} bar of ${utcText(openTs)}`;
      const interventions: Intervention[] = [{ kind: 'market-revision', symbol, openTs, revision }];
      return [
        {
          class: CLASS,
          title,
          interventions,
          isRecorded: true,
          freedom: 1,
          fromTs: openTs,
          order: 10 + index / 1000,
        },
      ];
    });
}
