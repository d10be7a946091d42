// What can be wrong with one bar by itself: its time, its length, its prices.
import type { BarRecord, Issue, Manifest } from '../../core/schema/index.js';
import { compareDecimals } from './compare-decimals.js';
import { marketIssue as issue } from './market-issue.js';
import { hasWindow } from './window.js';

/** A bar and the line it stands on. */
export interface SeenBar {
  readonly bar: BarRecord;
  readonly line: number;
}

/** What is wrong with one bar by itself. */
export function barIssues(
  { bar, line }: SeenBar,
  manifest: Pick<Manifest, 'window' | 'intervalMs'>,
): Issue[] {
  const issues: Issue[] = [];
  const { fromTs, toTs } = manifest.window;
  if (hasWindow(manifest) && (bar.openTs < fromTs || bar.openTs > toTs)) {
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

/** What is wrong with the prices and the volume of a bar. */
export function priceIssues(bar: BarRecord, line: number): Issue[] {
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
