// Which positions are open by live's own ledger, and where a row or a checkpoint says otherwise. It knows less than a
// replay on purpose: where sizes do not tell whether a position is gone, both answers are taken for possible, and the
// snapshot proves nothing, since a position it lacks is a cause to be found and no contradiction of live.
import { createNumeric, type Num, type Numeric } from '../../core/numeric/index.js';
import {
  makeIssue,
  type CheckpointEvent,
  type Issue,
  type LedgerEvent,
  type Manifest,
} from '../../core/schema/index.js';
import { EVENTS } from './capture-files.js';

export interface LedgerPositions {
  /** A ledger row; the issue, if it cannot follow from the rows before it. */
  row(row: LedgerEvent, line: number): Issue | undefined;
  checkpoint(event: CheckpointEvent, line: number): readonly Issue[];
  /** What is open is no longer known: events are missing, or live restarted. */
  forget(): void;
}

type Side = LedgerEvent['side'];

interface Known {
  /** null: flat. */
  readonly side: Side | null;
  /** The position may be gone as well: it was closed in part, or by a size that nobody can tell. */
  readonly mayBeFlat: boolean;
  /** By the rows; null when they do not tell. */
  readonly size: Num | null;
  /** The row that says so. */
  readonly line: number;
}

/** `openAtStart`: symbols of which a part may have been opened before the events begin. */
export function createLedgerPositions(
  manifest: Manifest,
  openAtStart: ReadonlySet<string>,
): LedgerPositions {
  const num = createNumeric(manifest.numeric);
  const known = new Map<string, Known>();
  let isStart = true;
  return {
    row: (row, line) => {
      const before = known.get(row.symbol);
      const issue = before === undefined ? undefined : contradiction(row, line, before);
      const isFirst = before === undefined && isStart && !openAtStart.has(row.symbol);
      const after = afterRow({ num, before, isNew: isFirst || before?.side === null }, row, line);
      if (after === undefined) known.delete(row.symbol);
      else if (after !== 'same') known.set(row.symbol, after);
      return issue;
    },
    checkpoint: ({ state }, line) => {
      const { positions } = state;
      if (positions === undefined) return [];
      return manifest.symbols.flatMap((symbol) => {
        const before = known.get(symbol);
        if (before === undefined) return [];
        const stated = Object.hasOwn(positions, symbol) ? (positions[symbol]?.side ?? null) : null;
        return isPossible(before, stated)
          ? []
          : [otherCheckpoint({ symbol, stated, before, line })];
      });
    },
    forget: () => {
      known.clear();
      isStart = false;
    },
  };
}

const isPossible = (before: Known, side: Side | null): boolean =>
  before.side === side || (side === null && before.mayBeFlat);

function contradiction(row: LedgerEvent, line: number, before: Known): Issue | undefined {
  switch (row.action) {
    case 'OPEN':
      // An order that fills in parts opens the same side several times.
      return before.side === null || before.side === row.side || before.mayBeFlat
        ? undefined
        : otherRow(row, line, before);
    case 'ADD':
    case 'REDUCE':
    case 'CLOSE':
      return before.side === row.side ? undefined : otherRow(row, line, before);
    default:
      return undefined;
  }
}

interface Context {
  readonly num: Numeric;
  readonly before: Known | undefined;
  /** An OPEN begins a position: nothing was open before. */
  readonly isNew: boolean;
}

/** What is open behind a row, which is believed even where it contradicts; undefined: no longer known. */
function afterRow(
  { num, before, isNew }: Context,
  row: LedgerEvent,
  line: number,
): Known | 'same' | undefined {
  const { side } = row;
  const known = before?.side === side ? before.size : null;
  switch (row.action) {
    case 'OPEN':
    case 'ADD': {
      const isFirst = row.action === 'OPEN' && isNew;
      const size = isFirst ? num(row.size) : (known?.add(num(row.size)) ?? null);
      return { side, mayBeFlat: false, size, line };
    }
    case 'REDUCE':
    case 'CLOSE': {
      const isWhole = known !== null && num(row.size).gte(known);
      if (isWhole && row.action === 'CLOSE')
        return { side: null, mayBeFlat: true, size: null, line };
      if (known === null || isWhole) return { side, mayBeFlat: true, size: null, line };
      const left = known.sub(num(row.size));
      return { side, mayBeFlat: row.action === 'CLOSE', size: left, line };
    }
    case 'ADJUST':
      return undefined;
    default:
      return 'same';
  }
}

/** `flat since line 4`. */
const held = ({ side, line }: Known): string => `${side ?? 'flat'} since line ${String(line)}`;

const otherRow = (row: LedgerEvent, line: number, before: Known): Issue =>
  makeIssue(
    'events.ledger.position',
    { file: EVENTS, line, path: 'action', relatedLine: before.line },
    {
      message: `${row.action} of a ${row.side} position in ${row.symbol}, which is ${held(before)}.`,
      remedy:
        'Record every ledger row of this account in the order in which they were booked, and none of another.',
    },
  );

function otherCheckpoint(at: {
  readonly symbol: string;
  readonly stated: Side | null;
  readonly before: Known;
  readonly line: number;
}): Issue {
  const { symbol, stated, before, line } = at;
  return makeIssue(
    'events.checkpoint.position',
    { file: EVENTS, line, path: 'state.positions', relatedLine: before.line },
    {
      message: `The checkpoint has ${symbol} ${stated ?? 'flat'}; by the ledger it is ${held(before)}.`,
      remedy:
        'Take the checkpoint after the rows before it are booked, with every open position, from the account that wrote the ledger.',
    },
  );
}
