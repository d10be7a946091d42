// A verification for people: the verdict, what stands in the way of a comparison, then every root.
import type { Explanation, Precondition } from '../../engine/host/replay/explanation.js';
import type { GpuLaneReport } from '../../engine/host/lanes/lane-report.js';
import type { Verification } from '../../engine/host/replay/verification.js';
import { nameIn } from './path-names.js';
import { failureText, subjectText, substitutionsText } from './report-text.js';
import { mismatchLine, rootText, type RootView } from './root-text.js';

export interface VerifyView extends RootView {
  /** Roots to list. */
  readonly limit: number;
}

export function verifyText(verification: Verification, view: VerifyView): string {
  const { run, explanation, reasons } = verification;
  const head = [
    verdictText(verification, view),
    ...reasons.map((reason) => `  ${nameIn(reason, namedPaths(view, run.watch), view.names)}\n`),
    ...(run.opened === null ? [] : [subject(verification, view)]),
  ];
  // Why an input is bad was said on standard error, with its places.
  if (verification.verdict === 'bad-input') return verdictText(verification, view);
  if (run.failure !== null) head.push(failureText(run.failure, { ...view, limit: 0 }));
  if (explanation === null) return head.join('');
  return [
    ...head,
    preconditionsText(explanation, view),
    ...(verification.verdict === 'invalid-comparison'
      ? []
      : [rootsText(verification, explanation, view), restText(explanation, view)]),
    registryText(verification, view),
    lanesText(verification),
  ].join('');
}

const namedPaths = ({ folder }: VerifyView, watch: readonly string[]): readonly string[] =>
  folder === null ? watch : [folder, ...watch];

function verdictText({ verdict, explanation, run }: Verification, { paint }: VerifyView): string {
  const roots = explanation?.roots.length ?? 0;
  const { live, matched } = run.events;
  switch (verdict) {
    case 'pass':
      return roots === 0
        ? `${paint.good('PASS')}  ${String(matched)} of ${String(live)} live events agree, and the replay has no others\n`
        : `${paint.good('PASS')}  all that differs is accepted: ${counted(roots, 'root')}\n`;
    case 'fail':
      return `${paint.bad('FAIL')}  ${String(matched)} of ${String(live)} live events agree, ${counted(roots, 'root cause')}\n`;
    case 'lane-divergence':
      return `${paint.bad('LANES DIFFER')}  nothing said about this capture may be relied on\n`;
    case 'invalid-comparison':
      return `${paint.bad('INVALID COMPARISON')}  nothing was judged\n`;
    case 'bad-input':
      return `${paint.bad('BAD INPUT')}  nothing was replayed\n`;
  }
}

export const counted = (count: number, noun: string): string =>
  `${String(count)} ${noun}${count === 1 ? '' : 's'}`;

function subject({ run }: Verification, view: VerifyView): string {
  if (run.opened === null) return '';
  return `${subjectText(run, view)}${substitutionsText(run.opened)}`;
}

/** Conditions that hold are not worth a reader's time. */
export function preconditionsText(
  { preconditions }: Explanation,
  { paint }: Pick<VerifyView, 'paint'>,
): string {
  const shown = preconditions.filter(({ status }) => status !== 'ok');
  if (shown.length === 0) return '';
  return `\npreconditions\n${shown.map((condition) => preconditionText(condition, paint)).join('')}`;
}

const STATUS_TEXTS: Readonly<Record<Precondition['status'], string>> = {
  ok: 'ok',
  failed: 'FAILED',
  waived: 'waived',
  'not-recorded': 'not recorded',
};

function preconditionText(condition: Precondition, paint: VerifyView['paint']): string {
  const { name, status, message, expected, found, remedy } = condition;
  const word = STATUS_TEXTS[status];
  const head = `  ${status === 'failed' ? paint.bad(word) : word}  ${name}: ${message}\n`;
  if (status !== 'failed') return head;
  return [
    head,
    ...(expected === null ? [] : [`    expected  ${expected}\n`]),
    ...(found === null ? [] : [`    found     ${found}\n`]),
    ...(remedy === null ? [] : [`    Fix: ${remedy}\n`]),
  ].join('');
}

function rootsText(
  { judgements }: Verification,
  explanation: Explanation,
  view: VerifyView,
): string {
  const { roots } = explanation;
  const listed = roots.slice(0, view.limit);
  const texts = listed.map((root, index) =>
    rootText({ root, explanation, judgement: judgements[index] }, view),
  );
  const rest = roots.length - listed.length;
  if (rest > 0)
    texts.push(
      `\n${counted(rest, 'more root')} not listed; --limit ${String(roots.length)} lists all.\n`,
    );
  return texts.join('');
}

/** Differences without a root, in a list that stays readable. */
const UNEXPLAINED_MAX = 20;

export function restText(explanation: Explanation, { paint, isDeep }: RootView): string {
  const { unexplained, stopped, notes, report } = explanation;
  const shown = unexplained.slice(0, isDeep ? Infinity : UNEXPLAINED_MAX);
  const lines = shown.flatMap((index) => {
    const mismatch = report.mismatches[index];
    return mismatch === undefined ? [] : [`  ${mismatchLine(mismatch)}\n`];
  });
  const rest = unexplained.length - shown.length;
  return [
    ...(unexplained.length === 0
      ? []
      : [`\n${paint.bad('under no root')}  ${counted(unexplained.length, 'difference')}\n`]),
    ...lines,
    ...(rest > 0 ? [`  and ${String(rest)} more\n`] : []),
    ...(stopped === null ? [] : [`\n${paint.bad('search ended early')}  ${stopped}\n`]),
    ...notes.map((note) => `\nnote  ${note}\n`),
  ].join('');
}

/** Which lanes gave the same; differences and obstacles are among the reasons. */
function lanesText({ lanes }: Verification): string {
  if (lanes === null || lanes.divergence !== null || lanes.lanes.length === 0) return '';
  const [{ ticks: ran } = { ticks: 0 }] = lanes.lanes;
  const ticks = lanes.limit?.tick ?? ran;
  if (ticks === 0) return '';
  const names = lanes.lanes
    .map(({ lane }) => (lane === 'gpu' ? `gpu (${adapterText(lanes.gpu)})` : lane))
    .join(', ');
  return `lanes ${names}: the same events and state in each of ${counted(ticks, 'tick')}\n`;
}

/** Timings of a software adapter say nothing about a GPU, and its verdict nothing about a driver. */
const adapterText = (gpu: GpuLaneReport | null): string =>
  `${gpu?.adapter ?? 'no adapter'}${gpu?.isSoftware === true ? ', software' : ''}`;

function registryText(verification: Verification, { names }: VerifyView): string {
  const { registry, registryNotes, today } = verification;
  const used =
    registry === null
      ? 'no registry of accepted residuals'
      : `registry ${names(registry.file)}, ${counted(registry.residuals.length, 'entry').replace('entrys', 'entries')}`;
  return [
    `\n${used}; expiries judged by ${today}\n`,
    ...registryNotes.map(({ kind, message }) => `  ${kind}: ${message}\n`),
  ].join('');
}
