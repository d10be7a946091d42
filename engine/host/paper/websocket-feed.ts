// A feed over a WebSocket. A connection that is lost or falls silent is made anew, and asked for everything from the first
// bar that is still wanted: what was missed comes again, and what comes twice is dropped behind it.
import WebSocket from 'ws';
import { FEED_PROTOCOL, type FeedRequest } from '../../core/schema/index.js';
import type { FeedGap } from '../../core/feed/feed-note.js';
import { Deadline } from './deadline.js';
import { FeedQueue, type Feed } from './feed.js';
import { readMessage, type FeedExpectation } from './read-message.js';

export interface WebSocketSettings {
  readonly url: string;
  /** Without a message for so long a connection counts as lost. */
  readonly silenceMs: number;
  /** Attempts in a row before the feed is given up; null: never. */
  readonly attemptsMax: number | null;
}

/** First pause before a new connection; it doubles up to the last. */
const PAUSE_FIRST_MS = 250;
const PAUSE_LAST_MS = 30_000;
/** No message of a feed is longer. */
const MESSAGE_BYTES_MAX = 4 * 1024 * 1024;
/** A backfill that is not answered by then counts as not answered. */
const BACKFILL_MS = 30_000;
const CLOSE_GOING_AWAY = 1001;

export class WebSocketFeed implements Feed {
  readonly canBackfill = true;
  private readonly queue = new FeedQueue();
  private socket: WebSocket | null = null;
  private wantedFromTs: () => number | null = () => null;
  private attempts = 0;
  private frames = 0;
  private readonly silence = new Deadline();
  private pause: NodeJS.Timeout | undefined;
  private readonly answer = new Deadline();
  /** The backfill that is not answered yet. */
  private question: FeedGap | null = null;
  private isClosed = false;

  constructor(
    private readonly settings: WebSocketSettings,
    private readonly expected: FeedExpectation,
  ) {}

  get name(): string {
    return this.settings.url;
  }

  open(wantedFromTs: () => number | null): FeedQueue {
    this.wantedFromTs = wantedFromTs;
    this.connect();
    return this.queue;
  }

  backfill(gap: FeedGap): void {
    const { fromTs, untilTs } = gap;
    this.question = gap;
    if (this.socket?.readyState !== WebSocket.OPEN) {
      // The next connection asks for everything from there by itself.
      this.unanswered('the connection is down');
      return;
    }
    this.send({ kind: 'backfill', fromTs, untilTs });
    this.awaitAnswer();
  }

  private awaitAnswer(): void {
    if (this.question === null || this.socket?.isPaused === true) return;
    this.answer.start(BACKFILL_MS, () => {
      this.unanswered(`the feed did not answer within ${String(BACKFILL_MS / 1000)} s`);
    });
  }

  private unanswered(failure: string): void {
    const { question } = this;
    if (question === null) return;
    const { fromTs, untilTs } = question;
    this.answered();
    this.queue.push({ kind: 'backfilled', fromTs, untilTs, failure });
  }

  private answered(): void {
    this.question = null;
    this.answer.stop();
  }

  close(): void {
    this.isClosed = true;
    this.silence.stop();
    clearTimeout(this.pause);
    this.answer.stop();
    this.socket?.close(CLOSE_GOING_AWAY);
    this.socket?.terminate();
    this.queue.close();
  }

  private send(request: FeedRequest): void {
    this.socket?.send(JSON.stringify(request));
  }

  private connect(): void {
    if (this.isClosed) return;
    const socket = new WebSocket(this.settings.url, { maxPayload: MESSAGE_BYTES_MAX });
    this.socket = socket;
    this.listen();
    socket.on('open', () => {
      const { symbols, intervalMs } = this.expected;
      const fromTs = this.wantedFromTs();
      this.send({
        kind: 'subscribe',
        protocol: FEED_PROTOCOL,
        symbols: [...symbols],
        intervalMs,
        fromTs,
      });
    });
    socket.on('message', (bytes: Buffer, isBinary) => {
      if (socket !== this.socket) return;
      this.receive(isBinary ? null : bytes.toString('utf8'));
      // What was under way still comes from a socket that is held back.
      if (socket.isPaused) return;
      this.listen();
      void this.holdBack(socket);
    });
    let reason = 'the connection was closed';
    socket.on('error', (error) => {
      reason = error.message;
    });
    socket.on('close', (code, text) => {
      if (socket !== this.socket) return;
      const said = text.length > 0 ? `: ${text.toString('utf8')}` : '';
      this.lost(`${reason} (code ${String(code)}${said})`);
    });
  }

  /**
   * A reader that is behind stops the sender through the socket's own window. Whoever does not listen hears nothing, so no
   * time counts until then.
   */
  private async holdBack(socket: WebSocket): Promise<void> {
    if (!this.queue.isFull) return;
    socket.pause();
    this.silence.stop();
    this.answer.stop();
    await this.queue.room();
    socket.resume();
    if (socket !== this.socket) return;
    this.listen();
    this.awaitAnswer();
  }

  private receive(text: string | null): void {
    this.frames += 1;
    const place = `message ${String(this.frames)} of ${this.name}`;
    if (text === null) {
      this.queue.push({ kind: 'note', isFault: true, text: `${place} is binary, not text` });
      return;
    }
    for (const item of readMessage(text, place, this.expected)) {
      // Only a message that makes sense says that the feed is back.
      if (item.kind === 'bar') this.attempts = 0;
      if (item.kind === 'backfilled') this.answered();
      if (item.kind === 'end') this.rest();
      this.queue.push(item);
    }
  }

  /** What has ended is not asked again. */
  private rest(): void {
    this.isClosed = true;
    this.silence.stop();
  }

  private listen(): void {
    if (this.isClosed) return;
    const { silenceMs } = this.settings;
    this.silence.start(silenceMs, () => {
      this.queue.push({
        kind: 'note',
        isFault: false,
        text: `the feed has been silent for ${String(silenceMs / 1000)} s; connecting anew`,
      });
      const socket = this.socket;
      this.socket = null;
      socket?.terminate();
      this.retry();
    });
  }

  private lost(reason: string): void {
    this.socket = null;
    this.silence.stop();
    if (this.isClosed) return;
    const text = `the connection to ${this.name} was lost: ${reason}`;
    this.queue.push({ kind: 'note', isFault: false, text });
    this.retry();
  }

  private retry(): void {
    const { attemptsMax } = this.settings;
    // Nobody is left to answer; the next connection is asked for everything from there.
    this.unanswered('the connection was lost');
    this.attempts += 1;
    if (attemptsMax !== null && this.attempts > attemptsMax) {
      this.queue.push({
        kind: 'broken',
        message: `${this.name} could not be reached in ${String(attemptsMax)} attempts.`,
        remedy: 'check the address and that the feed is up; paper goes on where it stopped.',
      });
      return;
    }
    const pauseMs = Math.min(PAUSE_LAST_MS, PAUSE_FIRST_MS * 2 ** (this.attempts - 1));
    this.pause = setTimeout(() => {
      this.connect();
    }, pauseMs);
  }
}
