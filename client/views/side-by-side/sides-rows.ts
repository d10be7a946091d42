// A row of a comparison of several recordings as the view shows it: the event of every side, what differs, and the rest of
// its fields. No editor and no markup in this file, and nothing is compared here again.
import type { RowDifference, SideEvent, SideGap, SideRow } from '../../../server/protocol.js';
import { describeEvent, flatten, readable, reasonOf } from './comparison.js';

export interface SideCell {
  /** Such as `enter short` or `CLOSE long`. */
  readonly what: string;
  readonly reason: string | null;
  /** Line of events.jsonl, from 1. */
  readonly line: number;
}

export interface SideField {
  readonly name: string;
  readonly values: readonly (string | null)[];
  readonly departs: readonly boolean[];
}

export interface SideRowTable {
  readonly state: 'same' | 'departs';
  /** In the order of the sides. */
  readonly cells: readonly (SideCell | SideGap)[];
  readonly differing: readonly SideField[];
  readonly others: readonly SideField[];
}

export function rowTable({ cells, differences, isDeparting }: SideRow): SideRowTable {
  return {
    state: isDeparting ? 'departs' : 'same',
    cells: cells.map((cell) => (typeof cell === 'string' ? cell : cellOf(cell))),
    differing: differences.map(fieldOf),
    others: otherFields(cells, new Set(differences.map(({ path }) => path))),
  };
}

const cellOf = ({ event, line }: SideEvent): SideCell => ({
  what: describeEvent(event),
  reason: reasonOf(event),
  line,
});

const fieldOf = ({ path, values, departs }: RowDifference): SideField => ({
  name: path,
  values: values.map((value) => readable(path, value)),
  departs,
});

function otherFields(
  cells: readonly (SideEvent | SideGap)[],
  differing: ReadonlySet<string>,
): readonly SideField[] {
  const leaves = cells.map((cell) => (typeof cell === 'string' ? null : flatten(cell.event)));
  const names = new Set(leaves.flatMap((of) => (of === null ? [] : [...of.keys()])));
  return [...names]
    .filter((name) => !differing.has(name))
    .map((name) => ({
      name,
      values: leaves.map((of) => readable(name, of?.get(name) ?? null)),
      departs: leaves.map(() => false),
    }));
}
