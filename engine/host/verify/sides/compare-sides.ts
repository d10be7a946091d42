// Live, paper and backtest against each other. Each recording is first held against what the engine does with its own
// inputs; then their inputs are compared. Both together name the cause of every difference between two of them.
import { createNumeric } from '../../../core/numeric/index.js';
import { compareRuns, isComparable, isCovered, isMatch } from '../../../core/parity/index.js';
import type { ComparedPair, Comparison } from '../../../core/parity/index.js';
import type { EventRecord, Intervention } from '../../../core/schema/index.js';
import { openCapture } from '../../capture/index.js';
import type { OpenOptions, OpenResult } from '../../replay/protocol.js';
import type { ReplayRequester, RequestOptions } from '../../replay/replay-client.js';
import type { CaptureRun } from '../../replay/run-capture.js';
import { verifyCapture, type VerifyOptions } from '../verify-capture.js';
import { inputDifferences, type InputDifference } from './input-differences.js';
import type { PairReport, SideName } from '../../replay/sides.js';
import { overlapOf, sharedEvents, type Overlap, type Side } from './side.js';
import { sideConditions } from './side-conditions.js';
import type { SidesComparison, SidesReport } from './side-report.js';
import { pairsOf, sideRoots, type InputEffect, type Pair } from './side-roots.js';
import { eventKey, sideRows } from './side-rows.js';

export interface SidesOptions extends Pick<VerifyOptions, 'explain' | 'registry' | 'today'> {
  /** At least two, in the order live, paper, backtest. */
  readonly sides: readonly { readonly name: SideName; readonly capture: string }[];
  /** For opening each of them. */
  readonly open: Omit<OpenOptions, 'capture'>;
  readonly onSide?: (name: SideName) => void;
}

/** Findings about inputs that are tried one by one; beyond it the rest is tried together. */
const INPUTS_MAX = 24;

/** Rejects as `verifyCapture` does. */
export async function compareSides(
  client: ReplayRequester,
  options: SidesOptions,
  request: RequestOptions = {},
): Promise<SidesComparison> {
  const sides: Side[] = [];
  const runs: { name: SideName; capture: string; run: CaptureRun }[] = [];
  const reasons: string[] = [];
  let verdict: SidesReport['verdict'] = 'pass';
  for (const { name, capture } of options.sides) {
    options.onSide?.(name);
    const found = await openSide(client, { name, capture, options, request });
    runs.push({ name, capture, run: found.run });
    reasons.push(...found.reasons.map((reason) => `${name}: ${reason}`));
    if (found.side === null) verdict = worse(verdict, found.verdict);
    else sides.push(found.side);
  }
  const nothing = { sides: runs, window: null, pairs: [], roots: [] };
  if (verdict !== 'pass') return { report: { ...nothing, verdict, reasons }, rows: [] };
  const window = overlapOf(sides);
  const unfit = [...sideConditions(sides), ...(window === null ? [NO_OVERLAP] : [])];
  if (window === null || unfit.length > 0)
    return { report: { ...nothing, verdict: 'invalid-comparison', reasons: unfit }, rows: [] };
  const { effects, untried } = await inputEffects(client, { sides, window, options, request });
  const traced = sideRoots(sides, effects);
  const roots = traced.map(({ root }) => root);
  const compared = comparedPairs({ sides, window });
  const pairs = compared.map((pair) => pairReport(pair, { sides, roots }));
  const failures = [
    ...reasons,
    ...failuresOf(pairs, roots),
    ...untriedIn(pairs, untried),
    ...gapsOf(sides),
  ];
  const report: SidesReport = {
    verdict: failures.length === 0 ? 'pass' : 'fail',
    reasons: failures,
    sides: runs,
    window,
    pairs,
    roots,
  };
  return { report, rows: sideRows({ sides, compared, roots: traced }) };
}

const NO_OVERLAP =
  'The recordings share no tick. Fix: compare recordings of the same time, or widen one of them.';

const ORDER: readonly SidesReport['verdict'][] = ['pass', 'invalid-comparison', 'bad-input'];
const worse = (a: SidesReport['verdict'], b: SidesReport['verdict']): SidesReport['verdict'] =>
  ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;

interface OpenedSide {
  readonly side: Side | null;
  readonly run: CaptureRun;
  readonly verdict: SidesReport['verdict'];
  readonly reasons: readonly string[];
}

/** Differences of a side from its own replay are judged where they break a pair, so they are no reason here. */
async function openSide(
  client: ReplayRequester,
  at: {
    readonly name: SideName;
    readonly capture: string;
    readonly options: SidesOptions;
    readonly request: RequestOptions;
  },
): Promise<OpenedSide> {
  const { name, options, request } = at;
  const { explain, registry, today } = options;
  const open = { ...options.open, capture: at.capture };
  const { run, explanation, judgements, verdict, reasons } = await verifyCapture(
    client,
    {
      open,
      today,
      ...(explain !== undefined && { explain }),
      ...(registry !== undefined && { registry }),
    },
    request,
  );
  const { value: capture } = await openCapture(at.capture, {
    ...(request.signal && { signal: request.signal }),
  });
  const isJudged = verdict === 'pass' || verdict === 'fail';
  if (!isJudged || explanation === null || run.failure !== null || capture === undefined) {
    const why = verdict === 'invalid-comparison' ? verdict : 'bad-input';
    return { side: null, run, verdict: why, reasons };
  }
  const replay = await client.request('events', ALL, request);
  const side = { name, capture, run, explanation, judgements, replay };
  return { side, run, verdict: 'pass', reasons: [] };
}

const ALL = { from: 0, count: Number.MAX_SAFE_INTEGER };

interface Compared {
  readonly sides: readonly Side[];
  readonly window: Overlap;
}

async function inputEffects(
  client: ReplayRequester,
  {
    sides,
    window,
    options,
    request,
  }: Compared & { readonly options: SidesOptions; readonly request: RequestOptions },
): Promise<{ readonly effects: readonly InputEffect[]; readonly untried: readonly Untried[] }> {
  const effects: InputEffect[] = [];
  const untried: Untried[] = [];
  for (const pair of pairsOf(sides)) {
    const [left, right] = both(sides, pair);
    for (const difference of fewer(inputDifferences(left, right, window))) {
      const { interventions } = difference;
      const changed = await replayed(client, { side: right, options, request, interventions });
      if ('refusal' in changed) {
        untried.push({ pair, title: difference.title, refusal: changed.refusal });
        continue;
      }
      const { pairs } = compareRuns(numOf(right), right.replay, changed.events);
      const departing = pairs.filter((one) => !isMatch(one));
      const events = departing.flatMap((one) => [one.live ?? [], one.replay ?? []].flat());
      const touched = new Set(events.map(eventKey));
      effects.push({ pair, difference, events: departing.length, touched });
    }
  }
  return { effects, untried };
}

/** A difference of inputs that could not be put into the replay of the right side: it is shown to change nothing. */
interface Untried {
  readonly pair: Pair;
  readonly title: string;
  readonly refusal: string;
}

/** Many small differences of inputs are one finding: whoever has them has another feed. */
function fewer(differences: readonly InputDifference[]): readonly InputDifference[] {
  const rest = differences.slice(INPUTS_MAX);
  const [first] = rest;
  if (first === undefined) return differences;
  const interventions = rest.flatMap((difference) => difference.interventions);
  const title = `${String(rest.length)} more differences of the market data`;
  return [...differences.slice(0, INPUTS_MAX), { ...first, title, symbol: '', interventions }];
}

type Replayed = { readonly events: readonly EventRecord[] } | { readonly refusal: string };

async function replayed(
  client: ReplayRequester,
  at: {
    readonly side: Side;
    readonly options: SidesOptions;
    readonly request: RequestOptions;
    readonly interventions: readonly Intervention[];
  },
): Promise<Replayed> {
  const { side, options, request, interventions } = at;
  const given = [...(options.open.interventions ?? []), ...interventions];
  const open = { ...options.open, capture: side.capture.dir, interventions: given };
  const opened = await client.request('open', open, request);
  if (opened.replay === null) return { refusal: refusalOf(opened) };
  await client.request('run', {}, request);
  return { events: await client.request('events', ALL, request) };
}

/** What stood in the way of opening. */
function refusalOf({ issues, findings }: OpenResult): string {
  const first = [...issues, ...findings].find(({ severity }) => severity === 'error');
  return first === undefined ? 'it cannot be opened.' : `${first.message} Fix: ${first.remedy}`;
}

function both(sides: readonly Side[], [left, right]: Pair): readonly [Side, Side] {
  const [a, b] = [left, right].map((wanted) => sides.find(({ name }) => name === wanted));
  if (a === undefined || b === undefined) throw new Error('a pair is made of two sides');
  return [a, b];
}

const numOf = ({ capture }: Side): ReturnType<typeof createNumeric> =>
  createNumeric(capture.manifest.numeric);

/** Every two sides with their events beside each other, and what is held against them. */
interface ComparedPairOfSides {
  readonly left: number;
  readonly right: number;
  readonly total: Comparison['total'];
  readonly pairs: readonly ComparedPair[];
}

function comparedPairs({ sides, window }: Compared): readonly ComparedPairOfSides[] {
  return sides.flatMap((a, left) =>
    sides.slice(left + 1).map((b, offset) => {
      const { total, pairs } = comparePair(a, b, window);
      return { left, right: left + 1 + offset, total, pairs: pairs.map(held) };
    }),
  );
}

function pairReport(
  { left, right, total, pairs }: ComparedPairOfSides,
  { sides, roots }: { readonly sides: readonly Side[]; readonly roots: SidesReport['roots'] },
): PairReport {
  const [a, b] = [sides[left], sides[right]];
  if (a === undefined || b === undefined) throw new Error('a pair is made of two sides');
  const different = pairs.filter((one) => !isMatch(one)).length;
  return {
    left: a.name,
    right: b.name,
    events: { ...total, matched: pairs.length - different },
    mismatches: different,
    roots: roots
      .filter(({ breaks }) => breaks.some(([x, y]) => x === a.name && y === b.name))
      .map(({ number }) => number),
  };
}

/** Null is a value of these fields; of any other it says that a recorder does not write it. */
const NULLABLE: readonly string[] = ['side', 'price'];

/** A field that only one of two recorders writes (a gate, an indicator) is not held against the other. */
const held = (pair: ComparedPair): ComparedPair => ({
  ...pair,
  differences: pair.differences.filter(
    (field) => NULLABLE.includes(field.path) || (field.live !== null && field.replay !== null),
  ),
});

/** Kinds of events that only one recorder writes are not held against the other either. */
function comparePair(left: Side, right: Side, window: Overlap): Comparison {
  const [a, b] = [left, right].map((side) => {
    const { capture } = side;
    const { seq } = capture.snapshot.cursor;
    return sharedEvents(side, capture.events, window).filter(
      (event) =>
        event.seq > seq &&
        isComparable(event) &&
        [left, right].every((one) => isCovered(one.capture.manifest.coverage, event)),
    );
  });
  return compareRuns(numOf(left), a ?? [], b ?? []);
}

function failuresOf(pairs: readonly PairReport[], roots: SidesReport['roots']): readonly string[] {
  const empty = pairs
    .filter(({ events }) => events.live === 0 && events.replay === 0)
    .map(({ left, right }) => `${left} and ${right} have no event in the ticks they share.`);
  const rejected = roots
    .filter(({ breaks, status }) => breaks.length > 0 && status === 'rejected')
    .map(
      ({ number, class: kind, title, reason }) =>
        `Root ${String(number)}, ${kind}: ${title}: ${reason}`,
    );
  const unexplained = pairs
    .filter(({ mismatches, roots: named }) => mismatches > 0 && named.length === 0)
    .map(
      ({ left, right, mismatches }) =>
        `${left} and ${right} differ in ${String(mismatches)} events under no root.`,
    );
  return [...rejected, ...unexplained, ...empty];
}

/** Where a pair agrees, no cause is missing. */
const untriedIn = (pairs: readonly PairReport[], untried: readonly Untried[]): readonly string[] =>
  untried
    .filter(({ pair: [a, b] }) =>
      pairs.some(({ left, right, mismatches }) => left === a && right === b && mismatches > 0),
    )
    .map(
      ({ pair: [left, right], title, refusal }) =>
        `${left} and ${right} have other inputs (${title}), but what ${left} had does not fit the replay of ${right}, so nobody knows what comes of it: ${refusal}`,
    );

/** What a side's own search left open. */
function gapsOf(sides: readonly Side[]): readonly string[] {
  return sides.flatMap(({ name, explanation: { unexplained, stopped } }) => [
    ...(unexplained.length > 0
      ? [`${name}: ${String(unexplained.length)} differences from its own replay under no root.`]
      : []),
    ...(stopped === null ? [] : [`${name}: the search for causes ended early: ${stopped}`]),
  ]);
}
