// Trades as rows of a ledger: an OPEN and a CLOSE each. The profit is the listed one, the balance what exact profits add up to.
import type { ImportIssues } from '../assemble/import-issues.js';
import type { PlacedEvent, Unnumbered } from '../assemble/placed.js';
import { DOUBLES, type PricedTrade } from './listed-amounts.js';
import { placeIn } from './list-check.js';
import type { TradeEnd, TradeList } from './trade-list.js';

export interface LedgerStart {
  readonly list: TradeList;
  readonly symbol: string;
  readonly capital: string;
}

export function ledgerRows(priced: readonly PricedTrade[], start: LedgerStart): PlacedEvent[] {
  const { list, symbol } = start;
  let balance = DOUBLES(start.capital);
  const placed = (end: TradeEnd, event: Unnumbered): PlacedEvent => ({
    event,
    place: { file: list.file, line: end.line },
  });
  return priced.flatMap(({ trade, profit }) => {
    const { side, entry, exit, quantity: size } = trade;
    const common = { kind: 'ledger', symbol, side, size, fee: '0' } as const;
    const before = DOUBLES.format(balance);
    balance = balance.add(profit);
    return [
      placed(entry, {
        ...{ ...common, action: 'OPEN', ts: entry.ts, reason: reasonOf(entry.signal) },
        ...{ price: entry.price, pnl: '0', balance: before },
      }),
      placed(exit, {
        ...{ ...common, action: 'CLOSE', ts: exit.ts, reason: reasonOf(exit.signal) },
        ...{ price: exit.price, pnl: trade.profit, balance: DOUBLES.format(balance) },
      }),
    ];
  });
}

/** A signal as reason codes are written: what they may not hold becomes an underscore. */
export function reasonOf(signal: string): string {
  const code = signal.replace(/[^A-Za-z0-9_.-]/g, '_').slice(0, 100);
  return /^[A-Za-z]/.test(code) ? code : `S${code}`.slice(0, 100);
}

/** Names that were changed, once each; two that become one are an error, since nobody could tell them apart. */
export function reportReasons(list: TradeList, issues: ImportIssues): void {
  const signals = new Map<string, string>();
  for (const { entry, exit } of list.trades) {
    for (const { signal, line } of [entry, exit]) {
      const reason = reasonOf(signal);
      const known = signals.get(reason);
      if (known === signal) continue;
      signals.set(reason, signal);
      if (known !== undefined) {
        issues.report('foreign.contradiction', placeIn(list, 'signal', line), {
          message: `The signals "${known}" and "${signal}" both become the reason ${reason}.`,
          remedy: 'Give one of them another name in the strategy, and export again.',
        });
      } else if (reason !== signal) {
        issues.report('foreign.assumed', placeIn(list, 'signal', line), {
          message: `The signal "${signal}" becomes the reason ${reason}.`,
          remedy: 'Use that code in the strategy.',
        });
      }
    }
  }
}
