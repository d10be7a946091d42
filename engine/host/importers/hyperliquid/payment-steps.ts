// Funding and whatever else moved money of the account, as steps.
import type { HyperliquidPayment } from '../../../core/schema/foreign/hyperliquid.js';
import { absolute, compareExact, negated, subtractDecimals } from '../exact-decimal.js';
import type { Listed } from '../foreign-list.js';
import type { ImportIssues } from '../assemble/import-issues.js';
import type { Step } from './steps.js';

type ListedPayment = Listed<HyperliquidPayment>;

/** Payments of funding. Those of another kind among them are an error: the file is another list. */
export const fundingSteps = (payments: readonly ListedPayment[], issues: ImportIssues): Step[] =>
  once(payments, issues).flatMap(({ item, place }): Step[] => {
    const { type, coin, usdc, fundingRate, szi } = item.delta;
    if (
      type !== 'funding' ||
      coin === undefined ||
      usdc === undefined ||
      fundingRate === undefined
    ) {
      issues.report(
        'foreign.value',
        { ...place, path: `${place.path ?? ''}.delta` },
        {
          message: `A "${type}" is no payment of funding.`,
          remedy:
            'Give the answer of userFunding here, and userNonFundingLedgerUpdates with --ledger.',
        },
      );
      return [];
    }
    const shared = { ts: item.time, symbol: coin };
    const side = compareExact(szi ?? '0', '0') < 0 ? 'short' : 'long';
    return [
      {
        ...{ ts: item.time, rank: 'funding', place, cash: usdc },
        event: { ...shared, kind: 'funding', rate: fundingRate, amount: usdc },
        row: {
          ...{ ...shared, kind: 'ledger', action: 'FUNDING', side, reason: 'funding' },
          ...{ price: '0', size: absolute(szi ?? '0'), fee: '0', pnl: usdc },
        },
      },
    ];
  });

/** What a kind of ledger update does to the perpetuals' balance; undefined: nothing that is known. */
function cashOf({ delta }: HyperliquidPayment): string | undefined {
  const { type, usdc, fee, toPerp } = delta;
  if (usdc === undefined) return undefined;
  switch (type) {
    case 'deposit':
      return usdc;
    case 'withdraw':
      return negated(fee === undefined ? usdc : subtractDecimals(usdc, negated(fee)));
    case 'accountClassTransfer':
      return toPerp === true ? usdc : negated(usdc);
    default:
      return undefined;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  deposit: 'deposit',
  withdraw: 'withdrawal',
  accountClassTransfer: 'transfer',
};

/** Deposits, withdrawals and transfers; they need a balance to be told against. */
export function cashSteps(
  payments: readonly ListedPayment[],
  hasBalance: boolean,
  issues: ImportIssues,
): Step[] {
  const leftOut = new Map<string, ListedPayment[]>();
  const steps = once(payments, issues).flatMap((payment): Step[] => {
    const { item, place } = payment;
    const cash = cashOf(item);
    if (cash !== undefined && hasBalance) {
      return [
        {
          ts: item.time,
          rank: 'cash',
          place,
          cash,
          reason: REASONS[item.delta.type] ?? 'transfer',
        },
      ];
    }
    const { type } = item.delta;
    leftOut.set(type, [...(leftOut.get(type) ?? []), payment]);
    return [];
  });
  for (const [type, left] of leftOut) {
    const [first] = left;
    if (!first) continue;
    const isKnown = cashOf(first.item) !== undefined;
    issues.report('foreign.left-out', first.place, {
      message: isKnown
        ? `${String(left.length)} of "${type}" are left out: nobody states the balance they change.`
        : `${String(left.length)} of "${type}" are left out: they do not move the balance of perpetuals, or not by a stated amount.`,
      remedy: isKnown ? 'Give --balance or --account.' : 'Look whether they concern the bot.',
    });
  }
  return steps;
}

function once(payments: readonly ListedPayment[], issues: ImportIssues): readonly ListedPayment[] {
  const seen = new Set<string>();
  const kept = payments.filter(({ item }) => {
    const key = JSON.stringify(item);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
  const repeated = payments.length - kept.length;
  const [first] = payments;
  if (repeated > 0 && first) {
    issues.report(
      'foreign.repeated',
      { file: first.place.file },
      {
        message: `${String(repeated)} payments are there twice, as pages that overlap have them: each is taken once.`,
        remedy: 'Nothing to do.',
      },
    );
  }
  return kept;
}
