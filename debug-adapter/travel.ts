// Moving the replay on behalf of the client: run the journey, print what logpoints said, announce the stop.
// A journey that fails or is cancelled is announced too, because the client believes the replay to be running.
import { Event } from '@vscode/debugadapter';
import type { LogOutput, Stop, StrategyFailure } from '../engine/host/replay/protocol.js';
import { type AdapterError, isCancellation, isWorkerDeath, toAdapterError } from './errors.js';
import { withRemedy } from './faults.js';
import { withProgress } from './progress.js';
import type { Journey } from './runtime.js';
import type { AdapterSession } from './session.js';
import { THREAD_ID, toSideBySide, toStoppedBody } from './stops.js';

export interface Trip {
  /** Shown when it takes long: `Continuing`, `Searching backwards`. */
  readonly title: string;
  readonly journey: Journey;
}

export async function travel(session: AdapterSession, trip: Trip): Promise<void> {
  const search = new AbortController();
  session.search = search;
  try {
    const moved = await withProgress(
      session,
      { title: trip.title, controller: search },
      (request) => session.runtime.travel(trip.journey, request),
    );
    printLogs(session, moved.logs);
    announce(session, moved.stop);
  } catch (error) {
    await announceBroken(session, error);
  } finally {
    if (session.search === search) session.search = null;
  }
}

/** Says that the replay stands still, and where. */
export function announce(session: AdapterSession, stop: Stop): void {
  const { opened } = session.runtime;
  if (opened === null || session.hasTerminated) return;
  session.forgetStop();
  if (stop.failure !== null) printFailure(session, stop.failure);
  const body = toStoppedBody(stop, (id) => session.breakpoints.find(id));
  session.send(new Event('stopped', body));
  session.send(new Event('lockstep/stopped', toSideBySide(stop, opened)));
}

/** Once: the failing moment may be stepped to again and again. */
function printFailure(session: AdapterSession, failure: StrategyFailure): void {
  const { code, message, remedy, site } = failure;
  const text = `${code}: ${withRemedy(message, remedy)}`;
  if (session.printedFailure === text) return;
  session.printedFailure = text;
  session.print(text, 'important', site ?? undefined);
}

/** The replay went nowhere: say why, and stand where it stood. Without such a place the session is over. */
export async function announceBroken(session: AdapterSession, error: unknown): Promise<void> {
  if (session.hasTerminated) return;
  const fault = toAdapterError(error);
  if (!isCancellation(error)) printFault(session, fault);
  const { stop } = session.runtime;
  if (stop === null || isWorkerDeath(error)) {
    await session.terminate();
    return;
  }
  session.forgetStop();
  const text = isCancellation(error) ? 'Cancelled; the replay is where it was.' : fault.message;
  session.send(
    new Event('stopped', {
      reason: 'pause',
      description: 'Paused',
      text,
      threadId: THREAD_ID,
      allThreadsStopped: true,
    }),
  );
}

export const printFault = (session: AdapterSession, fault: AdapterError): void => {
  session.print(`${fault.message} (${fault.id})`, 'important');
};

export function printLogs(session: AdapterSession, logs: readonly LogOutput[]): void {
  for (const log of logs) session.print(log.text, 'stdout', log.range);
}
