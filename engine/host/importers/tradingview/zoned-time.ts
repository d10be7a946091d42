// Times of a list as TradingView writes them: with an offset, or as the clock of the chart showed them. Such a clock is the
// one that is named, by an offset or by its IANA name; the machine's own zone is never asked.
import { isTimeFault, timeReader, type TimeFault, type TimeReader } from '../time-text.js';

const OFFSET = /^[+-]\d{2}:?\d{2}$/;
const HAS_ZONE = /(Z|z|UTC|[+-]\d{2}:?\d{2})$/;
const DAY_MS = 86_400_000;

/** Makes a reader of times; `zone` is for those that name none. A fault is about the zone. */
export function zonedTimeReader(zone?: string): TimeReader | TimeFault {
  if (zone === undefined) return withRemedy(timeReader({}));
  if (zone === 'UTC' || OFFSET.test(zone)) return timeReader({ zone });
  const offsetAt = zoneOffsets(zone);
  if (offsetAt === undefined) {
    return {
      message: `"${zone}" is no time zone.`,
      remedy: 'Write an IANA name such as America/New_York, UTC, or an offset such as -05:00.',
    };
  }
  const local = timeReader({ zone: '+00:00' });
  if (typeof local !== 'function') return local;
  return (text) => {
    const found = local(text);
    if (isTimeFault(found) || hasZone(text)) return found;
    return instantOf(found, { text, zone, offsetAt });
  };
}

const hasZone = (text: string): boolean => text.includes(':') && HAS_ZONE.test(text);

function withRemedy(read: TimeReader | TimeFault): TimeReader | TimeFault {
  if (typeof read !== 'function') return read;
  return (text) => {
    const found = read(text);
    if (!isTimeFault(found) || !found.message.includes('names no time zone')) return found;
    const remedy = 'Say which zone the chart had: --timezone America/New_York, or an offset.';
    return { message: found.message, remedy };
  };
}

type OffsetAt = (ts: number) => number;

interface LocalTime {
  readonly text: string;
  readonly zone: string;
  readonly offsetAt: OffsetAt;
}

/** When clocks are put back an hour comes twice, when they are put forward one is missing: neither is guessed. */
function instantOf(localMs: number, { text, zone, offsetAt }: LocalTime): number | TimeFault {
  const offsets = new Set([offsetAt(localMs - DAY_MS), offsetAt(localMs + DAY_MS)]);
  const found = [...offsets]
    .map((offset) => localMs - offset)
    .filter((ts) => ts + offsetAt(ts) === localMs);
  const [ts] = found;
  if (ts !== undefined && found.length === 1) return ts;
  return {
    message: `"${text}" ${ts === undefined ? 'does not exist' : 'comes twice'} in ${zone}: clocks change there.`,
    remedy: 'Export the list with offsets, or with the chart set to UTC.',
  };
}

/** How far a zone is ahead of UTC at an instant; undefined when there is no such zone. */
function zoneOffsets(zone: string): OffsetAt | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
      ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
    return (ts) => {
      const parts = new Map(format.formatToParts(ts).map(({ type, value }) => [type, value]));
      const of = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
      const day = [of('year'), of('month') - 1, of('day')] as const;
      return (
        Date.UTC(...day, of('hour'), of('minute'), of('second')) - Math.floor(ts / 1000) * 1000
      );
    };
  } catch {
    return undefined;
  }
}
