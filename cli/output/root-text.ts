// One root for people: what differs, why, with which proof, and what follows from it.
import path from 'node:path';
import { EVENTS } from '../../engine/host/capture/index.js';
import type { Explanation, Root } from '../../engine/host/replay/explanation.js';
import { interventionText } from '../../engine/host/replay/intervention-text.js';
import type { FieldDifference, Mismatch } from '../../engine/host/replay/protocol.js';
import type { Judgement } from '../../engine/host/replay/verification.js';
import { bridgeTexts } from './bridge-text.js';
import { CAUSE_TEXTS } from './cause-texts.js';
import type { Paint } from './paint.js';
import type { PathNames } from './path-names.js';
import { siteText } from './report-text.js';
import { proofCommand, type Rerun } from './rerun.js';
import { tableText } from './table.js';
import { timeText } from './time.js';

export interface RootView {
  readonly names: PathNames;
  readonly paint: Paint;
  /** Folder of the capture; null: only file names are known. */
  readonly folder: string | null;
  readonly rerun: Rerun;
  /** Everything that is known, instead of what a verdict needs. */
  readonly isDeep: boolean;
}

export interface RootInput {
  readonly root: Root;
  readonly explanation: Explanation;
  /** Undefined where nothing is judged. */
  readonly judgement: Judgement | undefined;
}

const LABEL_WIDTH = 13;
const INDENT = 3;

export function rootText(input: RootInput, view: RootView): string {
  const { root, explanation } = input;
  const { paint } = view;
  const heading = `root ${String(root.number)}  ${CAUSE_TEXTS[root.class].title.toUpperCase()}`;
  return [
    `\n${paint.strong(heading)}  ${root.title}\n`,
    line('where', placeText(root)),
    ...filesOf(root, view),
    ...root.interventions.map((change) => line('healed by', interventionText(change))),
    ...evidenceLines(root, view),
    fieldTable(root.fields),
    ...root.doubts.map((doubt) => line('doubt', doubt)),
    ...root.toRecord.map((what) => line('record', what)),
    ...bridgeTexts(root, view.isDeep ? Infinity : BRIDGE_MAX).map((text) => line('bridge', text)),
    ...root.unsynchronised.map((what) => line('not in step', what)),
    ...recurrenceLines(root, view),
    ...cascadeLines(root, explanation, view),
    ...judgementLine(input, view),
    line('re-run', proofCommand(view.rerun, explanation.roots, root)),
    line('id', `${root.id}  ${root.class}`),
  ].join('');
}

const line = (label: string, text: string): string =>
  `${' '.repeat(INDENT)}${label.padEnd(LABEL_WIDTH)}${text}\n`;

export function placeText({ place }: Root): string {
  const { ts, tick, symbol, kind, field } = place;
  const what = [symbol, kind, field ?? 'the whole event'].filter((part) => part !== '').join(' ');
  return `${timeText(ts)}, tick ${String(tick)}, ${what}`;
}

function filesOf({ place }: Root, { names, folder }: RootView): readonly string[] {
  const events = folder === null ? EVENTS : names(path.join(folder, EVENTS));
  return [
    ...(place.live === null ? [] : [line('live', `${events}:${String(place.live.line)}`)]),
    ...(place.site === null ? [] : [line('strategy', siteText(place.site, names))]),
  ];
}

/** Steps beyond this many are for `lockstep explain`, too. */
const BRIDGE_MAX = 3;

/** Facts beyond this many are for `lockstep explain`. */
const FACTS_MAX = 12;

function evidenceLines({ evidence, class: name }: Root, { isDeep }: RootView): readonly string[] {
  if (evidence === null) return [line('evidence', `none. ${CAUSE_TEXTS[name].meaning}`)];
  const { strength, summary, facts, trials, equivalents } = evidence;
  const shown = isDeep ? facts : facts.slice(0, FACTS_MAX);
  const rest = facts.length - shown.length;
  return [
    line('evidence', `${strength}: ${summary}`),
    ...shown.map((fact) => line('', `- ${fact}`)),
    ...(rest > 0 ? [line('', `- ${String(rest)} more with lockstep explain`)] : []),
    ...(isDeep
      ? [
          line('trials', `${String(trials)} substitutions were tried`),
          ...equivalents.map(({ title }) => line('as good', title)),
        ]
      : []),
  ];
}

/** Live beside replay. */
function fieldTable(fields: readonly FieldDifference[]): string {
  const columns = [{ title: 'field' }, { title: 'live' }, { title: 'replay' }];
  const rows = fields.map(({ path: name, live, replay }) => [name, live ?? '-', replay ?? '-']);
  return tableText({ columns, indent: INDENT }, rows);
}

/** More places of one cause are counted, unless all was asked for. */
const PLACES_MAX = 3;

function recurrenceLines({ recurrences }: Root, { isDeep }: RootView): readonly string[] {
  const shown = isDeep ? recurrences : recurrences.slice(0, PLACES_MAX);
  const rest = recurrences.length - shown.length;
  return [
    ...shown.map(({ ts, tick, symbol }) =>
      line('again', `${timeText(ts)}, tick ${String(tick)}, ${symbol}`),
    ),
    ...(rest > 0 ? [line('again', `in ${String(rest)} more places`)] : []),
  ];
}

function cascadeLines(root: Root, { report }: Explanation, view: RootView): readonly string[] {
  const [, ...following] = root.mismatches;
  if (following.length === 0) return [];
  const what =
    following.length === 1
      ? '1 more difference hangs'
      : `${String(following.length)} more differences hang`;
  const head = line('follows', `${what} under it`);
  if (!view.isDeep) return [head];
  return [
    head,
    ...following.flatMap((index) => {
      const mismatch = report.mismatches[index];
      return mismatch === undefined ? [] : [line('', mismatchLine(mismatch))];
    }),
  ];
}

export const mismatchLine = ({ ts, tick, symbol, message }: Mismatch): string =>
  `${timeText(ts)}, tick ${String(tick)}, ${symbol}: ${message}`;

function judgementLine({ judgement }: RootInput, { paint }: RootView): readonly string[] {
  if (judgement === undefined) return [];
  const isAccepted = judgement.status === 'accepted';
  const status = isAccepted ? paint.good('ACCEPTED') : paint.bad('REJECTED');
  return [line('judgement', `${status}  ${judgement.reason}`)];
}
