// Live events that cannot all be true: what they say of positions, orders and the balance. Values are not judged here;
// a number that a replay does not reproduce is a finding, two statements of live that exclude each other are none.
import {
  makeIssue,
  type CheckpointEvent,
  type EventRecord,
  type Issue,
  type Manifest,
  type Snapshot,
} from '../../core/schema/index.js';
import { EVENTS } from './capture-files.js';
import { compareDecimals } from './compare-decimals.js';
import { createLedgerPositions } from './ledger-positions.js';
import { createOrderHistory } from './order-history.js';

export interface ContradictionCheck {
  next(event: EventRecord, line: number): readonly Issue[];
  /** A line that could not be read: what was known of the state is not known any more. */
  forget(): void;
}

interface Balance {
  readonly balance: string;
  readonly ts: number;
  readonly line: number;
}

/** `snapshot` is undefined when it could not be read. */
export function createContradictionCheck(
  manifest: Manifest,
  snapshot: Snapshot | undefined,
): ContradictionCheck {
  const openAtStart = snapshot === undefined ? manifest.symbols : Object.keys(snapshot.positions);
  const positions = createLedgerPositions(manifest, new Set(openAtStart));
  const orders = createOrderHistory();
  const hasLedger = manifest.coverage.kinds.includes('ledger');
  let lastSeq: number | undefined;
  let booked: Balance | undefined;
  const forget = (): void => {
    positions.forget();
    orders.forget();
    booked = undefined;
    lastSeq = undefined;
  };
  return {
    forget,
    next: (event, line) => {
      if (lastSeq !== undefined && event.seq !== lastSeq + 1) forget();
      lastSeq = event.seq;
      const issues = [...orders.next(event, line)];
      switch (event.kind) {
        case 'ledger': {
          const found = hasLedger ? positions.row(event, line) : undefined;
          if (found !== undefined) issues.push(found);
          booked = { balance: event.balance, ts: event.ts, line };
          break;
        }
        case 'checkpoint':
          if (hasLedger) issues.push(...positions.checkpoint(event, line));
          issues.push(...balanceIssues(event, line, booked));
          break;
        case 'restart':
        case 'gap':
          forget();
          break;
        case 'funding':
        case 'balance':
          booked = undefined;
          break;
        default:
      }
      return issues;
    },
  };
}

/** Between a row and a checkpoint of a later time something may have been paid that is not on record. */
function balanceIssues(
  { state, ts }: CheckpointEvent,
  line: number,
  booked: Balance | undefined,
): Issue[] {
  const stated = state.account?.balance;
  if (stated === undefined || booked?.ts !== ts) return [];
  if (compareDecimals(stated, booked.balance) === 0) return [];
  return [
    makeIssue(
      'events.checkpoint.balance',
      { file: EVENTS, line, path: 'state.account.balance', relatedLine: booked.line },
      {
        message: `The checkpoint has a balance of ${stated}; by the ledger it is ${booked.balance} since line ${String(booked.line)}.`,
        remedy:
          'Take both from one account at one moment, and record what changed the balance between them (funding, balance).',
      },
    ),
  ];
}
