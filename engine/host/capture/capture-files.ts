// Names, hashes and limits of a capture's files, shared by the reader and the writer.
import crypto from 'node:crypto';

export const MANIFEST = 'manifest.json';
export const SNAPSHOT = 'snapshot.json';
export const MARKET = 'market.jsonl';
export const EVENTS = 'events.jsonl';

/** The files whose hash and row count the manifest states. */
export type HashedFile = typeof SNAPSHOT | typeof MARKET | typeof EVENTS;

/** In one call, which takes less than half the time: every line is hashed. Node has it from 20.12 on. */
const { hash } = crypto as Partial<Pick<typeof crypto, 'hash'>>;

/** sha-256 in lower-case hex; text counts as its UTF-8 bytes. */
export const sha256 = (content: string | Uint8Array): string =>
  hash?.('sha256', content, 'hex') ?? crypto.createHash('sha256').update(content).digest('hex');

/** What a long read or write tells while it runs. `total` is undefined when it is not known. */
export interface CaptureProgress {
  readonly file: string;
  readonly bytes: number;
  readonly totalBytes: number | undefined;
}

export interface CaptureOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CaptureProgress) => void;
}
