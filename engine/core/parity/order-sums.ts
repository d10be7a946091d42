// What the parts of one order add up to, on both sides, compared exactly: sums of decimals are never rounded here.
import { createNumeric, type Num, type Numeric } from '../numeric/index.js';
import type { FillEvent, LedgerEvent } from '../schema/index.js';
import { compareEvents, feePartsOf, type Difference } from './compare-events.js';

export type Part = FillEvent | LedgerEvent;

/** Wide enough that no sum of products of numbers that trade is rounded. */
const EXACT = createNumeric({ kind: 'decimal', precision: 2_000, rounding: 'half-even' });

/** Compared as sums, not as what the last part has. */
const SUMMED: ReadonlySet<string> = new Set(['size', 'price', 'fee', 'pnl']);

/**
 * Total size and fee, price weighted by size, profit, and everything else by the last part; null when the sizes do not
 * add up to the same, or something is no number: they are no parts of one whole then.
 */
export function sumDifferences(
  num: Numeric,
  live: readonly Part[],
  replay: readonly Part[],
): readonly Difference[] | null {
  const [a, b] = [live.at(-1), replay.at(-1)];
  // What live did not record of one part cannot be added up.
  const hasFeeParts = live.every((part) => part.kind === 'fill' && part.feeParts !== undefined);
  const sums = { live: sumsOf(live, hasFeeParts), replay: sumsOf(replay, hasFeeParts) };
  if (a === undefined || b === undefined || sums.live === null || sums.replay === null) return null;
  if (!sums.live.size.eq(sums.replay.size)) return null;
  const ofLast = compareEvents(num, a, b).filter(
    ({ path }) => !SUMMED.has(path) && !path.startsWith('feeParts.'),
  );
  return [
    ...priceDifference(num, sums.live, sums.replay),
    ...amountDifferences(sums.live, sums.replay),
    ...ofLast,
  ];
}

interface Sums {
  readonly size: Num;
  /** Price times size. */
  readonly notional: Num;
  /** Fee, profit and parts of the fee, by name. */
  readonly amounts: ReadonlyMap<string, Num>;
}

function sumsOf(parts: readonly Part[], hasFeeParts: boolean): Sums | null {
  let size = EXACT.zero;
  let notional = EXACT.zero;
  const amounts = new Map<string, Num>();
  for (const part of parts) {
    const [own, price] = [EXACT.parse(part.size), EXACT.parse(part.price)];
    if (own === undefined || price === undefined) return null;
    size = size.add(own);
    notional = notional.add(own.mul(price));
    for (const [name, text] of amountsOf(part, hasFeeParts)) {
      const amount = EXACT.parse(text);
      if (amount === undefined) return null;
      amounts.set(name, (amounts.get(name) ?? EXACT.zero).add(amount));
    }
  }
  return { size, notional, amounts };
}

function amountsOf(part: Part, hasFeeParts: boolean): readonly (readonly [string, string])[] {
  const fee = ['fee', part.fee] as const;
  if (part.kind === 'ledger') return [fee, ['pnl', part.pnl]];
  if (!hasFeeParts) return [fee];
  const parts = Object.entries(feePartsOf(part));
  return [fee, ...parts.map(([name, text]) => [`feeParts.${name}`, text] as const)];
}

function amountDifferences(live: Sums, replay: Sums): Difference[] {
  const names = new Set([...live.amounts.keys(), ...replay.amounts.keys()]);
  return [...names].flatMap((path) => {
    const [a, b] = [live.amounts.get(path), replay.amounts.get(path)];
    if (a !== undefined && b !== undefined && a.eq(b)) return [];
    const text = (amount: Num | undefined) => (amount === undefined ? null : EXACT.format(amount));
    return [{ path, live: text(a), replay: text(b) }];
  });
}

/** Compared by the sums of price times size; an average would have to be rounded. */
function priceDifference(num: Numeric, live: Sums, replay: Sums): Difference[] {
  if (live.notional.eq(replay.notional)) return [];
  const average = ({ notional, size }: Sums): string =>
    num.format(num(EXACT.format(notional)).div(num(EXACT.format(size))));
  const exact = ({ notional, size }: Sums): string =>
    `${EXACT.format(notional)} / ${EXACT.format(size)}`;
  const [a, b] = [average(live), average(replay)];
  if (a !== b) return [{ path: 'price', live: a, replay: b }];
  return [{ path: 'price', live: exact(live), replay: exact(replay) }];
}
