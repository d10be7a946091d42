// Logic: inputs and state are on record and equal, and something still comes out differently. Only then is it the code.
import { barInForce, isSeen, seenBar } from './families/seen-bars.js';
import type { Investigation } from './investigation.js';
import type { Departure } from './trial.js';
import { utcText } from './utc-text.js';

export interface LogicProof {
  readonly facts: readonly string[];
  readonly title: string;
}

export interface LogicVerdict {
  /** Null when it is not proven. */
  readonly proof: LogicProof | null;
  readonly doubts: readonly string[];
  readonly toRecord: readonly string[];
}

export function judgeLogic(investigation: Investigation): LogicVerdict {
  const { departure, base } = investigation;
  const title = titleOf(investigation);
  const operands = equalOperands(departure);
  if (operands !== null) return { proof: { facts: [operands], title }, doubts: [], toRecord: [] };
  const doubts: string[] = [];
  const toRecord: string[] = [];
  const state = base.equalStates.at(-1);
  if (state === undefined) {
    doubts.push('the state before it is not on record, so it cannot be shown to be equal');
    toRecord.push(
      'checkpoint events with account, positions, orders and strategy: one at the start and one every few ticks',
    );
  }
  const bars = barProof(investigation);
  if (bars !== null) {
    doubts.push(bars);
    toRecord.push('`bar` in every decision: the bar it was made on');
  }
  if (doubts.length > 0 || state === undefined) return { proof: null, doubts, toRecord };
  const since =
    state < 0
      ? 'the recorded state before the first tick is equal, field by field'
      : `the recorded state after ${utcText(state)} is equal, field by field`;
  const facts = [
    since,
    `every bar live recorded since is equal, ${String(base.equalBars)} of them up to here`,
    'all events in between are equal, and no substitution of data, state, numbers or order outcomes heals it',
    ...fieldFacts(departure),
  ];
  return { proof: { facts, title }, doubts: [], toRecord: [] };
}

/** A gate with equal operands and another verdict proves itself. */
function equalOperands({ live, replay, fields }: Departure): string | null {
  if (live?.kind !== 'decision' || replay?.kind !== 'decision') return null;
  const [first] = fields;
  const name = /^gates\.(.+)\.(passed|comparator)$/.exec(first?.path ?? '')?.[1];
  if (name === undefined || first === undefined) return null;
  const mine = live.gates.find((gate) => gate.name === name);
  const theirs = replay.gates.findLast((gate) => gate.name === name);
  if (mine === undefined || theirs === undefined || theirs.comparator === 'verdict') return null;
  if (mine.value !== theirs.value || mine.threshold !== theirs.threshold) return null;
  return `gate ${name}: ${mine.value} against ${mine.threshold} on both sides; live says ${first.live ?? ''}, the replay ${first.replay ?? ''}`;
}

function barProof(investigation: Investigation): string | null {
  const { file, base, liveTick } = investigation;
  const { kinds, decisions } = file.coverage;
  if (!kinds.includes('decision') || decisions !== undefined)
    return 'not every decision is on record, so the bars live saw in between are not known';
  const here = liveTick.filter((event) => event.kind === 'decision');
  if (base.unprovenBars > 0 || here.some(({ bar }) => bar === undefined))
    return 'the bars live saw are not on record with its decisions';
  const isOther = here.some(({ symbol }) => {
    const bar = barInForce(investigation, symbol);
    return !isSeen(investigation, seenBar(investigation, symbol), bar);
  });
  if (isOther) return 'live saw another bar, and using it does not heal the difference';
  return null;
}

const fieldFacts = ({ fields }: Departure): readonly string[] =>
  fields
    .slice(0, 6)
    .map(({ path, live, replay }) => `${path}: live ${live ?? 'none'}, replay ${replay ?? 'none'}`);

function titleOf(investigation: Investigation): string {
  const { departure, symbol } = investigation;
  const [first] = departure.fields;
  const at = utcText(departure.ts);
  const gate = /^gates\.([^.]+)/.exec(first?.path ?? '')?.[1];
  const of = symbol === '' ? '' : ` of ${symbol}`;
  if (departure.kind === 'order') return `events come in another order at ${at}`;
  if (gate === 'order') return `gates${of} are evaluated in another order at ${at}`;
  if (gate !== undefined) return `gate ${gate}${of} comes out differently at ${at}`;
  if (departure.kind === 'state')
    return `the state drifts apart without an event: ${first?.path ?? ''} at ${at}`;
  if (departure.kind === 'missing-in-replay')
    return `live does something${of} at ${at} that the code does not`;
  if (departure.kind === 'missing-in-live')
    return `the code does something${of} at ${at} that live did not`;
  return `${first?.path ?? 'the decision'}${of} comes out differently at ${at}`;
}

/** What is said of a root that nothing explains. */
export const unclassifiedTitle = (investigation: Investigation): string => {
  const { departure, symbol } = investigation;
  const [first] = departure.fields;
  const of = symbol === '' ? '' : ` of ${symbol}`;
  const what =
    departure.kind === 'missing-in-replay'
      ? `live's ${departure.live?.kind ?? 'event'}${of} has no cause that can be proven`
      : departure.kind === 'missing-in-live'
        ? `the replay's ${departure.replay?.kind ?? 'event'}${of} has no cause that can be proven`
        : `${first?.path ?? 'the event'}${of} differs, and no cause can be proven`;
  return `${what}, at ${utcText(departure.ts)}`;
};
