// Differences between two snapshots, for people.
import type { SnapshotDifference } from '../../engine/core/session/snapshot-difference.js';
import { tableText } from './table.js';

/** Longer values (a whole position, say) are cut; --json has them in full. */
const VALUE_MAX = 60;

/** @param names what the two are called */
export function differencesText(
  differences: readonly SnapshotDifference[],
  names: readonly [string, string],
): string {
  if (differences.length === 0) return `${names[0]} and ${names[1]} are equal in every field\n`;
  const columns = ['field', ...names].map((title) => ({ title }));
  const rows = differences.map(({ path, left, right }) => [path, shown(left), shown(right)]);
  const count = differences.length;
  return `${tableText({ columns }, rows)}\n${String(count)} ${count === 1 ? 'field differs' : 'fields differ'}\n`;
}

function shown(value: string | null): string {
  if (value === null) return '-';
  return value.length > VALUE_MAX ? `${value.slice(0, VALUE_MAX)}...` : value;
}
