// What a recording's own rows say of account and positions, without any strategy or simulation: a second opinion on a
// state that was rebuilt by running. It knows only what rows state, and says nothing where they do not.
import type { Numeric } from '../numeric/index.js';
import type { EventRecord, LedgerEvent, Snapshot } from '../schema/index.js';
import type { SnapshotDifference } from './snapshot-difference.js';

export interface RecordedAccount {
  /** Fields that rows state, such as `account.balance`; in the order of the snapshot. */
  readonly stated: readonly string[];
  /** Where a rebuilt state says otherwise: recorded left, rebuilt right. */
  readonly contradicted: readonly SnapshotDifference[];
}

/** @param events those behind the start state, up to the rebuilt one */
export function recordedAccount(
  num: Numeric,
  events: readonly EventRecord[],
  rebuilt: Snapshot,
): RecordedAccount {
  const stated: string[] = [];
  const contradicted: SnapshotDifference[] = [];
  const check = (path: string, recorded: string | null, found: string | null): void => {
    stated.push(path);
    if (!isSame(num, recorded, found)) contradicted.push({ path, left: recorded, right: found });
  };
  const balance = lastBalance(events);
  if (balance !== null) check('account.balance', balance, rebuilt.account.balance);
  for (const [symbol, row] of lastRows(events)) {
    const position = rebuilt.positions[symbol];
    // A position that was closed in part may be gone or not; the rows alone do not say.
    if (row.action === 'REDUCE' || row.action === 'CLOSE') continue;
    check(`positions.${symbol}.side`, row.side, position?.side ?? null);
  }
  return { stated, contradicted };
}

function lastBalance(events: readonly EventRecord[]): string | null {
  let balance: string | null = null;
  for (const event of events)
    if (event.kind === 'ledger' || event.kind === 'balance') ({ balance } = event);
  return balance;
}

/** The last row of every symbol that moved its position. */
function lastRows(events: readonly EventRecord[]): ReadonlyMap<string, LedgerEvent> {
  const rows = new Map<string, LedgerEvent>();
  for (const event of events)
    if (event.kind === 'ledger' && !['FUNDING', 'FEE', 'ADJUST'].includes(event.action))
      rows.set(event.symbol, event);
  return rows;
}

function isSame(num: Numeric, a: string | null, b: string | null): boolean {
  if (a === b || a === null || b === null) return a === b;
  const [x, y] = [num.parse(a), num.parse(b)];
  return x !== undefined && y !== undefined && num.same(x, y);
}
