// Paper over real WebSockets: a recording played by the server of `lockstep serve`, and servers that misbehave.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import { parseFeedRequest, type BarRecord } from '../../../engine/core/schema/index.js';
import type { FeedItem } from '../../../engine/host/paper/feed.js';
import { serveMarket } from '../../../engine/host/paper/market-server.js';
import { WebSocketFeed } from '../../../engine/host/paper/websocket-feed.js';
import { HOUR_MS, smallParts, START_TS } from '../../support/captures.js';

const SYMBOLS = ['BTC', 'ETH'];
const expected = { symbols: SYMBOLS, intervalMs: HOUR_MS };
const BARS = [...(smallParts().bars as readonly BarRecord[])];
const FEED = { silenceMs: 2_000, attemptsMax: 3 };

describe('a feed over a WebSocket', () => {
  it('is what lockstep serve plays, from the bar that is wanted', async () => {
    const recording = { symbols: SYMBOLS, intervalMs: HOUR_MS, bars: BARS };
    const server = await serveMarket(recording, { host: '127.0.0.1', port: 0, speed: Infinity });
    try {
      const all = await itemsOf(server.url, null);
      assert.deepEqual(barsOf(all), BARS);
      const later = await itemsOf(server.url, START_TS + 2 * HOUR_MS);
      assert.deepEqual(barsOf(later), BARS.slice(4));
    } finally {
      await server.close();
    }
  });

  it('plays in market time: a bar comes when it is closed', async () => {
    const recording = { symbols: SYMBOLS, intervalMs: HOUR_MS, bars: BARS };
    // Four hours in 400 ms; the first bars are closed after a quarter of it.
    const speed = (4 * HOUR_MS) / 400;
    const server = await serveMarket(recording, { host: '127.0.0.1', port: 0, speed });
    const feed = new WebSocketFeed({ url: server.url, ...FEED }, expected);
    const startedAt = performance.now();
    const seen: number[] = [];
    for await (const item of feed.open(() => null))
      if (item.kind === 'bar') seen.push(performance.now() - startedAt);
    feed.close();
    await server.close();
    assert.equal(seen.length, 8);
    assert.ok((seen[7] ?? 0) - (seen[0] ?? 0) >= 250, seen.join());
  });

  it('asks for what it missed when the connection is lost', async () => {
    let wanted: number | null = null;
    const asked: (number | null)[] = [];
    const server = await listen((socket, connection) => {
      socket.on('message', (data: Buffer) => {
        const request = parseFeedRequest({ text: data.toString(), file: 'request' }).value;
        if (request?.kind !== 'subscribe') return;
        asked.push(request.fromTs);
        const bars = BARS.filter(({ openTs }) => openTs >= (request.fromTs ?? 0));
        if (connection === 1) {
          for (const bar of bars.slice(0, 3)) socket.send(JSON.stringify(bar));
          setTimeout(() => {
            socket.terminate();
          }, 20);
          return;
        }
        for (const bar of bars) socket.send(JSON.stringify(bar));
        socket.send('{"kind":"end"}');
      });
    });
    const feed = new WebSocketFeed({ url: server.url, ...FEED }, expected);
    const seen: string[] = [];
    for await (const item of feed.open(() => wanted)) {
      if (item.kind === 'bar') {
        // The first tick is complete, so the second is wanted.
        wanted = START_TS + HOUR_MS;
        seen.push(`${item.bar.symbol}@${String((item.bar.openTs - START_TS) / HOUR_MS)}`);
      } else seen.push(item.kind === 'note' ? 'lost' : item.kind);
    }
    feed.close();
    await server.close();
    assert.deepEqual(asked, [null, START_TS + HOUR_MS]);
    assert.deepEqual(seen, [
      ...['BTC@0', 'ETH@0', 'BTC@1', 'lost'],
      ...['BTC@1', 'ETH@1', 'BTC@2', 'ETH@2', 'BTC@3', 'ETH@3', 'end'],
    ]);
  });

  it('connects anew when it falls silent, and gives up where nobody answers', async () => {
    const server = await listen(() => undefined);
    const feed = new WebSocketFeed({ url: server.url, silenceMs: 50, attemptsMax: 2 }, expected);
    const items: FeedItem[] = [];
    for await (const item of feed.open(() => null)) items.push(item);
    feed.close();
    await server.close();
    assert.match(textOf(items[0]), /silent for 0.05 s; connecting anew/);
    assert.match(textOf(items.at(-1)), /could not be reached in 2 attempts/);
  });

  it('is not silent while its reader holds it back', async () => {
    // More than the queue takes, so that the rest waits in the socket until the reader goes on.
    const count = 12_000;
    let connections = 0;
    const server = await listen((socket, connection) => {
      connections = connection;
      for (let index = 0; index < count; index += 1)
        socket.send(JSON.stringify({ ...BARS[0], openTs: START_TS + index * HOUR_MS }));
      socket.send('{"kind":"end"}');
    });
    const silenceMs = 300;
    const feed = new WebSocketFeed({ url: server.url, silenceMs, attemptsMax: 1 }, expected);
    const items: FeedItem[] = [];
    for await (const item of feed.open(() => null)) {
      items.push(item);
      if (items.length === 1) await sleep(4 * silenceMs);
    }
    feed.close();
    await server.close();
    assert.equal(connections, 1);
    assert.equal(barsOf(items).length, count);
    assert.deepEqual(items.slice(count).map(textOf), ['end']);
  });

  it('is silent when nothing comes once its reader goes on', async () => {
    const count = 12_000;
    const server = await listen((socket, connection) => {
      if (connection === 1)
        for (let index = 0; index < count; index += 1) socket.send(JSON.stringify(BARS[0]));
      else socket.send('{"kind":"end"}');
    });
    const feed = new WebSocketFeed({ url: server.url, silenceMs: 200, attemptsMax: 3 }, expected);
    const items: FeedItem[] = [];
    for await (const item of feed.open(() => null)) {
      items.push(item);
      if (items.length === 1) await sleep(600);
    }
    feed.close();
    await server.close();
    assert.deepEqual(items.slice(count).map(textOf), [
      'the feed has been silent for 0.2 s; connecting anew',
      'end',
    ]);
  });

  it('answers a question itself when the connection is lost before the feed does', async () => {
    const server = await listen((socket, connection) => {
      socket.send(JSON.stringify(BARS[0]));
      socket.on('message', (data: Buffer) => {
        if (data.toString().includes('"backfill"')) socket.terminate();
      });
      if (connection === 2) socket.send('{"kind":"end"}');
    });
    const feed = new WebSocketFeed({ url: server.url, ...FEED }, expected);
    const gap = { symbols: ['BTC'], fromTs: START_TS, untilTs: START_TS + HOUR_MS };
    const items: FeedItem[] = [];
    for await (const item of feed.open(() => null)) {
      items.push(item);
      if (items.length === 1) feed.backfill(gap);
    }
    feed.close();
    await server.close();
    const { fromTs, untilTs } = gap;
    assert.deepEqual(
      items.find(({ kind }) => kind === 'backfilled'),
      { kind: 'backfilled', fromTs, untilTs, failure: 'the connection was lost' },
    );
  });

  it('names an address that refuses', async () => {
    const url = 'ws://127.0.0.1:9';
    const feed = new WebSocketFeed({ url, silenceMs: 1_000, attemptsMax: 1 }, expected);
    const items: FeedItem[] = [];
    for await (const item of feed.open(() => null)) items.push(item);
    assert.match(textOf(items[0]), /ws:\/\/127.0.0.1:9 was lost: connect ECONNREFUSED/);
    assert.equal(items.at(-1)?.kind, 'broken');
  });

  const FRAMES: readonly (readonly [string, RegExp])[] = [
    ['not json', /message 1 of ws:.*json.syntax.*It was "not json"/],
    ['{"kind":"bar"}', /schema.missing/],
    ['{"kind":"bar","symbol":"BTC","openTs":1}', /schema/],
    ['{"kind":"trade"}', /schema.choice/],
    [JSON.stringify({ ...BARS[0], close: 101 }), /schema.number-not-text/],
    [JSON.stringify({ ...BARS[0], close: 'NaN' }), /NaN and infinities have no place/],
    ['{"kind":"error","message":"rate limit"}', /the feed reports: rate limit/],
    [
      '{"kind":"hello","protocol":1,"symbols":["BTC"],"intervalMs":3600000}',
      /The feed has no ETH; it has BTC/,
    ],
    [
      '{"kind":"hello","protocol":1,"symbols":["BTC","ETH"],"intervalMs":60000}',
      /bars are 60000 ms long, those of the settings 3600000/,
    ],
    ['{"kind":"hello","protocol":2,"symbols":["BTC"],"intervalMs":1}', /schema/],
  ];
  for (const [frame, says] of FRAMES)
    it(`says what is wrong with ${frame.slice(0, 60)}`, async () => {
      const server = await listen((socket) => {
        socket.send(frame);
        socket.send('{"kind":"end"}');
      });
      const items = await itemsOf(server.url, null);
      await server.close();
      assert.match(textOf(items[0]), says);
      assert.ok(items[0]?.kind === 'broken' || items.at(-1)?.kind === 'end');
    });
});

interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

function listen(serve: (socket: WebSocket, connection: number) => void): Promise<Listening> {
  return new Promise((resolve) => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    let connections = 0;
    server.on('connection', (socket) => {
      connections += 1;
      serve(socket, connections);
    });
    server.on('listening', () => {
      const { port } = server.address() as { readonly port: number };
      const close = (): Promise<void> => {
        for (const client of server.clients) client.terminate();
        return new Promise((done) => {
          server.close(() => {
            done();
          });
        });
      };
      resolve({ url: `ws://127.0.0.1:${String(port)}`, close });
    });
  });
}

async function itemsOf(url: string, fromTs: number | null): Promise<readonly FeedItem[]> {
  const feed = new WebSocketFeed({ url, ...FEED }, expected);
  const items: FeedItem[] = [];
  for await (const item of feed.open(() => fromTs)) items.push(item);
  feed.close();
  return items;
}

const barsOf = (items: readonly FeedItem[]): readonly BarRecord[] =>
  items.flatMap((item) => (item.kind === 'bar' ? [item.bar] : []));

function textOf(item: FeedItem | undefined): string {
  if (item?.kind === 'note') return item.text;
  return item?.kind === 'broken' ? item.message : (item?.kind ?? 'nothing');
}
