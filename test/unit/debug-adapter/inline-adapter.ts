// A debug adapter inside the test's own process, spoken to in protocol messages.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { LockstepAdapter } from '../../../debug-adapter/adapter.js';
import {
  FAKE_CAPTURE,
  FakeReplayClient,
  type FakeScript,
} from '../../support/fake-replay-client.js';

/** How long a test waits for a message that should come at once. */
const PATIENCE_MS = 2_000;

type Message = DebugProtocol.Event | DebugProtocol.Response;

export class InlineAdapter {
  readonly clients: FakeReplayClient[] = [];
  readonly received: Message[] = [];
  readonly #adapter: LockstepAdapter;
  readonly #waiting = new Set<() => void>();
  #seq = 1;

  /** Every worker the adapter starts plays the next of these scripts, the last one again and again. */
  constructor(...scripts: readonly FakeScript[]) {
    this.#adapter = new LockstepAdapter(() => {
      const client = new FakeReplayClient(scripts[this.clients.length] ?? scripts.at(-1));
      this.clients.push(client);
      return client;
    });
    this.#adapter.onDidSendMessage((message) => {
      this.received.push(message as Message);
      for (const wake of this.#waiting) wake();
    });
  }

  /** The sequence number of the next request, for a test that cancels it. */
  get nextSeq(): number {
    return this.#seq;
  }

  async send(command: string, args: unknown = {}): Promise<DebugProtocol.Response> {
    const seq = this.#seq++;
    const request: DebugProtocol.Request = { seq, type: 'request', command, arguments: args };
    this.#adapter.handleMessage(request);
    return this.#wait(
      (message): message is DebugProtocol.Response =>
        message.type === 'response' && 'request_seq' in message && message.request_seq === seq,
    );
  }

  /** The answer's body; a refusal fails the test. */
  async ask(command: string, args: unknown = {}): Promise<unknown> {
    const response = await this.send(command, args);
    if (!response.success) throw new Error(`${command}: ${response.message ?? 'refused'}`);
    return response.body;
  }

  /** The error a request is refused with. */
  async refusal(command: string, args: unknown = {}): Promise<DebugProtocol.Message> {
    const response = await this.send(command, args);
    if (response.success) throw new Error(`${command} was not refused`);
    return (response.body as { error: DebugProtocol.Message }).error;
  }

  /** The first event of a kind that has not been taken yet. */
  async event(name: string): Promise<DebugProtocol.Event> {
    const event = await this.#wait(
      (message): message is DebugProtocol.Event =>
        message.type === 'event' && 'event' in message && message.event === name,
    );
    this.received.splice(this.received.indexOf(event), 1);
    return event;
  }

  events(name: string): DebugProtocol.Event[] {
    return this.received.filter(
      (message): message is DebugProtocol.Event => 'event' in message && message.event === name,
    );
  }

  /** To the entry stop, as an editor gets there. */
  async launch(
    configuration: Readonly<Record<string, unknown>> = {},
    client: Partial<DebugProtocol.InitializeRequestArguments> = {},
  ): Promise<DebugProtocol.Event> {
    await this.ask('initialize', { adapterID: 'lockstep', pathFormat: 'path', ...client });
    await this.ask('launch', { capture: FAKE_CAPTURE, ...configuration });
    await this.event('initialized');
    await this.ask('configurationDone');
    return this.event('stopped');
  }

  async #wait<T extends Message>(wanted: (message: Message) => message is T): Promise<T> {
    const deadline = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const found = this.received.find(wanted);
      if (found !== undefined) return found;
      await new Promise<void>((resolve, reject) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
        deadline.addEventListener('abort', () => {
          reject(new Error('the expected message did not come'));
        });
      });
    }
  }
}
