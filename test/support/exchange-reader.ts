// Reads the feed of an exchange as paper does: bars become ticks, gaps are asked for. What comes is a transcript.
import assert from 'node:assert/strict';
import { TickAssembler, type AssembledTick } from '../../engine/core/feed/tick-assembler.js';
import type { FeedGap } from '../../engine/core/feed/feed-note.js';
import type { BarRecord } from '../../engine/core/schema/index.js';
import type { FeedItem } from '../../engine/host/paper/feed.js';
import { exchangeDialect } from '../../engine/host/paper/exchange/exchange-conversation.js';
import { hyperliquid } from '../../engine/host/paper/exchange/hyperliquid.js';
import { WebSocketFeed } from '../../engine/host/paper/websocket-feed.js';
import { candleMessage, startExchange, type ExchangeScript } from './exchange-server.js';

const FIRST_TS = 1_759_536_000_000;
const MINUTE_MS = 60_000;

export interface BarForm {
  readonly close?: number;
  readonly lengthMs?: number;
}

/** Bar `number` of a coin; of minutes, unless a test has no time for them. */
export function barAt(
  symbol: string,
  number: number,
  { close = 100 + number, lengthMs = MINUTE_MS }: BarForm = {},
): BarRecord {
  const openTs = FIRST_TS + number * lengthMs;
  return {
    ...{ kind: 'bar', symbol, openTs, closeTs: openTs + lengthMs - 1 },
    ...{ open: '100.0', high: '900.0', low: '1.0', close: String(close), volume: '12.5' },
  };
}

/** What the exchange says of it, as of every row of these tests, as of minutes. */
export const candle = (symbol: string, number: number, form?: BarForm): string =>
  candleMessage(barAt(symbol, number, form), '1m');

export interface ReaderHow {
  readonly symbols?: readonly string[];
  /** Number of the last bar that was run before; null: nothing was. */
  readonly lastBar?: number | null;
  readonly silenceMs?: number;
  readonly attemptsMax?: number;
  /** Length of the bars. */
  readonly intervalMs?: number;
  /** The last line that is waited for, or how many ticks. */
  readonly until: RegExp | number;
}

export interface Read {
  readonly lines: readonly string[];
  readonly bars: readonly BarRecord[];
  readonly ticks: readonly AssembledTick[];
  /** What the assembler had to say of bars, by kind. */
  readonly notes: ReadonlySet<string>;
  readonly subscriptions: readonly string[];
  /** `BTC 3..7`: open times as numbers of bars, the end included as it was asked. */
  readonly questions: readonly string[];
}

export async function readExchange(script: ExchangeScript, how: ReaderHow): Promise<Read> {
  const { symbols = ['BTC'], intervalMs = MINUTE_MS, lastBar = null, until } = how;
  const server = await startExchange({ rows: symbols.length, ...script });
  const { url } = server;
  const { silenceMs = 2_000, attemptsMax = 3 } = how;
  const feed = new WebSocketFeed(
    { url, silenceMs, attemptsMax },
    { symbols, intervalMs },
    exchangeDialect({ dialect: hyperliquid, url, interval: '1m' }),
  );
  const lastTickTs = lastBar === null ? null : FIRST_TS + lastBar * intervalMs;
  const assembler = new TickAssembler({ symbols, intervalMs, lastTickTs });
  const numberOf = (ts: number): string => String((ts - FIRST_TS) / intervalMs);
  const lines: string[] = [];
  const bars: BarRecord[] = [];
  const ticks: AssembledTick[] = [];
  const notes = new Set<string>();
  let asked: FeedGap | null = null;
  try {
    for await (const item of feed.open(() => assembler.wantedFromTs)) {
      const line = lineOf(item, numberOf).replaceAll(new URL(url).host, 'HOST');
      lines.push(line);
      if (item.kind === 'bar') {
        bars.push(item.bar);
        const assembled = assembler.add(item.bar);
        ticks.push(...assembled.ticks);
        for (const { kind } of assembled.notes) notes.add(kind);
      }
      if (item.kind === 'backfilled') asked = null;
      if (item.kind === 'bar' && asked === null && assembler.gap !== null) {
        asked = assembler.gap;
        feed.backfill(asked);
      }
      if (typeof until === 'number' ? ticks.length >= until : until.test(line)) break;
    }
  } finally {
    feed.close();
    await server.close();
  }
  const { subscriptions } = server;
  const questions = server.questions.map(
    ({ coin, interval, startTime, endTime }) =>
      `${coin} ${interval} ${numberOf(startTime)}..${numberOf(endTime - 1)}`,
  );
  return { lines, bars, ticks, notes, subscriptions, questions };
}

function lineOf(item: FeedItem, numberOf: (ts: number) => string): string {
  switch (item.kind) {
    case 'bar':
      return `${item.bar.symbol}@${numberOf(item.bar.openTs)} ${item.bar.close}`;
    case 'backfilled': {
      const answer = `answered ${numberOf(item.fromTs)}..${numberOf(item.untilTs)}`;
      return item.failure === null ? answer : `${answer}: ${item.failure}`;
    }
    case 'note':
      return `${item.isFault ? 'fault' : 'note'}: ${item.text}`;
    case 'broken':
      return `broken: ${item.message} Fix: ${item.remedy}`;
    case 'end':
      return `end: ${item.reason}`;
  }
}

/** Each line is the text, or matches the pattern, that stands in its place. */
export function assertLines(
  lines: readonly string[],
  expected: readonly (string | RegExp)[],
): void {
  const shown = expected.map((line, index) => {
    const is = lines[index];
    return typeof line === 'string' || is === undefined || !line.test(is) ? String(line) : is;
  });
  assert.deepEqual(lines, shown);
}
