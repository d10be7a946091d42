// The shape of a handler: the session, the request's arguments, and what belongs to this one call.
import type { AdapterSession } from '../session.js';

/** One request on its way. */
export interface Call {
  readonly command: string;
  /** Aborted when the client cancels this request. */
  readonly signal: AbortSignal;
  /** Runs after the answer has been sent: DAP wants the answer to `next` before the `stopped` it causes. */
  afterwards(task: () => void | Promise<void>): void;
  cancelRequest(seq: number): void;
  endProcess(): void;
}

/** Returns the answer's body. Throws an `AdapterError` to refuse. */
export type Handler<Args, Body> = (
  session: AdapterSession,
  args: Args,
  call: Call,
) => Body | Promise<Body>;
