// What the handlers of one debug session share: the runtime, what the client can do, what it asked to stop on, and
// the way to send it events. Holds state; what happens to it is in the handlers.
import { OutputEvent, TerminatedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { SourceRange } from '../engine/host/replay/protocol.js';
import type { ReplayClient } from '../engine/host/replay/replay-client.js';
import { BreakpointRegistry } from './breakpoints.js';
import { PLAIN_CLIENT, type ClientTraits } from './capabilities.js';
import type { LaunchPlan } from './launch-config.js';
import type { LiveRecording } from './live-recording.js';
import { oneBased, columnToClient, lineToClient } from './positions.js';
import { Runtime } from './runtime.js';
import { LocationTable, toSource } from './sources.js';

export type SendEvent = (event: DebugProtocol.Event) => void;
export type OutputCategory = 'console' | 'important' | 'stdout' | 'stderr';

/** A line of strategy that Jump to Cursor may go to. */
export interface JumpTarget {
  readonly file: string;
  readonly line: number;
}

export class AdapterSession {
  readonly runtime: Runtime;
  readonly breakpoints = new BreakpointRegistry();
  readonly locations = new LocationTable();
  readonly jumpTargets = new Map<number, JumpTarget>();
  client: ClientTraits = PLAIN_CLIENT;
  plan: LaunchPlan | null = null;
  /** The recording that is followed; null: what is replayed does not grow. */
  live: LiveRecording | null = null;
  /** The search under way, if any: pause, cancel and terminate abort it. */
  search: AbortController | null = null;
  hasTerminated = false;
  /** What was last said of a failing strategy; said again after the files were read again. */
  printedFailure: string | null = null;
  readonly #progress = new Map<string, AbortController>();
  #nextProgress = 1;

  constructor(
    startClient: () => ReplayClient,
    readonly send: SendEvent,
  ) {
    this.runtime = new Runtime(startClient);
  }

  /** Text for the debug console, with the place it is about. */
  print(text: string, category: OutputCategory = 'console', place?: Partial<SourceRange>): void {
    const event: DebugProtocol.OutputEvent = new OutputEvent(`${text}\n`, category);
    if (place?.file !== undefined) {
      event.body.source = toSource(place.file);
      event.body.line = lineToClient(oneBased(place.line ?? 1), this.client);
      event.body.column = columnToClient(oneBased(place.column ?? 1), this.client);
    }
    this.send(event);
  }

  /** What was handed out for one stop ends with it. */
  forgetStop(): void {
    this.locations.clear();
    this.jumpTargets.clear();
  }

  /** Makes a running job cancellable by the id its progress is shown under. */
  beginProgress(controller: AbortController): string {
    const id = `lockstep-${this.#nextProgress++}`;
    this.#progress.set(id, controller);
    return id;
  }

  endProgress(id: string): void {
    this.#progress.delete(id);
  }

  cancelProgress(id: string): void {
    this.#progress.get(id)?.abort();
  }

  /** Ends the debuggee once; the client answers with `disconnect`. */
  async terminate(): Promise<void> {
    if (this.hasTerminated) return;
    this.hasTerminated = true;
    this.search?.abort();
    await this.runtime.dispose();
    await this.live?.dispose();
    this.send(new TerminatedEvent());
  }
}
