// Checks market.jsonl bar by bar: order of the whole file, and every symbol's row of bars.
import type { BarRecord, Issue, IssueCode, Manifest } from '../../core/schema/index.js';
import { barIssues, type SeenBar } from './bar-issues.js';
import { isRevisionOf, neighbourIssues, type Neighbours } from './bar-neighbours.js';
import type { IssueSink } from './issue-sink.js';
import { marketIssue as issue } from './market-issue.js';
import { hasWindow } from './window.js';

export interface BarCheck {
  next(bar: BarRecord, line: number): void;
  /** A line without a bar: what seems to be missing may stand on it. */
  skip(line: number): void;
  /** Reports what no single line shows: an uncovered window, absent symbols. */
  finish(): void;
}

export function createBarCheck(manifest: Manifest, sink: IssueSink): BarCheck {
  const symbols = new Set(manifest.symbols);
  const lastBySymbol = new Map<string, SeenBar>();
  let last: SeenBar | undefined;
  let firstTs: number | undefined;
  let lastUnreadable = 0;
  const addAll = (issues: readonly Issue[]): void => {
    for (const found of issues) sink.add(found);
  };
  return {
    next: (bar, line) => {
      const here = { bar, line };
      addAll(barIssues(here, manifest));
      if (!symbols.has(bar.symbol)) sink.add(unknownSymbol(here));
      const before = lastBySymbol.get(bar.symbol);
      if (before) {
        const found = neighbourIssues({ ...here, before }, manifest);
        const isExplained = before.line < lastUnreadable;
        addAll(isExplained ? found.filter(({ code }) => !IF_UNBROKEN.includes(code)) : found);
      }
      const isLate = last !== undefined && comesBefore(bar, last.bar);
      const isDoubled = before?.bar.openTs === bar.openTs;
      if (last && isLate && !isDoubled) sink.add(outOfOrder({ ...here, before: last }));
      // A bar that comes late stays out of the comparison, so that it is one issue and not three.
      if (!isLate) last = here;
      // Of revisions the newest stands for the bar, so that each is measured by the one before it.
      if (!before || bar.openTs > before.bar.openTs || isRevisionOf(bar, before.bar))
        lastBySymbol.set(bar.symbol, here);
      firstTs = Math.min(firstTs ?? bar.openTs, bar.openTs);
    },
    skip: (line) => {
      lastUnreadable = line;
    },
    finish: () => {
      if (last && firstTs !== undefined) {
        const seen = { firstTs, lastTs: last.bar.openTs, symbols: lastBySymbol };
        if (lastUnreadable === 0) addAll(absences(manifest, seen));
      } else if (lastUnreadable === 0) sink.add(emptyMarket());
    },
  };
}

/** What an unreadable line between two bars may account for. */
const IF_UNBROKEN: readonly IssueCode[] = ['market.gap', 'market.revision'];

const comesBefore = (bar: BarRecord, other: BarRecord): boolean =>
  bar.openTs < other.openTs || (bar.openTs === other.openTs && bar.symbol < other.symbol);

interface Seen {
  readonly firstTs: number;
  readonly lastTs: number;
  readonly symbols: ReadonlyMap<string, SeenBar>;
}

function absences(manifest: Manifest, seen: Seen): Issue[] {
  const { fromTs, toTs } = manifest.window;
  const isCovered = !hasWindow(manifest) || (seen.firstTs <= fromTs && seen.lastTs >= toTs);
  const absent = manifest.symbols.filter((symbol) => !seen.symbols.has(symbol));
  return [...(isCovered ? [] : [uncovered(manifest, seen)]), ...absent.map(absentSymbol)];
}

const outOfOrder = ({ bar, line, before }: Neighbours): Issue =>
  issue(
    'market.order',
    { line, relatedLine: before.line },
    {
      message: `${bar.symbol} at ${String(bar.openTs)} comes after ${before.bar.symbol} at ${String(before.bar.openTs)} on line ${String(before.line)}.`,
      remedy: 'Sort bars by open time, then by symbol.',
    },
  );

const unknownSymbol = ({ bar, line }: SeenBar): Issue =>
  issue(
    'market.symbol.unknown',
    { line, path: 'symbol' },
    {
      message: `${bar.symbol} is not among the manifest's symbols.`,
      remedy: 'List it in manifest.json, or leave its bars out.',
    },
  );

const absentSymbol = (symbol: string): Issue =>
  issue(
    'market.symbol.absent',
    {},
    {
      message: `The manifest names ${symbol}, but there is no bar of it.`,
      remedy: 'Record its bars, or take it off the list of symbols.',
    },
  );

const emptyMarket = (): Issue =>
  issue(
    'market.empty',
    {},
    {
      message: 'There is no bar in the file.',
      remedy: 'Record the market data that live saw.',
    },
  );

const uncovered = (manifest: Manifest, seen: Seen): Issue =>
  issue(
    'market.window.uncovered',
    {},
    {
      message: `The bars run from ${String(seen.firstTs)} to ${String(seen.lastTs)}, the window from ${String(manifest.window.fromTs)} to ${String(manifest.window.toTs)}.`,
      remedy: 'Record the whole window, or set it to what was recorded.',
    },
  );
