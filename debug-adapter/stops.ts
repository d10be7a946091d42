// One stop of the replay, told to the client: the protocol's `stopped` event, the side-by-side view's content and
// the text of the exception box.
import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type {
  Breakpoint,
  EventPair,
  FieldDifference,
  GateView,
  Opened,
  Stop,
  StopReason,
} from '../engine/host/replay/protocol.js';
import type { SideBySide } from './protocol.js';

/** The recording has one course of events, so there is one thread. */
export const THREAD_ID = 1;

const LABELS: Readonly<Record<StopReason, string>> = {
  entry: 'Entry',
  step: 'Step',
  breakpoint: 'Breakpoint',
  departure: 'Replay departs from live',
  root: 'Root cause',
  blocked: 'Gate blocked',
  error: 'Strategy error',
  goto: 'Jumped here',
  start: 'Start of recording',
  end: 'End of recording',
};

/** Describes the stop behind all that a recording holds which is still being written. */
export const LIVE_END = 'Behind the last recorded tick';

/** `find` tells what kind of breakpoint was hit: a name is a function breakpoint to the protocol. */
export function toStoppedBody(
  stop: Stop,
  find: (id: number) => Breakpoint | undefined,
): DebugProtocol.StoppedEvent['body'] {
  const hits = stop.breakpointIds.filter((id) => find(id) !== undefined);
  const text = stopText(stop);
  return {
    reason: protocolReason(stop, hits, find),
    description: stop.description === LIVE_END ? 'Last recorded tick' : LABELS[stop.reason],
    ...(text !== '' && { text }),
    threadId: THREAD_ID,
    allThreadsStopped: true,
    ...(hits.length > 0 && { hitBreakpointIds: hits }),
  };
}

/** One line for the call stack: what broke, what departs, or what the moment is. */
function stopText(stop: Stop): string {
  if (stop.failure !== null) return stop.failure.message;
  const pair = stop.reason === 'departure' ? departuresOf(stop).at(-1) : undefined;
  return pair === undefined ? stop.description : describeShortly(pair);
}

/** A pair's first difference; the exception box has them all. */
function describeShortly(pair: EventPair): string {
  const [head = '', first, ...more] = describePair(pair).map((line) => line.trim());
  if (first === undefined) return head;
  return `${head}; ${first}${more.length === 0 ? '' : `; ${more.length} more`}`;
}

function protocolReason(
  stop: Stop,
  hits: readonly number[],
  find: (id: number) => Breakpoint | undefined,
): string {
  const { reason } = stop;
  if (['departure', 'root', 'blocked', 'error'].includes(reason)) return 'exception';
  const isNameOnly = hits.length > 0 && hits.every((id) => find(id)?.kind === 'name');
  return reason === 'breakpoint' && isNameOnly ? 'function breakpoint' : reason;
}

export function toSideBySide(stop: Stop, opened: Opened): SideBySide {
  return {
    cursor: stop.cursor,
    tick: stop.cursor.tick,
    ticks: opened.tickTs.length,
    ts: stop.ts,
    moment: stop.moment,
    reason: stop.reason,
    description: stop.description,
    symbol: stop.symbol,
    symbols: opened.manifest.symbols,
    gates: stop.gates,
    pairs: stop.pairs,
    failure: stop.failure,
    eventsFile: join(opened.capture, 'events.jsonl'),
  };
}

/** What the red box says. A stop that is no exception has one too: a client may ask at any time. */
export function toExceptionInfo(stop: Stop): DebugProtocol.ExceptionInfoResponse['body'] {
  const id = stop.failure?.code ?? stop.reason;
  return {
    exceptionId: id,
    description: stopText(stop),
    breakMode: 'always',
    details: {
      typeName: id,
      message: stop.failure?.remedy ?? LABELS[stop.reason],
      stackTrace: evidence(stop).join('\n'),
    },
  };
}

/** A gate that blocked is the last one evaluated; what departs may be several events of the tick. */
function evidence(stop: Stop): readonly string[] {
  if (stop.reason === 'departure' || stop.reason === 'root')
    return departuresOf(stop).flatMap(describePair);
  const gate = stop.gates.at(-1);
  return stop.reason === 'blocked' && gate !== undefined ? [describeGate(gate)] : [];
}

/**
 * What departs at this stop, for the symbol in hand. Events still ahead of the cursor have not departed from anything
 * yet; a live event that no replay event answers is shown at the decision the replay made instead.
 */
function departuresOf(stop: Stop): readonly EventPair[] {
  const own = stop.pairs.filter(({ live, replay }) => {
    const event = replay?.event ?? live?.event;
    return event !== undefined && (!('symbol' in event) || event.symbol === stop.symbol);
  });
  const reached = own.filter(
    ({ live, replay, fields, reached: isReached }) =>
      replay !== null && isReached && (live === null || fields.length > 0),
  );
  return reached.length > 0 ? reached : own.filter(({ replay }) => replay === null);
}

function describePair(pair: EventPair): readonly string[] {
  if (pair.live === null) return [`live: nothing, replay: ${describeEvent(pair.replay)}`];
  const line = `events.jsonl:${pair.live.line}`;
  if (pair.replay === null) return [`live: ${describeEvent(pair.live)} (${line}), replay: nothing`];
  return [`${describeEvent(pair.live)} (${line})`, ...pair.fields.map(describeField)];
}

export const describeField = (field: FieldDifference): string =>
  `  ${field.path}: live=${field.live ?? 'nothing'} replay=${field.replay ?? 'nothing'}`;

function describeEvent(side: EventPair['live'] | EventPair['replay']): string {
  if (side === null) return 'nothing';
  const { event } = side;
  const parts = [
    'symbol' in event ? event.symbol : '',
    event.kind,
    'action' in event ? event.action : '',
    'reason' in event ? (event.reason ?? '') : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

const describeGate = (gate: GateView): string =>
  `${gate.name}: ${gate.value} ${gate.comparator} ${gate.threshold} failed`;
