// An exchange that speaks Hyperliquid's dialect, on this machine: candles over a WebSocket, its history over HTTP, both as
// scripts say.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import type { BarRecord } from '../../engine/core/schema/index.js';

export interface HistoryRequest {
  readonly coin: string;
  readonly interval: string;
  readonly startTime: number;
  readonly endTime: number;
}

/** A text is a body that is answered as it is. */
export type HistoryAnswer =
  | readonly object[]
  | string
  | { readonly status: number; readonly body: string; readonly retryAfter?: string };

/** A message as text, or what happens to the connection. */
export type Step = string | { readonly close: string } | { readonly pings: number };

export interface ExchangeScript {
  /** What each connection says once it is subscribed, or what is said then; of a list the last one again and again. */
  readonly connections: readonly (readonly Step[])[] | (() => readonly Step[]);
  readonly history?: (request: HistoryRequest) => HistoryAnswer;
  /** Subscriptions that are waited for; 1. */
  readonly rows?: number;
}

export interface ExchangeServer {
  readonly url: string;
  /** Subscriptions as they came, and questions to the history. */
  readonly subscriptions: readonly string[];
  readonly questions: readonly HistoryRequest[];
  close(): Promise<void>;
}

const CLOSE_RESTART = 1012;

export function startExchange(script: ExchangeScript): Promise<ExchangeServer> {
  const subscriptions: string[] = [];
  const questions: HistoryRequest[] = [];
  const http = createServer((request, response) => {
    void answer(request, response, { script, questions });
  });
  const server = new WebSocketServer({ server: http, path: '/ws' });
  let connections = 0;
  server.on('connection', (socket) => {
    converse(socket, {
      steps: stepsOf(script, connections),
      rows: script.rows ?? 1,
      subscriptions,
    });
    connections += 1;
  });
  return new Promise((resolve) => {
    http.listen(0, '127.0.0.1', () => {
      const { port } = http.address() as { readonly port: number };
      const close = (): Promise<void> => {
        for (const client of server.clients) client.terminate();
        http.closeAllConnections();
        return new Promise((done) => {
          http.close(() => {
            done();
          });
        });
      };
      resolve({ url: `ws://127.0.0.1:${String(port)}/ws`, subscriptions, questions, close });
    });
  });
}

function stepsOf({ connections }: ExchangeScript, index: number): readonly Step[] {
  if (typeof connections === 'function') return connections();
  return connections[Math.min(index, connections.length - 1)] ?? [];
}

function converse(
  socket: WebSocket,
  how: { readonly steps: readonly Step[]; readonly rows: number; readonly subscriptions: string[] },
): void {
  const steps = [...how.steps];
  let rows = 0;
  let pings = 0;
  const run = (): void => {
    for (let step = steps[0]; step !== undefined; step = steps[0]) {
      if (typeof step !== 'string' && 'pings' in step && pings < step.pings) return;
      steps.shift();
      if (typeof step === 'string') socket.send(step);
      else if ('close' in step) socket.close(CLOSE_RESTART, step.close);
    }
  };
  socket.send('Websocket connection established.');
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    if (text.includes('"ping"')) {
      pings += 1;
      socket.send('{"channel":"pong"}');
    } else {
      how.subscriptions.push(text);
      rows += 1;
    }
    if (rows >= how.rows) run();
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { script, questions }: { readonly script: ExchangeScript; readonly questions: HistoryRequest[] },
): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const { type, req } = JSON.parse(text) as { readonly type: string; readonly req: HistoryRequest };
  const isKnown = request.method === 'POST' && request.url === '/info' && type === 'candleSnapshot';
  if (isKnown) questions.push(req);
  const said = isKnown ? (script.history?.(req) ?? []) : { status: 404, body: 'no such thing' };
  const isRefused = typeof said === 'object' && 'status' in said;
  response.statusCode = isRefused ? said.status : 200;
  response.setHeader('content-type', 'application/json');
  if (isRefused && said.retryAfter !== undefined)
    response.setHeader('retry-after', said.retryAfter);
  response.end(isRefused ? said.body : typeof said === 'string' ? said : JSON.stringify(said));
}

export const acknowledgement = (coin: string, interval: string): string =>
  `{"channel":"subscriptionResponse","data":{"method":"subscribe","subscription":{"type":"candle","interval":"${interval}","coin":"${coin}"}}}`;

/** The exchange's form of a bar. */
export const candleOf = (bar: BarRecord, interval: string): object => ({
  ...{ t: bar.openTs, T: bar.closeTs, s: bar.symbol, i: interval },
  ...{ o: bar.open, c: bar.close, h: bar.high, l: bar.low, v: bar.volume, n: 3 },
});

export const candleMessage = (bar: BarRecord, interval: string): string =>
  JSON.stringify({ channel: 'candle', data: candleOf(bar, interval) });

/** The answer of a history that has these: from the bar that its first moment lies in. */
export const snapshotOf =
  (bars: readonly BarRecord[]) =>
  ({ coin, interval, startTime, endTime }: HistoryRequest): readonly object[] =>
    bars
      .filter(
        ({ symbol, openTs, closeTs }) =>
          symbol === coin && closeTs >= startTime && openTs <= endTime,
      )
      .map((bar) => candleOf(bar, interval));
