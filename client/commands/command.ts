// A command: its id in package.json and what it does.
import type { ClientContext } from '../context.js';

export interface Command {
  readonly id: `lockstep.${string}`;
  /** True for whatever runs strategy code; such a command first sees to the workspace's trust. */
  readonly needsTrust?: boolean;
  readonly run: (context: ClientContext, argument: unknown) => Promise<void> | void;
}
