// Entry of the replay worker thread: requests in order, answers as they come, cancellation in between.
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, ToWorker } from '../replay/messages.js';
import { ReplayHost } from './replay-host.js';
import { Cancelled, RequestContext } from './request-context.js';

const port = parentPort;
if (port === null) throw new Error('replay-worker runs as a worker thread only');

const { beat } = workerData as { readonly beat: Int32Array };
const host = new ReplayHost(beat);
const contexts = new Map<number, RequestContext>();
let queue: Promise<void> = Promise.resolve();

const send = (message: FromWorker): void => {
  port.postMessage(message);
};

async function serve(
  message: Extract<ToWorker, { kind: 'request' }>,
  context: RequestContext,
): Promise<void> {
  const { id, method, request } = message;
  try {
    context.check();
    const handler = host[method].bind(host) as (
      request: unknown,
      context: RequestContext,
    ) => unknown;
    send({ kind: 'answer', id, answer: await handler(request, context) });
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    send({
      kind: 'error',
      id,
      code: error instanceof Cancelled || context.signal.aborted ? 'cancelled' : 'internal',
      message: text,
    });
  } finally {
    contexts.delete(id);
  }
}

port.on('message', (message: ToWorker) => {
  if (message.kind === 'cancel') {
    contexts.get(message.id)?.cancel();
    return;
  }
  const context = new RequestContext((progress) => {
    send({ kind: 'progress', id: message.id, progress });
  });
  contexts.set(message.id, context);
  queue = queue.then(() => serve(message, context));
});
