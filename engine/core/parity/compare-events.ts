// Compares a live event with its replay partner, field by field and exactly. What live did not record is not judged.
import type { Numeric } from '../numeric/index.js';
import type { DecisionEvent, EventRecord, FillEvent, GateRecord } from '../schema/index.js';

/** A field that differs; null: that side has none. */
export interface Difference {
  readonly path: string;
  readonly live: string | null;
  readonly replay: string | null;
}

type Value = string | number | boolean | null | undefined;

/**
 * Fields that cannot be equal between two recordings, are compared on their own, or (text) are wording for people: a
 * reworded reason is no departure, its code and detail are what counts.
 */
const NOT_COMPARED: readonly string[] = [
  'seq',
  'prev',
  'gates',
  'indicators',
  'bar',
  'feeParts',
  'orderId',
  'text',
];
const NUMBERS: readonly string[] = ['price', 'size', 'fee', 'pnl', 'balance', 'rate', 'amount'];

export function compareEvents(
  num: Numeric,
  live: EventRecord,
  replay: EventRecord,
): readonly Difference[] {
  const differences: Difference[] = [];
  const other = replay as unknown as Readonly<Record<string, unknown>>;
  for (const [field, value] of Object.entries(live)) {
    if (NOT_COMPARED.includes(field)) continue;
    compareField(
      num,
      {
        path: field,
        numeric: NUMBERS.includes(field),
        live: value as Value,
        replay: other[field] as Value,
      },
      differences,
    );
  }
  if (live.kind === 'decision' && replay.kind === 'decision')
    compareDecisions(num, { live, replay }, differences);
  if (live.kind === 'fill' && replay.kind === 'fill')
    compareFeeParts(num, { live, replay }, differences);
  return differences;
}

interface Field {
  readonly path: string;
  readonly numeric: boolean;
  readonly live: Value;
  readonly replay: Value;
}

const text = (value: Value): string | null =>
  value === null || value === undefined
    ? null
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);

function compareField(num: Numeric, field: Field, differences: Difference[]): void {
  if (
    field.numeric
      ? sameNumber(num, field.live, field.replay)
      : text(field.live) === text(field.replay)
  )
    return;
  differences.push({ path: field.path, live: text(field.live), replay: text(field.replay) });
}

/** Equal under the run's policy, in every bit. Text that is no number is equal only to itself. */
function sameNumber(num: Numeric, live: Value, replay: Value): boolean {
  // The same text is the same number, and reading it takes longer than all else here.
  if (live === replay) return true;
  if (typeof live !== 'string' || typeof replay !== 'string') return false;
  const a = num.parse(live);
  const b = num.parse(replay);
  return a !== undefined && b !== undefined && num.same(a, b);
}

function compareDecisions(
  num: Numeric,
  pair: { live: DecisionEvent; replay: DecisionEvent },
  differences: Difference[],
): void {
  const { live, replay } = pair;
  compareBars(num, pair, differences);
  live.gates.forEach((gate, index) => {
    compareGate(num, { gate, partner: partnerOf(live.gates, index, replay.gates) }, differences);
  });
  compareGateOrder(live.gates, replay.gates, differences);
  for (const [name, value] of Object.entries(live.indicators)) {
    const partner = Object.hasOwn(replay.indicators, name) ? replay.indicators[name] : undefined;
    compareField(
      num,
      {
        path: `indicators.${name}`,
        numeric: typeof value === 'string',
        live: value,
        replay: partner,
      },
      differences,
    );
  }
}

const BAR_FIELDS = ['openTs', 'open', 'high', 'low', 'close', 'volume'] as const;

/** A replay tells the bar it saw only where it is asked to. Revisions are numbered by live alone. */
function compareBars(
  num: Numeric,
  { live, replay }: { live: DecisionEvent; replay: DecisionEvent },
  differences: Difference[],
): void {
  const [seen, replayed] = [live.bar, replay.bar];
  if (seen === undefined || replayed === undefined) return;
  for (const name of BAR_FIELDS)
    compareField(
      num,
      { path: `bar.${name}`, numeric: true, live: seen[name], replay: replayed[name] },
      differences,
    );
}

/** The part an undivided fee consists of. */
const WHOLE_FEE = 'venue';

/** Parts of a fill's fee by name, also where it has one only. */
export const feePartsOf = ({ feeParts, fee }: FillEvent): Readonly<Record<string, string>> =>
  feeParts ?? { [WHOLE_FEE]: fee };

/** Where live recorded parts, they are the whole fee: a part that only the replay has differs as well. */
function compareFeeParts(
  num: Numeric,
  { live, replay }: { live: FillEvent; replay: FillEvent },
  differences: Difference[],
): void {
  const recorded = live.feeParts;
  if (recorded === undefined) return;
  const replayed = feePartsOf(replay);
  for (const name of new Set([...Object.keys(recorded), ...Object.keys(replayed)]))
    compareField(
      num,
      {
        path: `feeParts.${name}`,
        numeric: true,
        live: Object.hasOwn(recorded, name) ? recorded[name] : null,
        replay: Object.hasOwn(replayed, name) ? replayed[name] : null,
      },
      differences,
    );
}

/**
 * The replay's evaluation of a gate. One that is evaluated several times is counted from the last, which decided: a
 * recorder may keep only that one. Where the replay evaluated it less often, its first stands for those before, and the
 * order tells.
 */
function partnerOf(
  live: readonly GateRecord[],
  index: number,
  replay: readonly GateRecord[],
): GateRecord | undefined {
  const name = live[index]?.name;
  const behind = live.slice(index + 1).filter((gate) => gate.name === name).length;
  const named = replay.filter((gate) => gate.name === name);
  return named.at(-1 - behind) ?? named[0];
}

function compareGate(
  num: Numeric,
  pair: { gate: GateRecord; partner: GateRecord | undefined },
  differences: Difference[],
): void {
  const { gate, partner } = pair;
  const path = `gates.${gate.name}`;
  if (partner === undefined) {
    differences.push({
      path,
      live: `${gate.value} against ${gate.threshold}: ${gate.passed ? 'passed' : 'blocked'}`,
      replay: null,
    });
    return;
  }
  compareField(
    num,
    { path: `${path}.value`, numeric: true, live: gate.value, replay: partner.value },
    differences,
  );
  compareField(
    num,
    { path: `${path}.threshold`, numeric: true, live: gate.threshold, replay: partner.threshold },
    differences,
  );
  compareField(
    num,
    { path: `${path}.passed`, numeric: false, live: gate.passed, replay: partner.passed },
    differences,
  );
  if (gate.comparator !== undefined) {
    compareField(
      num,
      {
        path: `${path}.comparator`,
        numeric: false,
        live: gate.comparator,
        replay: partner.comparator,
      },
      differences,
    );
  }
}

/** Gates live recorded must have been evaluated in live's order. */
function compareGateOrder(
  live: readonly GateRecord[],
  replay: readonly GateRecord[],
  differences: Difference[],
): void {
  const partners = live.map((_, index) => partnerOf(live, index, replay));
  const order = partners.flatMap((gate) => (gate === undefined ? [] : [replay.indexOf(gate)]));
  if (order.every((position, index) => index === 0 || position > (order[index - 1] as number)))
    return;
  const common = live.filter((_, index) => partners[index] !== undefined);
  const replayed = replay.filter((gate) => partners.includes(gate));
  const names = (gates: readonly GateRecord[]): string => gates.map(({ name }) => name).join(', ');
  differences.push({ path: 'gates.order', live: names(common), replay: names(replayed) });
}
