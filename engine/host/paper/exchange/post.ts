// One question over HTTP, and the text of its answer.
import { eitherSignal } from '../../either-signal.js';
import { MESSAGE_BYTES_MAX } from '../connection.js';
import { shown } from '../shown.js';

/** No answer of a history takes longer. */
const ANSWER_MS = 10_000;

const TOO_MANY = 429;
/** The limits of exchanges are by the minute. */
const PAUSE_MS = 10_000;
const PAUSE_MS_MAX = 60_000;

/** The question was not answered, or the answer is none. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
  constructor(
    message: string,
    /** Whether the exchange did something wrong; else nobody was reached, or it is busy. */
    readonly isFault: boolean,
    /** When to ask again; null: that would not help. */
    readonly retryMs: number | null = null,
  ) {
    super(message);
  }
}

/** Rejects with HistoryError. */
export async function post(url: string, body: string, signal: AbortSignal): Promise<string> {
  const { status, text, retryAfter } = await answerTo(url, body, signal);
  if (status === 200) return text;
  if (status === TOO_MANY) {
    const retryMs = pauseOf(retryAfter);
    const again = `asking again in ${String(retryMs / 1000)} s`;
    throw new HistoryError(`${url} has been asked too often; ${again}`, false, retryMs);
  }
  throw new HistoryError(`${url} answers ${String(status)}: ${shown(text)}`, true);
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
}

async function answerTo(url: string, body: string, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: eitherSignal(signal, AbortSignal.timeout(ANSWER_MS)),
    });
    const retryAfter = response.headers.get('retry-after');
    return { status: response.status, text: await textOf(url, response), retryAfter };
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

/** It may say how many seconds to wait. */
const pauseOf = (retryAfter: string | null): number =>
  retryAfter !== null && /^\d{1,6}$/.test(retryAfter)
    ? Math.min(PAUSE_MS_MAX, Number(retryAfter) * 1000)
    : PAUSE_MS;

function unreached(url: string, error: unknown): string {
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  if (isLate) return `${url} did not answer within ${String(ANSWER_MS / 1000)} s`;
  // The reason why a connection failed is the cause of what fetch throws.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return `${url} was not reached: ${cause instanceof Error ? cause.message : String(cause)}`;
}
