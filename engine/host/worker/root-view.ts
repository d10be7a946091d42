// Roots as their readers want them: a place with line and source, the cascade, how far apart both sides are.
import { createHash } from 'node:crypto';
import type { FoundRoot } from '../../core/causes/found-root.js';
import { createNumeric, type Num } from '../../core/numeric/index.js';
import type { EventRecord } from '../../core/schema/index.js';
import type { Effect, Evidence, Root, RootPlace } from '../replay/explanation.js';
import type { FieldDifference, Mismatch } from '../replay/protocol.js';
import type { OpenReplay } from './open-replay.js';
import type { Run } from './run-replay.js';

export interface RootsInput {
  readonly open: OpenReplay;
  readonly run: Run;
  readonly roots: readonly FoundRoot[];
  /** For every mismatch of the report the index of its root; -1 when it has none. */
  readonly assigned: readonly number[];
}

const ID_DIGITS = 12;

export function describeRoots(input: RootsInput): readonly Root[] {
  return input.roots.map((found, index) => {
    const mismatches = input.assigned.flatMap((root, mismatch) =>
      root === index ? [mismatch] : [],
    );
    const place = placeOf(input, found);
    const ordered = ownFirst(input, { found, mismatches });
    return {
      id: idOf(found, place),
      number: index + 1,
      class: found.class,
      title: found.title,
      place,
      fields: found.departure.fields,
      interventions: found.interventions,
      evidence: evidenceOf(input, { found, healed: mismatches.length }),
      doubts: found.doubts,
      toRecord: found.toRecord,
      bridge: found.bridge,
      unsynchronised: found.unsynchronised,
      mismatches: ordered,
      recurrences: found.recurrences,
      effect: effectOf(input, mismatches, found.departure.fields),
    };
  });
}

function idOf(found: FoundRoot, place: RootPlace): string {
  const kinds = found.interventions.map(({ kind }) => kind).join(',');
  const { tick, symbol, kind, field } = place;
  const text = [found.class, String(tick), symbol, kind, field ?? '', kinds].join('|');
  return createHash('sha256').update(text).digest('hex').slice(0, ID_DIGITS);
}

function placeOf({ open, run }: RootsInput, found: FoundRoot): RootPlace {
  const { live, replay, ts, fields, kind } = found.departure;
  const { site } = found;
  const event = (live ?? replay) as EventRecord;
  const { tickTs } = open.opened;
  const line = live === null ? undefined : open.capture.eventLine(live.seq);
  const reported = run.report.mismatches.find((mismatch) => isOf(mismatch, found));
  return {
    tick: Math.max(
      0,
      tickTs.findIndex((time) => time === ts),
    ),
    ts,
    symbol: found.symbol,
    kind: event.kind,
    field: kind === 'order' ? 'order' : (fields[0]?.path ?? null),
    live: live === null ? null : { seq: live.seq, line: line ?? 1 },
    replay: replay === null ? null : { seq: replay.seq },
    site: (site >= 0 ? open.program.ranges.rangeOf(site) : null) ?? reported?.site ?? null,
  };
}

const isOf = (mismatch: Mismatch, { departure }: FoundRoot): boolean =>
  departure.live === null
    ? mismatch.replay?.event.ts === departure.replay?.ts && mismatch.live === null
    : mismatch.live?.seq === departure.live.seq;

/** The root's own mismatch leads its cascade. */
function ownFirst(
  { run }: RootsInput,
  { found, mismatches }: { readonly found: FoundRoot; readonly mismatches: readonly number[] },
): readonly number[] {
  const own = mismatches.filter((index) => {
    const mismatch = run.report.mismatches[index];
    return mismatch !== undefined && isOf(mismatch, found);
  });
  return [...own, ...mismatches.filter((index) => !own.includes(index))];
}

function evidenceOf(
  { run }: RootsInput,
  { found, healed }: { readonly found: FoundRoot; readonly healed: number },
): Evidence | null {
  if (found.strength === null) return null;
  const { facts, trials, equivalents } = found;
  return {
    strength: found.strength,
    summary: summaryOf(found, { healed, total: run.report.mismatches.length }),
    facts,
    healed,
    trials,
    equivalents,
  };
}

const plural = (count: number, noun: string): string =>
  `${String(count)} ${noun}${count === 1 ? '' : 's'}`;

function summaryOf(found: FoundRoot, { healed, total }: { healed: number; total: number }): string {
  if (found.strength === 'proven-equal')
    return `State and inputs are recorded and equal up to here, and no substitution heals it${found.recurrences.length > 0 ? `; it shows in ${plural(found.recurrences.length, 'further place')}` : ''}.`;
  const end = found.isHealedToEnd
    ? 'with it the replay equals live to the end of the window'
    : 'with it the replay equals live up to the next root';
  const part =
    healed === total
      ? `all ${plural(total, 'mismatch').replace(/mismatchs$/, 'mismatches')}`
      : `${String(healed)} of ${String(total)} mismatches`;
  return `Substituted, it heals ${part}: ${end}.`;
}

const numbers = createNumeric({ kind: 'decimal', precision: 34, rounding: 'half-even' });
const FIELDS: Readonly<Record<string, 'price' | 'size' | 'amount'>> = {
  price: 'price',
  size: 'size',
  fee: 'amount',
  pnl: 'amount',
  balance: 'amount',
  amount: 'amount',
};

function effectOf(
  { run }: RootsInput,
  indices: readonly number[],
  own: readonly FieldDifference[],
): Effect {
  const largest = new Map<string, Num>();
  const mismatches = indices.flatMap((index) => run.report.mismatches[index] ?? []);
  for (const fields of [own, ...mismatches.map((mismatch) => mismatch.fields)]) {
    for (const { path, live, replay } of fields) {
      const unit = FIELDS[path];
      const apart = unit === undefined ? undefined : distance(live, replay);
      if (unit === undefined || apart === undefined) continue;
      const known = largest.get(unit);
      if (known === undefined || apart.gt(known)) largest.set(unit, apart);
    }
  }
  const text = (unit: string): Record<string, string> => {
    const value = largest.get(unit);
    return value === undefined ? {} : { [unit]: numbers.text(value) };
  };
  return {
    count: Math.max(1, indices.length),
    ...text('price'),
    ...text('size'),
    ...text('amount'),
  };
}

function distance(live: string | null, replay: string | null): Num | undefined {
  if (live === null || replay === null) return undefined;
  const [a, b] = [numbers.parse(live), numbers.parse(replay)];
  return a === undefined || b === undefined ? undefined : a.sub(b).abs();
}
