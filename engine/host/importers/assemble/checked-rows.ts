// Bars and events are checked where they come from, so that an issue names the user's file and line and not ours.
import type { BarRecord, IssuePlace } from '../../../core/schema/index.js';
import { priceIssues } from '../../capture/bar-issues.js';
import type { EventDraft } from '../../capture/write-capture.js';
import type { CaptureSettings } from './capture-settings.js';
import type { ImportIssues } from './import-issues.js';
import type { PlacedBar, PlacedEvent, Rows } from './placed.js';

/** What was seen of the rows, when they are all through. */
export interface Extent {
  readonly symbols: Set<string>;
  readonly kinds: Set<EventDraft['kind']>;
  firstTs: number | undefined;
  /** Open time of the last bar. */
  lastBarTs: number | undefined;
  lastEventTs: number | undefined;
  bars: number;
  events: number;
  leftOut: number;
}

export const newExtent = (): Extent => ({
  symbols: new Set(),
  kinds: new Set(),
  firstTs: undefined,
  lastBarTs: undefined,
  lastEventTs: undefined,
  bars: 0,
  events: 0,
  leftOut: 0,
});

export interface RowCheck {
  readonly settings: CaptureSettings;
  readonly issues: ImportIssues;
  readonly extent: Extent;
}

/** Hands on the bars of the window; after an error none, since nothing will be kept. */
export async function* checkedBars(
  bars: Rows<PlacedBar>,
  { settings, issues, extent }: RowCheck,
): AsyncGenerator<BarRecord> {
  let last: PlacedBar | undefined;
  for await (const next of bars) {
    const { bar, place } = next;
    if (isOutside(bar.openTs, settings)) {
      extent.leftOut += 1;
      continue;
    }
    for (const issue of priceIssues(bar, place.line ?? 0)) {
      const { code, severity, kind, message, remedy, path } = issue;
      issues.add({
        ...place,
        ...(path !== undefined && { path }),
        code,
        severity,
        kind,
        message,
        remedy,
      });
    }
    if (last && !follows(next, last)) reportOrder(next, last, issues);
    else last = next;
    extent.bars += 1;
    extent.symbols.add(bar.symbol);
    extent.firstTs = Math.min(extent.firstTs ?? bar.openTs, bar.openTs);
    extent.lastBarTs = Math.max(extent.lastBarTs ?? bar.openTs, bar.openTs);
    if (!issues.hasErrors) yield bar;
  }
}

function follows({ bar }: PlacedBar, { bar: before }: PlacedBar): boolean {
  if (bar.openTs !== before.openTs) return bar.openTs > before.openTs;
  if (bar.symbol !== before.symbol) return bar.symbol > before.symbol;
  return (bar.revision ?? 0) > (before.revision ?? 0);
}

function reportOrder({ bar, place }: PlacedBar, before: PlacedBar, issues: ImportIssues): void {
  const isTwice = bar.openTs === before.bar.openTs && bar.symbol === before.bar.symbol;
  const where = related(place, before.place);
  const what = `${bar.symbol} at ${String(bar.openTs)}`;
  issues.report(
    isTwice ? 'foreign.duplicate' : 'foreign.order',
    where,
    isTwice
      ? {
          message: `The bar of ${what} is there twice.`,
          remedy: 'Keep the one that live acted on; give later revisions a number.',
        }
      : {
          message: `The bar of ${what} comes after ${before.bar.symbol} at ${String(before.bar.openTs)}.`,
          remedy: 'Sort bars by open time, then by symbol.',
        },
  );
}

const related = (place: IssuePlace, before: IssuePlace): IssuePlace => ({
  ...place,
  ...(before.line !== undefined && place.file === before.file && { relatedLine: before.line }),
});

/** Hands on the events of the window, numbered from 1. */
export async function* checkedEvents(
  events: Rows<PlacedEvent>,
  { settings, issues, extent }: RowCheck,
): AsyncGenerator<EventDraft> {
  let last: PlacedEvent | undefined;
  for await (const next of events) {
    const { event, place } = next;
    if (isOutside(event.ts, settings)) {
      extent.leftOut += 1;
      continue;
    }
    if (last && event.ts < last.event.ts) {
      issues.report('foreign.order', related(place, last.place), {
        message: `The ${event.kind} at ${String(event.ts)} comes after one at ${String(last.event.ts)}.`,
        remedy: 'Sort events by the order in which they happened.',
      });
    } else last = next;
    extent.events += 1;
    extent.kinds.add(event.kind);
    if ('symbol' in event) extent.symbols.add(event.symbol);
    extent.firstTs = Math.min(extent.firstTs ?? event.ts, event.ts);
    extent.lastEventTs = Math.max(extent.lastEventTs ?? event.ts, event.ts);
    if (!issues.hasErrors) yield { seq: extent.events, ...event };
  }
}

const isOutside = (ts: number, { fromTs = -Infinity, toTs = Infinity }: CaptureSettings): boolean =>
  ts < fromTs || ts > toTs;
