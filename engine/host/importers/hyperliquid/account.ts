// The state of the account as the start of a capture, and field by field what a correct continuation needs and the venue
// does not give.
import { createNumeric } from '../../../core/numeric/index.js';
import type { HyperliquidAccount } from '../../../core/schema/foreign/hyperliquid.js';
import type { Snapshot } from '../../../core/schema/index.js';
import { absolute, compareExact, multiplyDecimals, subtractDecimals } from '../exact-decimal.js';
import type { ImportIssues } from '../assemble/import-issues.js';
import type { ListedFill } from './fills.js';
import { positionAfter } from './fills.js';

type Position = Snapshot['positions'][string];

/** The earliest time a capture can state. */
const EARLIEST_MS = 100_000_000_000;

/** Money and positions before the first fill. */
export interface Start {
  readonly balance: string | undefined;
  readonly positions: Readonly<Record<string, Position>>;
  /** Signed sizes by symbol. */
  readonly sizes: Readonly<Record<string, string>>;
}

/** A start from `clearinghouseState`: cash is what the account is worth without what its positions would bring. */
export function startOfAccount(
  account: HyperliquidAccount,
  file: string,
  issues: ImportIssues,
): Start {
  const held = account.assetPositions.map(({ position }) => position);
  const balance = held.reduce(
    (sum, { unrealizedPnl }) => subtractDecimals(sum, unrealizedPnl),
    account.marginSummary.accountValue,
  );
  const open = held.filter(({ szi }) => compareExact(szi, '0') !== 0);
  const positions = open.map(({ coin, szi, entryPx, leverage, marginUsed }, index) => {
    if (entryPx === undefined) {
      issues.report(
        'foreign.value',
        { file, path: `assetPositions[${String(index)}].position.entryPx` },
        {
          message: `The position in ${coin} has no entry price.`,
          remedy: 'Give the answer of clearinghouseState as it came.',
        },
      );
    }
    const known = {
      entryPrice: entryPx ?? '1',
      leverage: leverage?.value ?? '1',
      margin: marginUsed ?? '0',
    };
    return [coin, positionOf(szi, known)] as const;
  });
  reportUnstated(file, open.length, issues);
  return {
    balance,
    positions: Object.fromEntries(positions),
    sizes: Object.fromEntries(open.map(({ coin, szi }) => [coin, szi])),
  };
}

const positionOf = (
  szi: string,
  known: Pick<Position, 'entryPrice' | 'leverage' | 'margin'>,
): Position => ({
  ...{ side: compareExact(szi, '0') < 0 ? 'short' : 'long', size: absolute(szi), ...known },
  ...{ adds: 0, openTs: EARLIEST_MS, lastAddTs: EARLIEST_MS },
});

type Unstated = readonly [path: string, message: string, remedy: string];

const OF_POSITIONS: readonly Unstated[] = [
  [
    'positions[].openTs',
    'The venue does not say when a position was opened: the earliest time there is stands there.',
    'Rules that count from the opening need it; set it in snapshot.json.',
  ],
  [
    'positions[].lastAddTs',
    'The venue does not say when a position was last added to: the earliest time stands there.',
    'Rules that pause between adds need it; set it in snapshot.json.',
  ],
  [
    'positions[].adds',
    'The venue does not count adds: 0 stands there.',
    'Rules that limit adds need it; set it in snapshot.json.',
  ],
];
const OF_ALL: readonly Unstated[] = [
  [
    'orders',
    'Orders under way are no part of the start: the venue does not say which rule placed them.',
    'Take the state while no order is open.',
  ],
  [
    'lastClose',
    'The venue does not say which close the bot saw last.',
    'It is known from the first bar on.',
  ],
  [
    'strategy',
    "The venue knows nothing of the strategy's own state: it starts as the strategy builds it.",
    'Record it with the bot, or warm the strategy up with bars before.',
  ],
];

function reportUnstated(file: string, positions: number, issues: ImportIssues): void {
  for (const [path, message, remedy] of [...(positions > 0 ? OF_POSITIONS : []), ...OF_ALL]) {
    issues.report('foreign.assumed', { file, path }, { message, remedy });
  }
}

/** Enough digits that a price and a size of the venue divide without loss, if they do at all. */
const WIDE = createNumeric({ kind: 'decimal', precision: 34, rounding: 'half-even' });

/** A start without a state of the account: positions are what the first fill of each symbol says was there. */
export function startOfFills(
  fills: readonly ListedFill[],
  balance: string | undefined,
  issues: ImportIssues,
): Start {
  const positions: Record<string, Position> = {};
  const sizes: Record<string, string> = {};
  const seen = new Set<string>();
  const proofs: Record<Proof, string[]> = { exact: [], rounded: [], none: [] };
  for (const fill of fills) {
    const { coin, startPosition } = fill.item;
    if (seen.has(coin)) continue;
    seen.add(coin);
    if (compareExact(startPosition, '0') === 0) continue;
    const { price: entryPrice, proof } = entryOf(fill);
    proofs[proof].push(coin);
    positions[coin] = positionOf(startPosition, { entryPrice, leverage: '1', margin: '0' });
    sizes[coin] = startPosition;
  }
  reportEntries(proofs, fills[0]?.place.file ?? '', issues);
  const [first] = fills;
  if (first)
    reportUnstated(first.place.file, seen.size === 0 ? 0 : Object.keys(sizes).length, issues);
  return { balance, positions, sizes };
}

type Proof = 'exact' | 'rounded' | 'none';

/** The entry that a closing fill proves: its price less what a unit of it earned. */
function entryOf({ item }: ListedFill): { readonly price: string; readonly proof: Proof } {
  const { px, sz, closedPnl, startPosition } = item;
  const isClosing = compareExact(absolute(positionAfter(item)), absolute(startPosition)) < 0;
  if (!isClosing) return { price: px, proof: 'none' };
  const each = WIDE(closedPnl).div(sz);
  const isExact = compareExact(multiplyDecimals(WIDE.format(each), sz), closedPnl) === 0;
  const isShort = compareExact(startPosition, '0') < 0;
  const price = WIDE.format(isShort ? WIDE(px).add(each) : WIDE(px).sub(each));
  return { price, proof: isExact ? 'exact' : 'rounded' };
}

const PROOFS: Readonly<Record<Proof, string>> = {
  exact: 'follows exactly from the profit of the first fill, which closes',
  rounded: 'follows from the profit of the first fill, which closes, to 34 digits',
  none: 'is stated nowhere: the price of the first fill stands there',
};

function reportEntries(
  proofs: Readonly<Record<Proof, readonly string[]>>,
  file: string,
  issues: ImportIssues,
): void {
  for (const proof of ['exact', 'rounded', 'none'] as const) {
    const coins = proofs[proof];
    if (coins.length === 0) continue;
    issues.report(
      'foreign.assumed',
      { file, path: 'positions[].entryPrice' },
      {
        message: `The entry price of the positions in ${coins.join(', ')} ${PROOFS[proof]}.`,
        remedy: 'Give the state of the account with --account.',
      },
    );
  }
}

/** Whether the account's state is the one before the fills: sizes must agree, and it must not be later. */
export function startIssues(
  start: Start,
  account: { readonly time: number | undefined; readonly file: string },
  request: { readonly fills: readonly ListedFill[]; readonly issues: ImportIssues },
): void {
  const { fills, issues } = request;
  const [first] = fills;
  if (account.time === undefined) {
    issues.report(
      'foreign.assumed',
      { file: account.file, path: 'time' },
      {
        message:
          'The state does not say when it was taken: it is held to be right before the first event.',
        remedy: 'Take the state when the recording starts.',
      },
    );
  } else if (first && account.time > first.item.time) {
    issues.report(
      'foreign.contradiction',
      { file: account.file, path: 'time' },
      {
        message: `The state of the account was taken at ${String(account.time)}, after the first fill at ${String(first.item.time)}.`,
        remedy: 'Give the state from before, or fills from then on (--from).',
      },
    );
  }
  const seen = new Set<string>();
  for (const { item, place } of fills) {
    if (seen.has(item.coin)) continue;
    seen.add(item.coin);
    const size = start.sizes[item.coin] ?? '0';
    if (compareExact(size, item.startPosition) === 0) continue;
    issues.report(
      'foreign.contradiction',
      { ...place, path: `${place.path ?? ''}.startPosition` },
      {
        message: `The first fill of ${item.coin} starts from ${item.startPosition}, the account holds ${size}.`,
        remedy: 'Give a state of the account from right before the first fill.',
      },
    );
  }
}
