// What can be wrong between a bar and the one before it of the same symbol: doubled, overlapping, with a gap between,
// or a revision of it that is out of its place.
import type { BarRecord, Issue, Manifest } from '../../core/schema/index.js';
import type { SeenBar } from './bar-issues.js';
import { marketIssue as issue } from './market-issue.js';

/** A bar with the bar it is compared with. */
export interface Neighbours extends SeenBar {
  readonly before: SeenBar;
}

/** Whether a bar is a later revision of the one on the line before it. */
export const isRevisionOf = (bar: BarRecord, before: BarRecord): boolean =>
  bar.symbol === before.symbol &&
  bar.openTs === before.openTs &&
  bar.revision !== undefined &&
  before.revision !== undefined &&
  bar.revision > before.revision;

/**
 * `engine.flags["market.gaps"]`: what a missing bar means to the recorder. `refuse`: every bar is there, a gap is an
 * error. `expected`: the market closes, gaps say nothing. Absent: a gap is a warning, since live saw none either.
 */
const GAPS_FLAG = 'market.gaps';

/** What is wrong between a bar and the one before it of the same symbol. */
export function neighbourIssues(bars: Neighbours, manifest: Manifest): Issue[] {
  const { bar, line, before } = bars;
  if (bar.openTs === before.bar.openTs) {
    const isRevised = bar.revision !== undefined || before.bar.revision !== undefined;
    if (!isRevised) return [doubled(bars)];
    const isInPlace = isRevisionOf(bar, before.bar) && line === before.line + 1;
    return isInPlace ? [] : [revisionOutOfPlace(bars)];
  }
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
      remedy:
        'Keep one: the bar that live acted on. If live saw several, number them with "revision", from old to new.',
    },
  );
}

function revisionOutOfPlace({ bar, line, before }: Neighbours): Issue {
  const named = ({ revision }: BarRecord): string =>
    revision === undefined ? 'no revision' : `revision ${String(revision)}`;
  return issue(
    'market.revision',
    { line, path: 'revision', relatedLine: before.line },
    {
      message: `${bar.symbol} at ${String(bar.openTs)} has ${named(bar)} here and ${named(before.bar)} on line ${String(before.line)}.`,
      remedy:
        'Write the revisions of a bar on lines that follow one another, each with its own number, from old to new.',
    },
  );
}
