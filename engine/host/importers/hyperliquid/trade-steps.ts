// Fills as steps. A fill that turns a position round closes one and opens another, as a venue policy does it.
import type { HyperliquidFill } from '../../../core/schema/foreign/hyperliquid.js';
import { subtractDecimals } from '../exact-decimal.js';
import { orderIds, tradeParts, type TradePart } from '../running-position.js';
import type { ImportIssues } from '../assemble/import-issues.js';
import { signedSize, type ListedFill } from './fills.js';
import { NO_CASH, type Step } from './steps.js';

const ROWS = { open: 'OPEN', add: 'ADD', reduce: 'REDUCE', close: 'CLOSE' } as const;

interface Part extends TradePart {
  readonly fee: string;
  readonly pnl: string;
}

export function tradeSteps(fills: readonly ListedFill[], issues: ImportIssues): Step[] {
  reportOddities(fills, issues);
  const orderIdOf = orderIds();
  return fills.flatMap(({ item, place }) =>
    partsOf(item).map((part): Step => {
      const { side, action, size, fee, pnl } = part;
      const shared = { ts: item.time, symbol: item.coin, side, size, price: item.px, fee };
      const reason = reasonOf(item);
      const parts = feeParts(item, part);
      return {
        ...{ ts: item.time, rank: 'fill', place, cash: subtractDecimals(pnl, fee) },
        event: {
          ...{ ...shared, kind: 'fill', orderId: orderIdOf(item.oid, side), action, reason },
          ...(parts && { feeParts: parts }),
        },
        row: { ...shared, kind: 'ledger', action: ROWS[action], reason, pnl },
      };
    }),
  );
}

/** The whole fee and profit stand at the first part; a second opens, which earns nothing. */
function partsOf(fill: HyperliquidFill): Part[] {
  const { startPosition, fee, closedPnl: pnl } = fill;
  return tradeParts(startPosition, signedSize(fill)).map((part, index) =>
    index === 0 ? { ...part, fee, pnl } : { ...part, fee: NO_CASH, pnl: NO_CASH },
  );
}

/** The fee contains the builder's part; a part of nothing is stated as well where the venue states it. */
function feeParts(
  { builderFee }: HyperliquidFill,
  { fee }: Part,
): Readonly<Record<string, string>> | undefined {
  if (builderFee === undefined || fee === NO_CASH) return undefined;
  return { venue: subtractDecimals(fee, builderFee), builder: builderFee };
}

function reasonOf({ dir, liquidation, crossed }: HyperliquidFill): string {
  if (liquidation !== undefined || dir.startsWith('Liquidated')) return 'liquidation';
  if (dir === 'Auto-Deleveraging') return 'auto_deleveraging';
  if (dir === 'Settlement') return 'settlement';
  return crossed === false ? 'maker' : 'taker';
}

function reportOddities(fills: readonly ListedFill[], issues: ImportIssues): void {
  const turns = fills.filter(({ item }) => partsOf(item).length > 1);
  const [turn] = turns;
  if (turn) {
    issues.report(
      'foreign.assumed',
      { ...turn.place, path: `${turn.place.path ?? ''}.fee` },
      {
        message: `${String(turns.length)} fills turn a position round: each is a close and an open, and the whole fee stands at the close.`,
        remedy: 'Nothing to do: the venue does not say how a fee is shared.',
      },
    );
  }
  const tokens = new Set(fills.flatMap(({ item }) => item.feeToken ?? []));
  tokens.delete('USDC');
  const other = fills.find(({ item }) => item.feeToken !== undefined && tokens.has(item.feeToken));
  if (!other) return;
  issues.report(
    'foreign.assumed',
    { ...other.place, path: `${other.place.path ?? ''}.feeToken` },
    {
      message: `Fees in ${[...tokens].sort().join(', ')} are taken as the account's currency, one for one.`,
      remedy: 'Import the markets of one currency each if that is not so.',
    },
  );
}
