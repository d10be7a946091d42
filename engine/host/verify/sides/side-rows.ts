// The events of all sides as rows: those that belong together beside each other, in the order in which each side has
// them. What differs is what the comparison of two says differs; nothing is compared here. Pure.
import type { ComparedPair } from '../../../core/parity/index.js';
import { eventIdentity, isCovered } from '../../../core/parity/index.js';
import type { DecisionEvent, EventRecord } from '../../../core/schema/index.js';
import type {
  RowDifference,
  SideEvent,
  SideGap,
  SideName,
  SideRoot,
  SideRow,
} from '../../replay/sides.js';
import type { Side } from './side.js';

/** Two sides, by their places, with their events beside each other. */
export interface ComparedSides {
  readonly left: number;
  readonly right: number;
  readonly pairs: readonly ComparedPair[];
}

/** A root with the events that change with it, by `eventKey`. */
export interface TracedRoot {
  readonly root: SideRoot;
  readonly touched: ReadonlySet<string>;
}

/** What two recordings call the same event at the same time. */
export const eventKey = (event: EventRecord): string =>
  `${String(event.ts)}|${eventIdentity(event)}`;

export interface RowsInput {
  readonly sides: readonly Side[];
  readonly compared: readonly ComparedSides[];
  readonly roots: readonly TracedRoot[];
}

export function sideRows({ sides, compared, roots }: RowsInput): readonly SideRow[] {
  const table = new Partners(sides.length, compared);
  let rows: readonly Row[] = [];
  for (const place of sides.keys()) rows = merged(rows, table.rowsFrom(place), place);
  return rows.map((row) => sideRow(row, sides, roots));
}

function sideRow(
  { cells, differences, departing: differing }: Row,
  sides: readonly Side[],
  roots: readonly TracedRoot[],
): SideRow {
  const first = cells.find((event) => event !== null);
  if (first === undefined) throw new Error('a row has an event');
  const shownCells = sides.map((side, place) => shown(side, cells[place] ?? null, first));
  const departing = [...differing, ...gapsIn(shownCells)];
  return {
    ts: first.ts,
    symbol: 'symbol' in first ? first.symbol : '',
    cells: shownCells,
    differences,
    isDeparting: departing.length > 0,
    roots: rootsOf({ cells, departing }, sides, roots),
  };
}

interface Row {
  readonly cells: readonly (EventRecord | null)[];
  readonly differences: readonly RowDifference[];
  /** Pairs of places whose events do not agree. */
  readonly departing: readonly (readonly [left: number, right: number])[];
}

/** `like`: what the other sides have. */
function shown(
  { capture }: Side,
  event: EventRecord | null,
  like: EventRecord,
): SideEvent | SideGap {
  if (event === null)
    return isCovered(capture.manifest.coverage, like) ? 'missing' : 'not-recorded';
  return { seq: event.seq, line: capture.eventLine(event.seq) ?? 1, event };
}

/** Who stands beside whom, by two sides and the event of the left one. */
class Partners {
  private readonly known = new Map<string, ReadonlyMap<EventRecord, readonly ComparedPair[]>>();
  private readonly events: readonly (readonly EventRecord[])[];
  private readonly placed: readonly Set<EventRecord>[];

  constructor(
    private readonly count: number,
    compared: readonly ComparedSides[],
  ) {
    const events = Array.from({ length: count }, () => new Set<EventRecord>());
    for (const { left, right, pairs } of compared) {
      const partners = new Map<EventRecord, ComparedPair[]>();
      for (const pair of pairs) {
        if (pair.live !== null) events[left]?.add(pair.live);
        if (pair.replay !== null) events[right]?.add(pair.replay);
        if (pair.live === null || pair.replay === null) continue;
        const before = partners.get(pair.live);
        if (before === undefined) partners.set(pair.live, [pair]);
        else before.push(pair);
      }
      this.known.set(`${String(left)} ${String(right)}`, partners);
    }
    this.events = events.map((each) => [...each].sort((a, b) => a.seq - b.seq));
    this.placed = events.map(() => new Set<EventRecord>());
  }

  /** Rows of a side's events that no side before it has, in its order. */
  rowsFrom(place: number): readonly Row[] {
    return (this.events[place] ?? [])
      .filter((event) => this.placed[place]?.has(event) !== true)
      .flatMap((event) => this.rowsOf(place, event));
  }

  private rowsOf(place: number, event: EventRecord): readonly Row[] {
    const beside = Array.from({ length: this.count }, (_, other) =>
      other <= place ? [] : this.free(place, other, event),
    );
    const parts = Math.max(1, ...beside.map((pairs) => pairs.length));
    return Array.from({ length: parts }, (_, part) => this.rowOf({ place, event, part }, beside));
  }

  private rowOf(
    at: { readonly place: number; readonly event: EventRecord; readonly part: number },
    beside: readonly (readonly ComparedPair[])[],
  ): Row {
    const { place, event, part } = at;
    const cells = beside.map((pairs, other) =>
      other === place ? event : (pairs[Math.min(part, pairs.length - 1)]?.replay ?? null),
    );
    for (const [other, cell] of cells.entries()) if (cell !== null) this.placed[other]?.add(cell);
    const direct = beside.flatMap((pairs, other) => {
      const pair = pairs[part];
      return pair === undefined ? [] : [{ left: place, right: other, pair }];
    });
    const compared = [...direct, ...this.between(cells, place)];
    return {
      cells,
      differences: differencesOf(cells, compared),
      departing: compared.flatMap(({ left, right, pair }) =>
        pair.differences.length === 0 ? [] : [[left, right] as const],
      ),
    };
  }

  /** Of sides behind the first that stand in one row, what differs between them. */
  private between(cells: readonly (EventRecord | null)[], first: number): readonly Compared[] {
    return cells.flatMap((left, place) =>
      cells.flatMap((right, other) => {
        if (place <= first || other <= place || left === null) return [];
        const pairs = this.known.get(`${String(place)} ${String(other)}`)?.get(left) ?? [];
        const pair = pairs.find(({ replay }) => replay === right);
        return pair === undefined ? [] : [{ left: place, right: other, pair }];
      }),
    );
  }

  private free(place: number, other: number, event: EventRecord): readonly ComparedPair[] {
    const pairs = this.known.get(`${String(place)} ${String(other)}`)?.get(event) ?? [];
    const taken = this.placed[other];
    return pairs.filter(({ replay }) => replay !== null && taken?.has(replay) !== true);
  }
}

interface Compared {
  readonly left: number;
  readonly right: number;
  readonly pair: ComparedPair;
}

function differencesOf(
  cells: readonly (EventRecord | null)[],
  compared: readonly Compared[],
): readonly RowDifference[] {
  const first = cells.find((cell) => cell !== null);
  const found = new Map<string, { values: (string | null)[]; departs: boolean[] }>();
  for (const { left, right, pair } of compared) {
    for (const { path, live, replay } of pair.differences) {
      const known = found.get(path);
      const row = known ?? {
        values: cells.map((cell) => (cell === null ? null : valueAt(cell, path))),
        departs: cells.map(() => false),
      };
      // Where the first side says what it has, it alone is departed from.
      if (known !== undefined && cells[left] !== first) continue;
      if (known === undefined) row.values[left] = live;
      found.set(path, row);
      row.values[right] = replay;
      row.departs[right] = true;
    }
  }
  return [...found].map(([path, row]) => ({ path, ...row }));
}

/** What an event holds at the path of a difference; null where it holds nothing there. */
function valueAt(event: EventRecord, path: string): string | null {
  const [head = '', ...rest] = path.split('.');
  const fields = event as unknown as Readonly<Record<string, unknown>>;
  const steps =
    head === 'gates' ? [rest.slice(0, -1).join('.'), rest.at(-1) ?? ''] : [rest.join('.')];
  const start = head === 'gates' && event.kind === 'decision' ? gatesOf(event) : fields[head];
  const value = rest.length === 0 ? start : steps.reduce<unknown>(memberOf, start);
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const gatesOf = ({ gates }: DecisionEvent): Readonly<Record<string, unknown>> =>
  Object.fromEntries(gates.map((gate) => [gate.name, gate]));

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

/** Pairs of places of which one side has the event, and the other would have recorded it. */
const gapsIn = (cells: readonly (SideEvent | SideGap)[]): Row['departing'] =>
  cells.flatMap((left, place) =>
    cells.flatMap((right, other) =>
      other > place && (isMissing(left, right) || isMissing(right, left))
        ? [[place, other] as const]
        : [],
    ),
  );

const isMissing = (one: SideEvent | SideGap, other: SideEvent | SideGap): boolean =>
  one === 'missing' && typeof other === 'object';

/** Puts rows of a side's own among those that are there, each where the side has it, and no sooner than its time. */
function merged(rows: readonly Row[], own: readonly Row[], place: number): readonly Row[] {
  const result: Row[] = [];
  let next = 0;
  for (const row of own) {
    const event = row.cells[place];
    for (; next < rows.length; next += 1) {
      const other = rows[next];
      if (other === undefined || !comesBefore(other, event, place)) break;
      result.push(other);
    }
    result.push(row);
  }
  return [...result, ...rows.slice(next)];
}

function comesBefore(row: Row, event: EventRecord | null | undefined, place: number): boolean {
  if (event === null || event === undefined) return false;
  const same = row.cells[place];
  if (same !== null && same !== undefined) return same.seq < event.seq;
  return row.cells.some((cell) => cell !== null && cell.ts <= event.ts);
}

function rootsOf(
  { cells, departing }: Pick<Row, 'cells' | 'departing'>,
  sides: readonly Side[],
  roots: readonly TracedRoot[],
): readonly number[] {
  if (departing.length === 0) return [];
  const keys = cells.flatMap((cell) => (cell === null ? [] : [eventKey(cell)]));
  const isBroken = ([left, right]: readonly [SideName, SideName]): boolean =>
    departing.some(([a, b]) => sides[a]?.name === left && sides[b]?.name === right);
  return roots
    .filter(
      ({ root, touched }) => root.breaks.some(isBroken) && keys.some((key) => touched.has(key)),
    )
    .map(({ root }) => root.number);
}
