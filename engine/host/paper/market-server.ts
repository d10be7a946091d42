// Plays recorded bars as a WebSocket feed, so that paper can be rehearsed on a recording. Market time runs from the first
// subscription on, N times as fast as the clock; a bar is sent when it is closed by that time.
import { WebSocketServer, type WebSocket } from 'ws';
import {
  FEED_PROTOCOL,
  formatIssue,
  parseFeedRequest,
  type BarRecord,
  type FeedMessage,
  type FeedRequest,
} from '../../core/schema/index.js';

export interface MarketRecording {
  readonly symbols: readonly string[];
  readonly intervalMs: number;
  /** Ascending by open time. */
  readonly bars: readonly BarRecord[];
}

export interface ServeSettings {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Market time to wall time; Infinity: as fast as the reader takes it. */
  readonly speed: number;
  readonly onNote?: (text: string) => void;
}

export interface MarketServer {
  readonly url: string;
  close(): Promise<void>;
}

/** How often a feed that has nothing to say says so. */
const HEARTBEAT_MS = 5_000;
/** Bytes under way to a reader before the rest waits. */
const BUFFERED_MAX = 1024 * 1024;
const BUFFERED_POLL_MS = 5;
/** Longest step of a timer; beyond it the time is asked again. */
const TIMER_MAX_MS = 60_000;

export function serveMarket(
  recording: MarketRecording,
  settings: ServeSettings,
): Promise<MarketServer> {
  const { host, port } = settings;
  const clock = marketClock(recording, settings.speed);
  return new Promise((resolve, reject) => {
    const server = new WebSocketServer({ host, port });
    server.on('error', reject);
    server.on('connection', (socket) => {
      new Reader(socket, { recording, clock, note: settings.onNote ?? (() => undefined) });
    });
    server.on('listening', () => {
      const address = server.address();
      const used = typeof address === 'object' && address !== null ? address.port : port;
      resolve({
        url: `ws://${host.includes(':') ? `[${host}]` : host}:${String(used)}`,
        close: () => closed(server),
      });
    });
  });
}

function closed(server: WebSocketServer): Promise<void> {
  for (const client of server.clients) client.terminate();
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

/** Market time; it begins to run when it is first asked for. */
interface MarketClock {
  now(): number;
  /** From where a reader begins that asks for what comes from now on. */
  start(): number;
  /** Wall milliseconds until a market time; 0 when it has come. */
  until(ts: number): number;
}

function marketClock({ bars }: MarketRecording, speed: number): MarketClock {
  const firstTs = bars[0]?.openTs ?? 0;
  let startedAt: number | null = null;
  const now = (): number => {
    startedAt ??= performance.now();
    return speed === Infinity ? Infinity : firstTs + (performance.now() - startedAt) * speed;
  };
  const start = (): number => (speed === Infinity ? firstTs : now());
  return {
    now,
    start,
    until: (ts) => (speed === Infinity ? 0 : Math.max(0, (ts - now()) / speed)),
  };
}

interface Played {
  readonly recording: MarketRecording;
  readonly clock: MarketClock;
  readonly note: (text: string) => void;
}

/** One connection: what it asked for, and how far it is. */
class Reader {
  private next: number | null = null;
  private isRunning = false;
  private heartbeat: NodeJS.Timeout;

  constructor(
    private readonly socket: WebSocket,
    private readonly played: Played,
  ) {
    const { symbols, intervalMs } = played.recording;
    this.send({ kind: 'hello', protocol: FEED_PROTOCOL, symbols: [...symbols], intervalMs });
    this.heartbeat = setInterval(() => {
      this.send({ kind: 'heartbeat' });
    }, HEARTBEAT_MS);
    socket.on('message', (data: Buffer) => {
      void this.receive(data.toString('utf8'));
    });
    socket.on('error', (error) => {
      played.note(`a reader's connection failed: ${error.message}`);
    });
    socket.on('close', () => {
      clearInterval(this.heartbeat);
      this.next = null;
    });
  }

  private send(message: FeedMessage): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private async receive(text: string): Promise<void> {
    const { value, issues } = parseFeedRequest({ text, file: 'request' });
    const [issue] = issues;
    if (value === undefined)
      this.send({
        kind: 'error',
        message: issue === undefined ? 'no request' : formatIssue(issue),
      });
    else if (value.kind === 'subscribe') this.subscribe(value);
    else await this.backfill(value);
  }

  private subscribe({ fromTs }: Extract<FeedRequest, { kind: 'subscribe' }>): void {
    const { recording, clock, note } = this.played;
    const nowTs = clock.start();
    const found = recording.bars.findIndex(({ openTs, closeTs }) =>
      fromTs === null ? closeTs >= nowTs : openTs >= fromTs,
    );
    this.next = found < 0 ? recording.bars.length : found;
    note(`a reader subscribed from ${fromTs === null ? 'now' : new Date(fromTs).toISOString()}`);
    void this.run();
  }

  private async backfill(asked: Extract<FeedRequest, { kind: 'backfill' }>): Promise<void> {
    const { fromTs, untilTs } = asked;
    const { recording, clock } = this.played;
    const now = clock.now();
    for (const bar of recording.bars) {
      if (bar.openTs >= untilTs || bar.closeTs > now) break;
      if (bar.openTs < fromTs) continue;
      await this.room();
      this.send(bar);
    }
    this.send({ kind: 'backfilled', fromTs, untilTs });
  }

  /** One at a time, however often a reader subscribes. */
  private async run(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    const { bars } = this.played.recording;
    while (this.next !== null && this.next < bars.length) {
      const bar = bars[this.next] as BarRecord;
      const waitMs = this.played.clock.until(bar.closeTs);
      if (waitMs > 0) {
        await paused(Math.min(waitMs, TIMER_MAX_MS));
        continue;
      }
      this.next += 1;
      await this.room();
      this.send(bar);
    }
    this.isRunning = false;
    if (this.next !== null) this.send({ kind: 'end' });
  }

  private async room(): Promise<void> {
    while (this.socket.bufferedAmount > BUFFERED_MAX) await paused(BUFFERED_POLL_MS);
  }
}

const paused = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
