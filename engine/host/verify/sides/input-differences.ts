// Where two recordings began from other state or saw other bars. Both are on record in full, so nothing is searched for:
// each difference is written as the substitution that gives one side the other's input.
import { snapshotDifferences } from '../../../core/session/snapshot-difference.js';
import type { BarRecord, Intervention, Json, Snapshot } from '../../../core/schema/index.js';
import type { Overlap, Side } from './side.js';

export interface InputDifference {
  readonly class: 'market-data-alignment-gap' | 'state-initialisation-gap';
  /** For people: `BTC: 3 bars differ from 2026-...`. */
  readonly title: string;
  readonly ts: number;
  readonly symbol: string;
  /** Give `right` what `left` had. */
  readonly interventions: readonly Intervention[];
}

/** Differences of the right side's inputs from the left's, by time. */
export function inputDifferences(
  left: Side,
  right: Side,
  overlap: Overlap,
): readonly InputDifference[] {
  return [...stateDifference(left, right), ...marketDifferences(left, right, overlap)];
}

/** Only recordings that begin together can be compared in what they began from. */
function stateDifference(left: Side, right: Side): readonly InputDifference[] {
  const [a, b] = [left, right].map(({ capture }) => capture);
  if (a === undefined || b === undefined) return [];
  if (a.manifest.window.fromTs !== b.manifest.window.fromTs) return [];
  const differences = snapshotDifferences(a.snapshot, b.snapshot).filter(
    // How many events came before is no state: every recording counts its own.
    ({ path }) => !path.startsWith('cursor.seq'),
  );
  const [first] = differences;
  if (first === undefined) return [];
  // Whole parts, since a path cannot name every entry: not one to be taken out of a list, not a symbol with a dot.
  const parts = new Set(differences.map(({ path }) => path.split(/[.[]/, 1)[0] ?? path));
  const fields = [...parts].map((path) => ({ path, value: partOf(a.snapshot, b.snapshot, path) }));
  const more = differences.length === 1 ? '' : ` and ${String(differences.length - 1)} more`;
  return [
    {
      class: 'state-initialisation-gap',
      title: `they began from other state: ${first.path}${more}`,
      ts: a.manifest.window.fromTs,
      symbol: '',
      interventions: [{ kind: 'state-field', fields }],
    },
  ];
}

/** A part of the left's state; how many events came before stays the right's own. */
function partOf(left: Snapshot, right: Snapshot, part: string): Json {
  const { [part]: value = null } = left as unknown as Readonly<Record<string, Json>>;
  return part === 'cursor' ? { ...left.cursor, seq: right.cursor.seq } : value;
}

function marketDifferences(left: Side, right: Side, overlap: Overlap): readonly InputDifference[] {
  const bars = [left, right].map(({ capture }) => barsIn(capture.bars, overlap));
  const [a, b] = [bars[0] ?? new Map<string, BarRecord>(), bars[1] ?? new Map<string, BarRecord>()];
  const changes = [...new Set([...a.keys(), ...b.keys()])].flatMap((key) => {
    const change = changeOf(a.get(key), b.get(key));
    return change === null ? [] : [change];
  });
  changes.sort((x, y) => x.openTs - y.openTs || (x.symbol < y.symbol ? -1 : 1));
  return grouped(changes, left.capture.manifest.intervalMs);
}

const barsIn = (
  bars: readonly BarRecord[],
  { fromTs, toTs }: Overlap,
): ReadonlyMap<string, BarRecord> =>
  new Map(
    bars
      .filter(({ openTs }) => openTs >= fromTs && openTs <= toTs)
      .map((bar) => [`${bar.symbol} ${String(bar.openTs)}`, bar]),
  );

/** One bar, and several. */
const CHANGES = {
  differs: ['differs', 'differ'],
  missing: ['is missing', 'are missing'],
  extra: ['is there in addition', 'are there in addition'],
} as const;

interface BarChange {
  readonly symbol: string;
  readonly openTs: number;
  readonly kind: keyof typeof CHANGES;
  readonly intervention: Intervention;
}

const PRICES = ['open', 'high', 'low', 'close', 'volume'] as const;

/** What gives the right side the left's bar. */
function changeOf(left: BarRecord | undefined, right: BarRecord | undefined): BarChange | null {
  if (left === undefined) {
    if (right === undefined) return null;
    const { symbol, openTs } = right;
    const intervention = { kind: 'market-missing', symbol, fromTs: openTs, toTs: openTs } as const;
    return { symbol, openTs, kind: 'extra', intervention };
  }
  const { symbol, openTs, closeTs, open, high, low, close, volume } = left;
  const bar = { open, high, low, close, volume };
  if (right === undefined)
    return {
      symbol,
      openTs,
      kind: 'missing',
      intervention: { kind: 'market-extra', symbol, openTs, closeTs, bar },
    };
  const other = PRICES.filter((field) => left[field] !== right[field]);
  if (other.length === 0) return null;
  const fields = Object.fromEntries(other.map((field) => [field, left[field]]));
  return {
    symbol,
    openTs,
    kind: 'differs',
    intervention: { kind: 'market-bar', symbol, openTs, bar: fields },
  };
}

/** Changes of one kind in bars of one symbol that follow one another are one finding. */
function grouped(changes: readonly BarChange[], intervalMs: number): readonly InputDifference[] {
  const groups: BarChange[][] = [];
  const newest = new Map<string, BarChange[]>();
  for (const change of changes) {
    const key = `${change.symbol} ${change.kind}`;
    const group = newest.get(key);
    if (group !== undefined && (group.at(-1)?.openTs ?? 0) + intervalMs >= change.openTs)
      group.push(change);
    else {
      const begun = [change];
      groups.push(begun);
      newest.set(key, begun);
    }
  }
  return groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { symbol, openTs, kind } = first;
    const [one, several] = CHANGES[kind];
    const bars = group.length === 1 ? `1 bar ${one}` : `${String(group.length)} bars ${several}`;
    return [
      {
        class: 'market-data-alignment-gap',
        title: `${symbol}: ${bars} from ${new Date(openTs).toISOString()} on`,
        ts: openTs,
        symbol,
        interventions: group.map(({ intervention }) => intervention),
      },
    ];
  });
}
