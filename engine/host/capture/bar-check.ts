// Checks of market.jsonl that a schema cannot make: order, gaps and overlaps per symbol, and prices that can be.
import {
  makeIssue,
  type BarRecord,
  type Issue,
  type IssueCode,
  type IssuePlace,
  type IssueText,
  type Manifest,
} from '../../core/schema/index.js';
import { MARKET } from './capture-files.js';
import { compareDecimals } from './compare-decimals.js';
import type { IssueSink } from './issue-sink.js';

export interface BarCheck {
  next(bar: BarRecord, line: number): void;
  /** Reports what no single line shows: an uncovered window, absent symbols. */
  finish(): void;
}

interface SeenBar {
  readonly bar: BarRecord;
  readonly line: number;
}
/** A bar with the bar it is compared with. */
interface Neighbours extends SeenBar {
  readonly before: SeenBar;
}

/**
 * `engine.flags["market.gaps"]`: what a missing bar means to the recorder. `refuse`: every bar is there, a gap is an
 * error. `expected`: the market closes, gaps say nothing. Absent: a gap is a warning, since live saw none either.
 */
export const GAPS_FLAG = 'market.gaps';

export function createBarCheck(manifest: Manifest, sink: IssueSink): BarCheck {
  const symbols = new Set(manifest.symbols);
  const lastBySymbol = new Map<string, SeenBar>();
  let last: SeenBar | undefined;
  let firstTs: number | undefined;
  return {
    next: (bar, line) => {
      const here = { bar, line };
      for (const issue of singleIssues(here, manifest)) sink.add(issue);
      if (!symbols.has(bar.symbol)) sink.add(unknownSymbol(here));
      const before = lastBySymbol.get(bar.symbol);
      const isDoubled = before?.bar.openTs === bar.openTs;
      if (before)
        for (const issue of neighbourIssues({ ...here, before }, manifest)) sink.add(issue);
      const isLate = last !== undefined && comesBefore(bar, last.bar);
      if (last && isLate && !isDoubled) sink.add(outOfOrder({ ...here, before: last }));
      // A bar that comes late stays out of the comparison, so that it is one issue and not three.
      if (!isLate) last = here;
      if (!before || bar.openTs > before.bar.openTs) lastBySymbol.set(bar.symbol, here);
      firstTs = Math.min(firstTs ?? bar.openTs, bar.openTs);
    },
    finish: () => {
      if (!last || firstTs === undefined) {
        sink.add(emptyMarket());
        return;
      }
      const { fromTs, toTs } = manifest.window;
      if (firstTs > fromTs || last.bar.openTs < toTs) {
        sink.add(uncovered(manifest, { firstTs, lastTs: last.bar.openTs }));
      }
      for (const symbol of manifest.symbols) {
        if (!lastBySymbol.has(symbol)) sink.add(absentSymbol(symbol));
      }
    },
  };
}

const comesBefore = (bar: BarRecord, other: BarRecord): boolean =>
  bar.openTs < other.openTs || (bar.openTs === other.openTs && bar.symbol < other.symbol);

type Place = Omit<IssuePlace, 'file'>;
const issue = (code: IssueCode, place: Place, says: IssueText): Issue =>
  makeIssue(code, { file: MARKET, ...place }, says);

/** What is wrong with one bar by itself. */
function singleIssues({ bar, line }: SeenBar, manifest: Manifest): Issue[] {
  const issues: Issue[] = [];
  const { fromTs, toTs } = manifest.window;
  if (bar.openTs < fromTs || bar.openTs > toTs) {
    issues.push(
      issue(
        'market.window',
        { line, path: 'openTs' },
        {
          message: `The bar opens at ${String(bar.openTs)}, outside the window ${String(fromTs)} to ${String(toTs)}.`,
          remedy: 'Set window.fromTs and window.toTs to the first and last tick that was recorded.',
        },
      ),
    );
  }
  const length = bar.closeTs - bar.openTs;
  if (length <= 0) {
    issues.push(
      issue(
        'market.time.close',
        { line, path: 'closeTs' },
        {
          message: 'The bar closes before it opens.',
          remedy: "Write the bar's last millisecond, or the open time of the next.",
        },
      ),
    );
  } else if (length !== manifest.intervalMs && length !== manifest.intervalMs - 1) {
    issues.push(
      issue(
        'market.interval',
        { line, path: 'closeTs' },
        {
          message: `The bar is ${String(length)} ms long, the manifest's interval ${String(manifest.intervalMs)} ms.`,
          remedy: 'Correct intervalMs, or leave out bars of another interval.',
        },
      ),
    );
  }
  return [...issues, ...priceIssues(bar, line)];
}

const PRICES = ['open', 'high', 'low', 'close'] as const;

function priceIssues(bar: BarRecord, line: number): Issue[] {
  const notPositive = PRICES.filter((name) => compareDecimals(bar[name], '0') <= 0);
  if (notPositive.length > 0) {
    return notPositive.map((path) =>
      issue(
        'market.price.not-positive',
        { line, path },
        {
          message: `The ${path} ${bar[path]} is not above zero.`,
          remedy: 'Leave out a bar without trades, or write the price that live saw.',
        },
      ),
    );
  }
  const issues: Issue[] = [];
  if (compareDecimals(bar.high, bar.low) < 0) {
    issues.push(
      issue(
        'market.price.inverted',
        { line, path: 'high' },
        {
          message: `The high ${bar.high} is below the low ${bar.low}.`,
          remedy: 'Check that high and low are not swapped.',
        },
      ),
    );
  } else {
    for (const path of ['open', 'close'] as const) {
      const isInside =
        compareDecimals(bar[path], bar.low) >= 0 && compareDecimals(bar[path], bar.high) <= 0;
      if (!isInside) issues.push(outsideRange(bar, line, path));
    }
  }
  if (compareDecimals(bar.volume, '0') < 0) {
    issues.push(
      issue(
        'market.volume.negative',
        { line, path: 'volume' },
        {
          message: `The volume ${bar.volume} is negative.`,
          remedy: 'Write the traded amount; zero when nothing was traded.',
        },
      ),
    );
  }
  return issues;
}

const outsideRange = (bar: BarRecord, line: number, path: 'open' | 'close'): Issue =>
  issue(
    'market.price.range',
    { line, path },
    {
      message: `The ${path} ${bar[path]} is outside the bar's range, ${bar.low} to ${bar.high}.`,
      remedy: 'Write all four prices of the same revision of the bar.',
    },
  );

/** What is wrong between a bar and the one before it of the same symbol. */
function neighbourIssues(bars: Neighbours, manifest: Manifest): Issue[] {
  const { bar, line, before } = bars;
  if (bar.openTs === before.bar.openTs) return [doubled(bars)];
  if (bar.openTs < before.bar.openTs) return [];
  const place = { line, path: 'openTs', relatedLine: before.line };
  if (bar.openTs < before.bar.closeTs) {
    return [
      issue('market.overlap', place, {
        message: `${bar.symbol} opens at ${String(bar.openTs)}, before its bar on line ${String(before.line)} has closed.`,
        remedy: 'Keep the bars of one interval only.',
      }),
    ];
  }
  const missing = (bar.openTs - before.bar.openTs) / manifest.intervalMs - 1;
  const handling = manifest.engine.flags[GAPS_FLAG];
  if (missing <= 0 || handling === 'expected') return [];
  const count = Number.isInteger(missing) ? String(missing) : `about ${missing.toFixed(1)}`;
  return [
    issue('market.gap', place, {
      message: `${count} bars of ${bar.symbol} are missing between line ${String(before.line)} and line ${String(line)}.`,
      remedy: `Add the bars if live saw them. Set engine.flags["${GAPS_FLAG}"] to "expected" where the market closes.`,
      ...(handling === 'refuse' && { severity: 'error' as const }),
    }),
  ];
}

function doubled({ bar, line, before }: Neighbours): Issue {
  const isSame = PRICES.every((name) => bar[name] === before.bar[name]);
  return issue(
    'market.duplicate',
    { line, path: 'openTs', relatedLine: before.line },
    {
      message: `${bar.symbol} has a bar at ${String(bar.openTs)} on line ${String(before.line)} already, with ${isSame ? 'the same' : 'other'} prices.`,
      remedy: 'Keep one: the revision that live acted on.',
    },
  );
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

const uncovered = (manifest: Manifest, seen: { firstTs: number; lastTs: number }): Issue =>
  issue(
    'market.window.uncovered',
    {},
    {
      message: `The bars run from ${String(seen.firstTs)} to ${String(seen.lastTs)}, the window from ${String(manifest.window.fromTs)} to ${String(manifest.window.toTs)}.`,
      remedy: 'Record the whole window, or set it to what was recorded.',
    },
  );
