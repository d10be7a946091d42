// Stepping and running, forwards and backwards. The answer says "running"; the stop follows as an event.
// Step over = next gate or decision, step in = next statement, step out = next tick.
import { ContinuedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Move } from '../../engine/host/replay/protocol.js';
import { badSeek, notLaunched } from '../errors.js';
import { follow } from '../following.js';
import { seekTo, single } from '../journeys.js';
import { readSeekTarget, tickOf } from '../seek.js';
import { THREAD_ID } from '../stops.js';
import { travel, type Trip } from '../travel.js';
import type { Handler } from './handler.js';

type Step = Handler<unknown, undefined>;

/** A move the client started by a request it knows: the answer alone tells it that the replay runs. */
const step =
  (title: string, move: Move): Step =>
  (session, _args, call) => {
    if (session.runtime.opened === null) throw notLaunched(call.command);
    call.afterwards(() => travel(session, { title, journey: single(move) }));
    return undefined;
  };

/** A move of ours, which the client has to be told about. */
const customStep =
  (title: string, move: Move): Step =>
  (session, _args, call) => {
    if (session.runtime.opened === null) throw notLaunched(call.command);
    call.afterwards(() => travelUnasked(session, { title, journey: single(move) }));
    return undefined;
  };

function travelUnasked(session: Parameters<Step>[0], trip: Trip): Promise<void> {
  session.send(new ContinuedEvent(THREAD_ID, true));
  return travel(session, trip);
}

export const next = step('Stepping', { kind: 'decision' });
export const stepBack = step('Stepping back', { kind: 'decision-back' });
export const stepIn = step('Stepping in', { kind: 'statement' });
export const stepOut = step('Stepping out', { kind: 'tick' });
export const continueBackward = step('Searching backwards', { kind: 'reverse-continue' });

export const continueForward: Handler<unknown, DebugProtocol.ContinueResponse['body']> = async (
  session,
  args,
  call,
) => {
  const { live } = session;
  if (live === null) await step('Continuing', { kind: 'continue' })(session, args, call);
  else call.afterwards(() => follow(session, live));
  return { allThreadsContinued: true };
};

export const previousTick = customStep('Stepping back', { kind: 'tick-back' });
export const statementBack = customStep('Stepping back', { kind: 'statement-back' });
export const nextDeparture = customStep('Searching for a departure', { kind: 'departure' });
export const previousDeparture = customStep('Searching for a departure', {
  kind: 'departure-back',
});

export const nextRoot = customStep('Searching for the next root cause', { kind: 'root' });
export const previousRoot = customStep('Searching for the previous root cause', {
  kind: 'root-back',
});

/** Refuses before anything moves when the place does not exist. */
export const seek: Step = async (session, args, call) => {
  const target = readSeekTarget(args);
  if (target === undefined) throw badSeek();
  const { opened } = session.runtime;
  if (opened === null) throw notLaunched(call.command);
  await tickOf(target, opened);
  call.afterwards(() => travelUnasked(session, { title: 'Seeking', journey: seekTo(target) }));
  return undefined;
};

/** Aborts the search under way; the replay goes back to where it started and says so. */
export const pause: Step = (session) => {
  session.search?.abort();
  return undefined;
};
