// Times of other programs as milliseconds since the epoch. No calendar of the machine is asked: a time without a zone has
// the one that was stated, and only fixed offsets can be, since rules of summer time differ between machines.

export type TimeReader = (text: string) => number | TimeFault;

/** What is wrong with a text: a message and a remedy. */
export interface TimeFault {
  readonly message: string;
  readonly remedy: string;
}

export const isTimeFault = (found: number | TimeFault): found is TimeFault =>
  typeof found === 'object';

export interface TimeForm {
  /** `iso`, a unit since 1970, or a pattern. */
  readonly format?: string | undefined;
  readonly zone?: string | undefined;
}

const UNITS: Readonly<Record<string, bigint>> = {
  s: 1n,
  ms: 1_000n,
  us: 1_000_000n,
  ns: 1_000_000_000n,
};

/** Makes a reader for one column, or says what is wrong with the form. Parts of a millisecond are cut off. */
export function timeReader({ format = 'iso', zone }: TimeForm): TimeReader | TimeFault {
  const perSecond = UNITS[format];
  if (perSecond !== undefined) return (text) => countedTime(text, perSecond, format);
  const offset = zone === undefined ? undefined : offsetMs(zone);
  if (format === 'iso') return mixGuard(offset, (text) => isoTime(text, offset));
  const pattern = compiledPattern(format);
  if ('message' in pattern) return pattern;
  return (text) => patternTime(text, { ...pattern, format, offset });
}

const COUNT = /^(-?)(\d{1,20})(?:\.(\d{1,9}))?$/;

function countedTime(text: string, perSecond: bigint, unit: string): number | TimeFault {
  const [, sign, whole, fraction = ''] = COUNT.exec(text) ?? [];
  if (whole === undefined) {
    return {
      message: `${shown(text)} is no count of "${unit}" since 1970.`,
      remedy: 'Write digits, or state another format.',
    };
  }
  const count = BigInt(`${sign ?? ''}${whole}${fraction.padEnd(9, '0')}`) * 1000n;
  const perMs = perSecond * 1_000_000_000n;
  const ms = count / perMs;
  // Towards the past, for times before 1970 as well.
  return Number(count % perMs < 0n ? ms - 1n : ms);
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)? ?(Z|z|UTC|[+-]\d{2}:?\d{2})?$/;

/** A column that names a zone in some rows and none in others is mixed up; which rows are meant how, nobody can tell. */
function mixGuard(
  offset: number | undefined,
  read: (text: string) => number | TimeFault,
): TimeReader {
  let isZoned: boolean | undefined;
  return (text) => {
    const zone = ISO.exec(text)?.[8];
    const found = read(text);
    if (isTimeFault(found)) return found;
    isZoned ??= zone !== undefined;
    if (isZoned === (zone !== undefined)) return found;
    return {
      message: `${shown(text)} ${zone === undefined ? 'names no time zone' : 'names a time zone'}, rows before it ${isZoned ? 'do' : 'do not'}${offset === undefined ? '' : '; the stated zone is for those without'}.`,
      remedy: 'Write all times of a column with a zone, or all without.',
    };
  };
}

function isoTime(text: string, offset: number | undefined): number | TimeFault {
  const [, year, month, day, hour, minute, second, fraction, zone] = ISO.exec(text) ?? [];
  if (year === undefined) {
    return {
      message: `${shown(text)} is no time such as 2024-01-31T12:00:00Z.`,
      remedy: 'Write ISO 8601, or state the format of the column.',
    };
  }
  const shift = zone === undefined ? offset : offsetMs(zone);
  return instant({ year, month, day, hour, minute, second, fraction }, text, shift);
}

interface Fields {
  readonly year: string | undefined;
  readonly month: string | undefined;
  readonly day: string | undefined;
  readonly hour: string | undefined;
  readonly minute: string | undefined;
  readonly second: string | undefined;
  readonly fraction: string | undefined;
}

function instant(fields: Fields, text: string, shift: number | undefined): number | TimeFault {
  if (shift === undefined) {
    return {
      message: `${shown(text)} names no time zone.`,
      remedy: 'State the zone of the column: zone: UTC, or a fixed offset such as "+02:00".',
    };
  }
  const of = (digits: string | undefined, least = 0): number => Number(digits ?? least);
  const { year, month, day, hour, minute, second, fraction } = fields;
  const ms = Number((fraction ?? '').padEnd(3, '0').slice(0, 3));
  const parts = [of(year), of(month, 1) - 1, of(day, 1), of(hour), of(minute), of(second)] as const;
  const ts = Date.UTC(...parts, ms);
  const back = new Date(ts);
  const same =
    back.getUTCMonth() === parts[1] &&
    back.getUTCDate() === parts[2] &&
    back.getUTCHours() === parts[3] &&
    back.getUTCMinutes() === parts[4] &&
    back.getUTCSeconds() === parts[5];
  if (same) return ts - shift;
  return {
    message: `${shown(text)} is no time that exists.`,
    remedy: 'Check the order of day and month, and that hours end at 23.',
  };
}

/** Milliseconds an offset is ahead of UTC. */
function offsetMs(zone: string): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  const ahead = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -ahead : ahead;
}

const TOKENS: Readonly<Record<string, readonly [field: keyof Fields, digits: string]>> = {
  yyyy: ['year', '(\\d{4})'],
  MM: ['month', '(\\d{2})'],
  dd: ['day', '(\\d{2})'],
  HH: ['hour', '(\\d{2})'],
  mm: ['minute', '(\\d{2})'],
  ss: ['second', '(\\d{2})'],
  M: ['month', '(\\d{1,2})'],
  d: ['day', '(\\d{1,2})'],
  H: ['hour', '(\\d{1,2})'],
  S: ['fraction', '(\\d{1,9})'],
};

interface Pattern {
  readonly expression: RegExp;
  readonly fields: readonly (keyof Fields)[];
}

function compiledPattern(format: string): Pattern | TimeFault {
  const fields: (keyof Fields)[] = [];
  const source = format.replace(/yyyy|MM|dd|HH|mm|ss|M|d|H|S+|[^A-Za-z]|[A-Za-z]/g, (part) => {
    const token = TOKENS[part] ?? (/^S+$/.test(part) ? TOKENS['S'] : undefined);
    if (token === undefined) return part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    fields.push(token[0]);
    return token[1];
  });
  const isWhole = ['year', 'month', 'day'].every((field) => fields.includes(field as keyof Fields));
  const isOnce = new Set(fields).size === fields.length;
  if (isWhole && isOnce) return { expression: new RegExp(`^${source}$`), fields };
  return {
    message: `${shown(format)} is no format of times.`,
    remedy: 'Write iso, s, ms, us, ns, or a pattern with yyyy, MM, dd and then HH, mm, ss, S.',
  };
}

interface PatternForm extends Pattern {
  readonly format: string;
  readonly offset: number | undefined;
}

function patternTime(text: string, { expression, fields, format, offset }: PatternForm) {
  const match = expression.exec(text);
  if (!match) {
    return {
      message: `${shown(text)} does not fit ${shown(format)}.`,
      remedy: 'Correct the time, or the format of the column.',
    };
  }
  const found: Record<string, string | undefined> = {};
  fields.forEach((field, index) => {
    found[field] = match[index + 1];
  });
  return instant(found as unknown as Fields, text, offset);
}

const SHOWN_CHARACTERS_MAX = 60;
const shown = (text: string): string => JSON.stringify(text.slice(0, SHOWN_CHARACTERS_MAX));
