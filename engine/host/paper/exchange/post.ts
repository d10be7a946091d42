// One question over HTTP, and the text of its answer.
import { MESSAGE_BYTES_MAX } from '../connection.js';
import { shown } from '../shown.js';

/** No answer of a history takes longer. */
const ANSWER_MS = 10_000;

/** The question was not answered, or the answer is none. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
  constructor(
    message: string,
    /** Whether the exchange did something wrong; else nobody was reached. */
    readonly isFault: boolean,
  ) {
    super(message);
  }
}

/** Rejects with HistoryError. */
export async function post(url: string, body: string, signal: AbortSignal): Promise<string> {
  const { status, text } = await answerTo(url, body, signal);
  if (status === 200) return text;
  throw new HistoryError(`${url} answers ${String(status)}: ${shown(text)}`, true);
}

async function answerTo(
  url: string,
  body: string,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    });
    return { status: response.status, text: await textOf(url, response) };
  } catch (error) {
    throw error instanceof HistoryError ? error : new HistoryError(unreached(url, error), false);
  }
}

async function textOf(url: string, { body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > MESSAGE_BYTES_MAX)
      throw new HistoryError(`${url} answers with more than any history holds`, true);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function unreached(url: string, error: unknown): string {
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  if (isLate) return `${url} did not answer within ${String(ANSWER_MS / 1000)} s`;
  // The reason why a connection failed is the cause of what fetch throws.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return `${url} was not reached: ${cause instanceof Error ? cause.message : String(cause)}`;
}
