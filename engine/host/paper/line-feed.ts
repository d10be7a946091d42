// A feed of lines: standard input, or a file that something else appends to. It is read from its beginning every time, so
// what was missed while paper was down is in it; it cannot be asked for anything else.
import { open, stat, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSplitter, type RawLine } from '../capture/read-lines.js';
import { FeedQueue, type Feed, type FeedItem } from './feed.js';
import { readMessage, type FeedExpectation } from './read-message.js';

/** How often a file is looked at for more; bars come once a minute at most. */
const POLL_MS = 100;
const CHUNK_BYTES = 256 * 1024;

/** @param chunks bytes as they come; its end is the end of the feed */
function lineFeed(
  name: string,
  chunks: (signal: AbortSignal) => AsyncIterable<Uint8Array>,
  expected: FeedExpectation,
): Feed {
  const stop = new AbortController();
  const queue = new FeedQueue();
  const push = (items: readonly FeedItem[]): void => {
    for (const item of items) queue.push(item);
  };
  const splitter = createSplitter((line) => {
    push(itemsOfLine(line, name, expected));
  });
  const read = async (): Promise<void> => {
    try {
      for await (const chunk of chunks(stop.signal)) {
        splitter.push(Buffer.from(chunk));
        await queue.room();
      }
      splitter.end();
      push([{ kind: 'end', reason: `${name} has ended` }]);
    } catch (error) {
      if (!stop.signal.aborted) push([unreadable(name, error)]);
    }
  };
  return {
    name,
    canBackfill: false,
    open: () => {
      void read();
      return queue;
    },
    backfill: ({ fromTs, untilTs }) => {
      const failure = `${name} cannot be asked for more than it says`;
      push([{ kind: 'backfilled', fromTs, untilTs, failure }]);
    },
    close: () => {
      stop.abort();
      queue.close();
    },
  };
}

export const streamFeed = (
  name: string,
  stream: AsyncIterable<Uint8Array>,
  expected: FeedExpectation,
): Feed => lineFeed(name, () => stream, expected);

/** @param isFollowed whether to wait for more behind the end of the file */
export const fileFeed = (path: string, isFollowed: boolean, expected: FeedExpectation): Feed =>
  lineFeed(path, (signal) => fileChunks(path, isFollowed, signal), expected);

function itemsOfLine(line: RawLine, name: string, expected: FeedExpectation): readonly FeedItem[] {
  const place = `line ${String(line.number)} of ${name}`;
  if (line.isTooLong)
    return [{ kind: 'note', isFault: true, text: `${place} is longer than any bar` }];
  const text = line.bytes.toString('utf8').trim();
  // What has no newline yet is still being written, or was cut off: neither is a message.
  if (!line.isTerminated)
    return [{ kind: 'note', isFault: true, text: `${place} has no end and was not read` }];
  return text === '' ? [] : readMessage(text, place, expected);
}

async function* fileChunks(
  path: string,
  isFollowed: boolean,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { ino } = await file.stat();
    let offset = 0;
    for (;;) {
      signal.throwIfAborted();
      const chunk = await readAt(file, offset);
      if (chunk.length > 0) {
        offset += chunk.length;
        yield chunk;
        continue;
      }
      if (!isFollowed) return;
      await refuseReplaced(path, { ino, offset });
      await sleep(POLL_MS, undefined, { signal });
    }
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, offset: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, offset);
  return buffer.subarray(0, bytesRead);
}

/** Bars may be lost where a file is cut or replaced under its reader. */
async function refuseReplaced(
  path: string,
  known: { readonly ino: number; readonly offset: number },
): Promise<void> {
  const now = await stat(path);
  if (now.ino !== known.ino) throw new Error('another file was put in its place while it was read');
  if (now.size < known.offset) throw new Error('it became shorter while it was read');
}

const unreadable = (name: string, error: unknown): FeedItem => ({
  kind: 'broken',
  message: `The feed ${name} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
  remedy: 'name a file that can be read and that is only ever appended to; then start paper again.',
});
