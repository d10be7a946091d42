// Debug Adapter Protocol in, handlers out. Finds the handler of a request, answers with what it returns or with a
// numbered error, and makes every request cancellable. What requests mean is in requests/.
import { DebugSession, Response } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ReplayClient } from '../engine/host/replay/replay-client.js';
import { toAdapterError, unknownRequest, type AdapterError } from './errors.js';
import type { Call } from './requests/handler.js';
import { handlers } from './requests/index.js';
import { AdapterSession } from './session.js';
import { printFault } from './travel.js';

export class LockstepAdapter extends DebugSession {
  readonly #session: AdapterSession;
  readonly #inFlight = new Map<number, AbortController>();

  constructor(startClient: () => ReplayClient) {
    super(true);
    this.#session = new AdapterSession(startClient, (event) => {
      this.sendEvent(event);
    });
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    void this.#answer(request);
  }

  /** Ends the process, or in a test only the replay. */
  override shutdown(): void {
    void this.#session.runtime.dispose();
    super.shutdown();
  }

  async #answer(request: DebugProtocol.Request): Promise<void> {
    const controller = new AbortController();
    this.#inFlight.set(request.seq, controller);
    const later: (() => void | Promise<void>)[] = [];
    const call: Call = {
      command: request.command,
      signal: controller.signal,
      afterwards: (task) => later.push(task),
      cancelRequest: (seq) => this.#inFlight.get(seq)?.abort(),
      endProcess: () => {
        this.shutdown();
      },
    };
    const response: DebugProtocol.Response = new Response(request);
    try {
      response.body = await this.#handle(request, call);
      this.sendResponse(response);
    } catch (error) {
      this.sendErrorResponse(response, toMessage(toAdapterError(error)));
    } finally {
      this.#inFlight.delete(request.seq);
    }
    await this.#runLater(later);
  }

  #handle(request: DebugProtocol.Request, call: Call): unknown {
    const handler = handlers.get(request.command);
    if (handler === undefined) throw unknownRequest(request.command);
    // The protocol's arguments are JSON of the client's; a handler that needs more than their shape checks it.
    const args: unknown = request.arguments ?? {};
    return handler(this.#session, args as never, call);
  }

  async #runLater(tasks: readonly (() => void | Promise<void>)[]): Promise<void> {
    try {
      for (const task of tasks) await task();
    } catch (error) {
      printFault(this.#session, toAdapterError(error));
    }
  }
}

/** Braces would be taken for placeholders, and strategy source in a message has them. */
const toMessage = (error: AdapterError): DebugProtocol.Message => ({
  id: error.id,
  format: '{_text}',
  variables: { _text: error.message },
  showUser: error.showUser,
});
