// What can be wrong between a bar and the one before it of the same symbol: doubled, overlapping, with a gap between.
import type { Issue, Manifest } from '../../core/schema/index.js';
import type { SeenBar } from './bar-issues.js';
import { marketIssue as issue } from './market-issue.js';

/** A bar with the bar it is compared with. */
export interface Neighbours extends SeenBar {
  readonly before: SeenBar;
}

/**
 * `engine.flags["market.gaps"]`: what a missing bar means to the recorder. `refuse`: every bar is there, a gap is an
 * error. `expected`: the market closes, gaps say nothing. Absent: a gap is a warning, since live saw none either.
 */
const GAPS_FLAG = 'market.gaps';

/** What is wrong between a bar and the one before it of the same symbol. */
export function neighbourIssues(bars: Neighbours, manifest: Manifest): Issue[] {
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

const PRICES = ['open', 'high', 'low', 'close'] as const;

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
