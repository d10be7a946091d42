// Fills in the order in which they happened, each once. The venue lists the newest first, in pages that may overlap.
import type { HyperliquidFill } from '../../../core/schema/foreign/hyperliquid.js';
import { addDecimals, compareExact, negated, subtractDecimals } from '../exact-decimal.js';
import type { Listed } from '../foreign-list.js';
import type { ImportIssues } from '../assemble/import-issues.js';

export type ListedFill = Listed<HyperliquidFill>;

/** What a fill changes the position by, with its sign. */
export const signedSize = ({ side, sz }: HyperliquidFill): string =>
  side === 'B' ? sz : negated(sz);

export const positionAfter = (fill: HyperliquidFill): string =>
  addDecimals(fill.startPosition, signedSize(fill));

/** Sorted by time; inside of a millisecond so that each fill starts where the one before ended, if that can be. */
export function orderedFills(listed: readonly ListedFill[], issues: ImportIssues): ListedFill[] {
  const byTime = [...once(listed, issues)].sort((a, b) => a.item.time - b.item.time);
  const ordered: ListedFill[] = [];
  for (let start = 0; start < byTime.length;) {
    const time = byTime[start]?.item.time;
    let end = start;
    while (end < byTime.length && byTime[end]?.item.time === time) end += 1;
    const moment = byTime.slice(start, end);
    ordered.push(...(chains(moment) || !chains([...moment].reverse()) ? moment : moment.reverse()));
    start = end;
  }
  reportGaps(ordered, issues);
  return ordered;
}

function once(listed: readonly ListedFill[], issues: ImportIssues): readonly ListedFill[] {
  const seen = new Map<string, string>();
  let repeated = 0;
  const kept = listed.filter(({ item, place }) => {
    const content = JSON.stringify([
      ...[item.coin, item.time, item.oid, item.hash, item.side, item.px, item.sz],
      ...[item.startPosition, item.closedPnl, item.fee],
    ]);
    const key = item.tid === undefined ? content : `${item.coin} ${item.tid}`;
    const before = seen.get(key);
    seen.set(key, content);
    if (before === undefined) return true;
    if (before === content) {
      repeated += 1;
      return false;
    }
    issues.report('foreign.contradiction', place, {
      message: `The trade ${item.tid ?? ''} of ${item.coin} is there twice, with different content.`,
      remedy: 'Give the fills of one account and one network.',
    });
    return false;
  });
  const [first] = listed;
  if (repeated > 0 && first) {
    issues.report(
      'foreign.repeated',
      { file: first.place.file },
      {
        message: `${String(repeated)} fills are there twice, as pages that overlap have them: each is taken once.`,
        remedy: 'Nothing to do.',
      },
    );
  }
  return kept;
}

function chains(fills: readonly ListedFill[]): boolean {
  const positions = new Map<string, string>();
  return fills.every(({ item }) => {
    const before = positions.get(item.coin);
    positions.set(item.coin, positionAfter(item));
    return before === undefined || compareExact(before, item.startPosition) === 0;
  });
}

/** Where a fill does not start where the one before of its coin ended, fills in between are not in the source. */
function reportGaps(ordered: readonly ListedFill[], issues: ImportIssues): void {
  const positions = new Map<string, string>();
  const gaps = new Map<string, { count: number; first: ListedFill; missing: string }>();
  for (const fill of ordered) {
    const { coin, startPosition } = fill.item;
    const before = positions.get(coin);
    positions.set(coin, positionAfter(fill.item));
    if (before === undefined || compareExact(before, startPosition) === 0) continue;
    const missing = subtractDecimals(startPosition, before);
    const gap = gaps.get(coin) ?? { count: 0, first: fill, missing };
    gap.count += 1;
    gaps.set(coin, gap);
  }
  for (const [coin, { count, first, missing }] of gaps) {
    issues.report('foreign.gap', first.place, {
      message: `Fills of ${coin} are missing in ${String(count)} ${count === 1 ? 'place' : 'places'}; in the first, a size of ${missing}.`,
      remedy:
        'Fetch the missing pages with userFillsByTime; what is not there has no live partner.',
    });
  }
}
