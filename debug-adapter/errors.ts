// Every error a client can be answered with, by number. Numbers are stable: never renamed or reused.
// `showUser` is true where the person who pressed the button has to do something about it.

import { ReplayError } from '../engine/host/replay/replay-client.js';

/** An error with a number, fit to be sent to a client. */
export class AdapterError extends Error {
  override readonly name = 'AdapterError';

  constructor(
    readonly id: number,
    message: string,
    readonly showUser: boolean,
  ) {
    super(message);
  }
}

const shown = (id: number, message: string): AdapterError => new AdapterError(id, message, true);
const quiet = (id: number, message: string): AdapterError => new AdapterError(id, message, false);

/** Launch. */
export const badConfiguration = (issues: readonly string[]): AdapterError =>
  shown(1001, `This debug configuration cannot be used:\n${issues.join('\n')}`);
export const cannotOpen = (faults: readonly string[]): AdapterError =>
  shown(1002, `The replay cannot be opened:\n${faults.join('\n')}`);
export const cannotAttach = (cause: string): AdapterError =>
  shown(
    1004,
    `The debugger cannot attach to this recording: ${cause} Name the folder that a bot or lockstep paper records into.`,
  );
export const urisUnsupported = (): AdapterError =>
  shown(1003, 'This debug adapter speaks file paths. Set pathFormat to "path" in `initialize`.');

/** A session's life. */
export const notLaunched = (command: string): AdapterError =>
  quiet(2001, `\`${command}\` needs a replay, and none is open. Launch one first.`);
export const notStopped = (command: string): AdapterError =>
  quiet(2002, `\`${command}\` needs the replay to stand still. Pause it first.`);
export const workerDied = (cause: string): AdapterError =>
  shown(2003, `The replay ended: ${cause} Start it again to go on.`);
export const cancelled = (): AdapterError => quiet(2004, 'cancelled');
export const unknownRequest = (command: string): AdapterError =>
  quiet(2005, `\`${command}\` is not supported by this debug adapter.`);
export const internal = (cause: string): AdapterError =>
  quiet(2006, `The debug adapter failed: ${cause}`);

/** Moving. */
export const badSeek = (): AdapterError =>
  shown(3001, 'Expected one of `tick`, `seq` and `ts`, as a whole number.');
export const tickOutside = (tick: number, ticks: number): AdapterError =>
  shown(3002, `There is no tick ${tick}: this recording has ticks 0 to ${ticks - 1}.`);
export const noSuchEvent = (seq: number): AdapterError =>
  shown(3003, `Live recorded no event with sequence number ${seq}.`);
export const timeOutside = (ts: number): AdapterError =>
  shown(3004, `No tick of this recording is open at ${new Date(ts).toISOString()}.`);
export const unknownTarget = (id: number): AdapterError =>
  quiet(3005, `There is no jump target ${id}. Ask for \`gotoTargets\` first.`);
export const lineNotReached = (line: number): AdapterError =>
  shown(3006, `Line ${line} is not reached again before the recording ends.`);

/** Values. */
export const cannotEvaluate = (reason: string): AdapterError => quiet(4001, reason);
export const unknownLocation = (reference: number): AdapterError =>
  quiet(4002, `There is no location ${reference}; references end when the replay moves on.`);

const CANCELLED_ID = cancelled().id;
const WORKER_DIED_ID = workerDied('').id;

export const isCancellation = (error: unknown): boolean =>
  error instanceof ReplayError ? error.code === 'cancelled' : hasId(error, CANCELLED_ID);

/** After this nothing of the replay is left. */
export const isWorkerDeath = (error: unknown): boolean =>
  error instanceof ReplayError ? error.code === 'worker-died' : hasId(error, WORKER_DIED_ID);

const hasId = (error: unknown, id: number): boolean =>
  error instanceof AdapterError && error.id === id;

/** Any rejection as a numbered error. */
export function toAdapterError(error: unknown): AdapterError {
  if (error instanceof AdapterError) return error;
  if (isCancellation(error)) return cancelled();
  const text = error instanceof Error ? error.message : String(error);
  return isWorkerDeath(error) ? workerDied(`${text}.`) : internal(text);
}
