// The built debug adapter as an editor drives it: a process, requests with answers, and events in the order they came.
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { LaunchConfiguration, SideBySide } from '../../../debug-adapter/protocol.js';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '');
export const CAPTURE = join(ROOT, 'examples/workspace/captures/openclaw-base');
export const STRATEGY = join(ROOT, 'examples/workspace/strategies/openclaw');
const ADAPTER = join(ROOT, 'dist/debug-adapter.cjs');

/** A loaded build machine may need many times what a developer's does; a hang is found all the same. */
const PATIENCE_MS = 60_000;

/** What an editor says of itself, as VS Code 1.139 does. */
const EDITOR: DebugProtocol.InitializeRequestArguments = {
  adapterID: 'lockstep',
  linesStartAt1: true,
  columnsStartAt1: true,
  pathFormat: 'path',
  supportsVariableType: true,
  supportsVariablePaging: true,
};

export type Configuration = Partial<LaunchConfiguration> & { readonly noDebug?: boolean };

/** A stop as the client hears of it: the protocol's event, and the content of the side-by-side view. */
export interface Stopped {
  readonly body: DebugProtocol.StoppedEvent['body'];
  readonly view: SideBySide;
}

/** The answer of a request: its body, or the numbered error it was refused with. */
export interface Answer {
  readonly success: boolean;
  readonly message?: string;
  readonly body?: unknown;
}

export class DapSession {
  readonly events: DebugProtocol.Event[] = [];
  readonly capabilities: DebugProtocol.Capabilities = {};
  readonly #client = new DebugClient(process.execPath, ADAPTER, 'lockstep');
  #wake: () => void = () => undefined;

  /** A process that has been initialised, and launched with nothing. */
  static async start(editor: Partial<typeof EDITOR> = {}): Promise<DapSession> {
    const session = new DapSession();
    session.#listen();
    await session.#client.start();
    const answer = await session.#client.initializeRequest({ ...EDITOR, ...editor });
    Object.assign(session.capabilities, answer.body);
    return session;
  }

  /** Launched, with the configuration of breakpoints still to be done. */
  static async launch(configuration: Configuration = {}): Promise<DapSession> {
    const session = await DapSession.start();
    try {
      await session.ask('launch', { capture: CAPTURE, ...configuration });
      await session.event('initialized');
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Ends the configuration; answers the first stop, and the line about the whole recording that follows it. */
  async begin(command = 'configurationDone'): Promise<{ first: Stopped; summary: string }> {
    const first = await this.move(command);
    const { body } = (await this.event('output', isSummary)) as DebugProtocol.OutputEvent;
    return { first, summary: body.output.trimEnd() };
  }

  /** A request that moves the replay, and the stop it leads to. */
  async move(command: string, args: object = {}): Promise<Stopped> {
    await this.ask(command, { threadId: 1, ...args });
    return this.stopped();
  }

  async stopped(): Promise<Stopped> {
    const { body } = (await this.event('stopped')) as DebugProtocol.StoppedEvent;
    if (body.reason === 'pause') throw new Error(`not moved: ${body.text ?? ''}`);
    const view = (await this.event('lockstep/stopped')).body as SideBySide;
    return { body, view };
  }

  /** The body of an answer; a refusal is an error. */
  async ask<T = unknown>(command: string, args?: object): Promise<T> {
    const answer = await this.#client.customRequest(command, args);
    return answer.body as T;
  }

  /** The text of a refusal. */
  async refusal(command: string, args?: object): Promise<string> {
    try {
      await this.#client.customRequest(command, args);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    throw new Error(`${command} was not refused`);
  }

  /** Takes the first event of a name that has not been taken, waiting for it if need be. */
  async event(
    name: string,
    isWanted: (event: DebugProtocol.Event) => boolean = () => true,
  ): Promise<DebugProtocol.Event> {
    const untilMs = performance.now() + PATIENCE_MS;
    for (;;) {
      const index = this.events.findIndex((event) => event.event === name && isWanted(event));
      const [found] = index < 0 ? [] : this.events.splice(index, 1);
      if (found !== undefined) return found;
      const leftMs = untilMs - performance.now();
      if (leftMs <= 0) throw new Error(`no event ${name} within ${PATIENCE_MS} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Takes what was printed so far. */
  takeOutput(): DebugProtocol.OutputEvent['body'][] {
    const taken = this.events.filter(({ event }) => event === 'output');
    for (const event of taken) this.events.splice(this.events.indexOf(event), 1);
    return taken.map(({ body }) => body as DebugProtocol.OutputEvent['body']);
  }

  async close(): Promise<void> {
    await this.#client.stop();
  }

  /** DebugClient is an event emitter by name; `lockstep/stopped` needs no special care. */
  #listen(): void {
    for (const name of EVENT_NAMES) {
      this.#client.on(name, (event: DebugProtocol.Event) => {
        this.events.push(event);
        this.#wake();
      });
    }
  }
}

const isSummary = ({ body }: DebugProtocol.Event): boolean =>
  /^\d+ ticks, /.test((body as DebugProtocol.OutputEvent['body']).output);

const EVENT_NAMES = [
  'initialized',
  'stopped',
  'lockstep/stopped',
  'continued',
  'output',
  'breakpoint',
  'exited',
  'terminated',
  'progressStart',
  'progressUpdate',
  'progressEnd',
] as const;
