// The best configurations of a sweep for people: a table, and in words which one live ran with, if one fits.
import type { ParameterSpace } from '../../engine/host/sweep/parameter-space.js';
import type { SweepIncident } from '../../engine/host/sweep/run-sweep.js';
import type { SweepRow } from '../../engine/host/sweep/sweep-row.js';
import type { Paint } from './paint.js';
import { tableText, type Column } from './table.js';

export interface SweepView {
  readonly space: ParameterSpace;
  readonly paint: Paint;
}

export function sweepText(ranked: readonly SweepRow[], view: SweepView): string {
  const { space } = view;
  const names = space.axes.map(({ name }) => name);
  const right = (title: string): Column => ({ title, align: 'right' });
  const columns = [
    right('rank'),
    ...names.map((title) => right(title)),
    right('differing events'),
    right('departs in tick'),
    right('balance'),
  ];
  const rows = ranked.map((row, index) => [
    String(index + 1),
    ...names.map((name) => String(row.params[name])),
    row.mismatches === null ? brokenText(row) : String(row.mismatches),
    row.firstDivergence === null ? '-' : String(row.firstDivergence),
    row.balance ?? '-',
  ]);
  return `${answerText(ranked, view)}\n${tableText({ columns }, rows)}`;
}

/** What happened to a device, what was kept, and who goes on. */
export function incidentText({
  text,
  remedy,
  kept,
  left,
  next,
  first,
  last,
}: SweepIncident): string {
  const batch = `configurations ${String(first)} to ${String(last)}`;
  const said = `${text} Of ${batch} it had finished ${String(kept)}, which are kept`;
  if (left === 0) return `lockstep: ${said}.\n`;
  const rest =
    next === 'gpu'
      ? `the GPU is started again for the other ${String(left)}`
      : `the fast lane runs the other ${String(left)} and whatever follows. ${remedy}`;
  return `lockstep: ${said}; ${rest.replace(/\.$/, '')}.\n`;
}

/** Nothing short of every event is an answer to which parameters live ran with. */
function answerText(ranked: readonly SweepRow[], { paint, space }: SweepView): string {
  const live = liveEvents(ranked);
  const exact = ranked.filter(({ mismatches }) => mismatches === 0);
  const [best] = exact;
  if (live === 0)
    return 'Live recorded no events here, so nothing says which configuration it ran.\n';
  if (best === undefined)
    return `${paint.bad('NONE')}  none of ${String(space.count)} configurations reproduces live\n`;
  if (exact.length === 1)
    return `${paint.good('FOUND')}  live's ${String(live)} events are those of ${paramsText(best)}\n`;
  const more = exact.length === ranked.length ? 'at least ' : '';
  return `${paint.good('FOUND')}  ${more}${String(exact.length)} configurations reproduce all ${String(live)} events of live; the recording cannot tell them apart\n`;
}

/** Events of live that were compared, over all windows; every configuration that ran knows them. */
export function liveEvents(rows: readonly SweepRow[]): number {
  const ran = rows.find(({ windows }) => windows.every((each) => !('failed' in each)));
  return (ran?.windows ?? []).reduce(
    (sum, each) => ('failed' in each ? sum : sum + each.events.live),
    0,
  );
}

export const paramsText = ({ params }: SweepRow): string =>
  Object.entries(params)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');

function brokenText({ windows }: SweepRow): string {
  const broken = windows.find((each) => 'failed' in each || each.stopped !== null);
  if (broken === undefined) return '-';
  if ('failed' in broken) return 'not run';
  return broken.stopped === null ? '-' : `broke off in tick ${String(broken.stopped.tick)}`;
}
