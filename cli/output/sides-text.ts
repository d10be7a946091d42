// A comparison of live, paper and backtest, for people: the pairs, then one table of roots with the pairs each breaks.
import type { PairReport, SideRoot } from '../../engine/host/replay/sides.js';
import type { SidesReport } from '../../engine/host/verify/sides/side-report.js';
import { CAUSE_TEXTS } from './cause-texts.js';
import type { Paint } from './paint.js';
import type { PathNames } from './path-names.js';
import { tableText } from './table.js';
import { timeText } from './time.js';
import { counted } from './verify-text.js';

export interface SidesView {
  readonly paint: Paint;
  readonly names: PathNames;
}

export function sidesText(report: SidesReport, view: SidesView): string {
  const { sides, window, pairs, roots, reasons } = report;
  return [
    verdictText(report, view),
    ...reasons.map((reason) => `  ${reason}\n`),
    ...sides.map(({ name, capture }) => `${name.padEnd(NAME_WIDTH)}${view.names(capture)}\n`),
    window === null
      ? ''
      : `ticks     ${timeText(window.fromTs)} to ${timeText(window.toTs)}, which all of them have\n`,
    pairs.length === 0 ? '' : `\npairs\n${pairsText(pairs)}`,
    roots.length === 0 ? '' : `\nroots\n${rootsText(roots, pairs)}`,
  ].join('');
}

const NAME_WIDTH = 10;

function verdictText({ verdict, pairs, roots }: SidesReport, { paint }: SidesView): string {
  const broken = pairs.filter(({ mismatches }) => mismatches > 0).length;
  switch (verdict) {
    case 'pass':
      return broken === 0
        ? `${paint.good('PASS')}  ${counted(pairs.length, 'pair')} compared, and no event differs\n`
        : `${paint.good('PASS')}  all that differs is accepted\n`;
    case 'fail':
      return `${paint.bad('FAIL')}  ${String(broken)} of ${counted(pairs.length, 'pair')} differ, ${counted(roots.filter(({ breaks }) => breaks.length > 0).length, 'root cause')}\n`;
    case 'invalid-comparison':
      return `${paint.bad('INVALID COMPARISON')}  nothing was judged\n`;
    default:
      return `${paint.bad('BAD INPUT')}  nothing was compared\n`;
  }
}

export const pairName = ({ left, right }: Pick<PairReport, 'left' | 'right'>): string =>
  `${left}-${right}`;

function pairsText(pairs: readonly PairReport[]): string {
  const columns = [
    { title: 'pair' },
    { title: 'events', align: 'right' as const },
    { title: 'agree', align: 'right' as const },
    { title: 'differ', align: 'right' as const },
    { title: 'roots' },
  ];
  const rows = pairs.map((pair) => {
    const { live, replay, matched } = pair.events;
    const roots = pair.roots.length === 0 ? '-' : pair.roots.join(', ');
    const events = live === replay ? String(live) : `${String(live)} and ${String(replay)}`;
    return [pairName(pair), events, String(matched), String(pair.mismatches), roots];
  });
  return tableText({ columns, indent: 2 }, rows);
}

/** A root that breaks no pair is shared by all: they agree with each other, and not with the engine. */
function rootsText(roots: readonly SideRoot[], pairs: readonly PairReport[]): string {
  const columns = [
    { title: '' },
    { title: 'class' },
    { title: 'cause' },
    { title: 'from' },
    { title: 'of' },
    ...pairs.map((pair) => ({ title: pairName(pair) })),
    { title: 'events', align: 'right' as const },
    { title: 'judged' },
  ];
  const rows = roots.map((root) => [
    String(root.number),
    CAUSE_TEXTS[root.class].title,
    root.title,
    timeText(root.ts),
    root.of.length === 0 ? 'inputs' : root.of.join(', '),
    ...pairs.map(({ left, right }) =>
      root.breaks.some(([a, b]) => a === left && b === right) ? 'breaks' : '-',
    ),
    String(root.events),
    root.status,
  ]);
  return tableText({ columns, indent: 2 }, rows);
}
