// A replay's report for people: the verdict first, then counts, then every difference with its places.
import path from 'node:path';
import { EVENTS } from '../../engine/host/capture/index.js';
import { interventionText } from '../../engine/host/replay/intervention-text.js';
import type {
  Mismatch,
  Opened,
  SourceRange,
  StrategyFailure,
} from '../../engine/host/replay/protocol.js';
import type { CaptureRun } from '../../engine/host/replay/run-capture.js';
import { numericText } from '../numeric-option.js';
import type { Paint } from './paint.js';
import type { PathNames } from './path-names.js';
import { tableText } from './table.js';
import { timeText } from './time.js';

export interface ReportView {
  readonly names: PathNames;
  readonly paint: Paint;
  /** Mismatches to list. */
  readonly limit: number;
}

export function reportText(run: CaptureRun, view: ReportView): string {
  const parts = [verdictText(run, view), ...run.reasons.map((reason) => `  ${reason}\n`)];
  // Why an input is bad was said on standard error, with its places.
  if (run.verdict === 'bad-input') return parts[0] ?? '';
  if (run.opened !== null) parts.push(subjectText(run, view), substitutionsText(run.opened));
  if (run.failure !== null) parts.push(failureText(run.failure, view));
  if (run.verdict !== 'invalid-comparison') parts.push(countsText(run), mismatchesText(run, view));
  return parts.join('');
}

function verdictText(run: CaptureRun, { paint }: ReportView): string {
  const { live, matched } = run.events;
  const agree = `${String(matched)} of ${String(live)} live events agree`;
  switch (run.verdict) {
    case 'parity':
      return `${paint.good('PARITY')}  ${agree}, and the replay has no others\n`;
    case 'mismatch':
      return run.failure === null
        ? `${paint.bad('MISMATCH')}  ${agree}, ${differences(run.mismatches.length)}\n`
        : `${paint.bad('STRATEGY FAILED')}  ${agree}\n`;
    case 'invalid-comparison':
      return `${paint.bad('INVALID COMPARISON')}  nothing was judged\n`;
    case 'bad-input':
      return `${paint.bad('BAD INPUT')}  nothing was replayed\n`;
  }
}

const differences = (count: number): string =>
  count === 1 ? '1 difference' : `${String(count)} differences`;

export function subjectText(
  { opened, ticks, bars }: CaptureRun,
  { names, paint }: ReportView,
): string {
  if (opened === null) return '';
  const [entry = ''] = opened.strategyFiles;
  const facts = [
    opened.manifest.captureId,
    `strategy ${opened.strategyId} (${names(entry)})`,
    numericText(opened.numeric),
    ...(ticks > 0 ? [`${String(ticks)} ticks, ${String(bars)} bars`] : []),
  ];
  return `${paint.faint(facts.join(', '))}\n`;
}

/** A replay with something substituted must never read like a plain one. */
export function substitutionsText({ interventions }: Opened): string {
  if (interventions.length === 0) return '';
  const what = interventions.length === 1 ? 'substitution' : 'substitutions';
  const lines = interventions.map((change) => `  ${interventionText(change)}\n`);
  return `with ${String(interventions.length)} ${what} in force:\n${lines.join('')}`;
}

export function failureText(failure: StrategyFailure, { names, paint }: ReportView): string {
  const at = [
    ...(failure.tick === null ? [] : [`tick ${String(failure.tick)}`]),
    ...(failure.ts === null ? [] : [timeText(failure.ts)]),
    ...(failure.site === null ? [] : [siteText(failure.site, names)]),
  ];
  const place = at.length === 0 ? '' : `  at ${at.join(', ')}\n`;
  return `\n${paint.strong(failure.code)}: ${failure.message}\n${place}  Fix: ${failure.remedy}\n`;
}

export const siteText = (site: SourceRange, names: PathNames): string =>
  `${names(site.file)}:${String(site.line)}:${String(site.column)}`;

export function countsText({ byKind, events }: CaptureRun): string {
  const rows = [...Object.entries(byKind), ['all', events] as const];
  const columns = [
    { title: 'events' },
    { title: 'live', align: 'right' },
    { title: 'replay', align: 'right' },
    { title: 'matched', align: 'right' },
  ] as const;
  const cells = rows.map(([kind, { live, replay, matched }]) => [
    kind,
    String(live),
    String(replay),
    String(matched),
  ]);
  return `\n${tableText({ columns }, cells)}`;
}

function mismatchesText({ mismatches, opened }: CaptureRun, view: ReportView): string {
  const listed = mismatches.slice(0, view.limit);
  const eventsFile = opened === null ? EVENTS : view.names(path.join(opened.capture, EVENTS));
  const texts = listed.map((mismatch, index) =>
    mismatchText({ mismatch, number: index + 1, eventsFile }, view),
  );
  const rest = mismatches.length - listed.length;
  if (rest > 0)
    texts.push(
      `\n${String(rest)} more are not listed; --limit ${String(mismatches.length)} lists all.\n`,
    );
  return texts.join('');
}

interface Listed {
  readonly mismatch: Mismatch;
  readonly number: number;
  readonly eventsFile: string;
}

function mismatchText({ mismatch, number, eventsFile }: Listed, view: ReportView): string {
  const { names, paint } = view;
  const { tick, ts, symbol, live, site, fields, message } = mismatch;
  const head = `${String(number)}  ${timeText(ts)}  tick ${String(tick)}  ${symbol}`;
  // The message repeats the first fields, which the table below lists in full.
  const said = fields.length === 0 ? message : message.replace(/ departs: .*$/s, ' departs');
  const places = [
    ...(live === null ? [] : [`live      ${eventsFile}:${String(live.line)}`]),
    ...(site === null ? [] : [`strategy  ${siteText(site, names)}`]),
  ];
  const columns = [{ title: 'field' }, { title: 'live' }, { title: 'replay' }];
  const rows = fields.map((field) => [field.path, field.live ?? '-', field.replay ?? '-']);
  return [
    `\n${paint.strong(head)}  ${said}\n`,
    ...places.map((place) => `   ${paint.faint(place)}\n`),
    tableText({ columns, indent: 3 }, rows),
  ].join('');
}
