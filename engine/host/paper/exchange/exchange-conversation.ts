// A conversation with an exchange in its own dialect: subscribe, be acknowledged, take each bar when it has closed, and ask
// the history for what was missed. Start reading at `hear`.
import type { FeedGap } from '../../../core/feed/feed-note.js';
import type { BarRecord } from '../../../core/schema/index.js';
import type { Conversation, Dialect, Line } from '../conversation.js';
import type { Deadline } from '../deadline.js';
import { shown } from '../shown.js';
import type { Candle, ExchangeDialect, Series } from './exchange-dialect.js';
import { FormingBars } from './forming-bars.js';
import { nameOf, type HistoryQuestion } from './history.js';
import { HistoryDesk } from './history-desk.js';

export interface ExchangeMarket {
  readonly dialect: ExchangeDialect;
  /** Of its WebSocket. */
  readonly url: string;
  /** The exchange's word for the length of the bars. */
  readonly interval: string;
}

/** An exchange that has not acknowledged by then has not understood; a shorter silence that is allowed is the limit. */
const ACKNOWLEDGEMENT_MS = 10_000;
/** Two pings within the silence that is allowed, so that a quiet market is not taken for a lost connection. */
const PINGS_A_SILENCE = 2;

interface Rows {
  /** Ascending. */
  readonly symbols: readonly string[];
  readonly intervalMs: number;
}

/** Conversations of one feed. */
export function exchangeDialect(market: ExchangeMarket): Dialect {
  // What it refuses at first it does not have; later the fault may pass.
  const memory: Memory = { wasAcknowledged: false };
  return (line, rows) => new ExchangeConversation(line, { ...market, ...rows, memory });
}

interface Memory {
  wasAcknowledged: boolean;
}

class ExchangeConversation implements Conversation {
  private readonly forming: FormingBars;
  private readonly unacknowledged: Set<string>;
  private readonly acknowledgement: Deadline;
  private readonly candles: Deadline;
  private readonly desk: HistoryDesk;
  private ping: NodeJS.Timeout | undefined;

  constructor(
    private readonly line: Line,
    private readonly parts: ExchangeMarket & Rows & { readonly memory: Memory },
  ) {
    const { dialect, url, symbols, intervalMs } = parts;
    this.forming = new FormingBars(intervalMs);
    this.unacknowledged = new Set(symbols);
    this.acknowledgement = line.deadline();
    this.candles = line.deadline();
    this.desk = new HistoryDesk(line, { dialect, url: dialect.historyUrl(url) });
  }

  begin(): void {
    const { dialect, symbols } = this.parts;
    for (const symbol of symbols) this.line.send(dialect.subscription(this.seriesOf(symbol)));
    const { silenceMs } = this.line;
    const limitMs = Math.min(ACKNOWLEDGEMENT_MS, silenceMs);
    this.acknowledgement.start(limitMs, () => {
      const within = `within ${String(limitMs / 1000)} s`;
      const text = `${dialect.title} did not acknowledge ${this.openRows()} ${within}; connecting anew`;
      this.line.renew(text, true);
    });
    this.expectCandle();
    const { text, everyMs } = dialect.ping;
    const pauseMs = Math.min(everyMs, silenceMs / PINGS_A_SILENCE);
    this.ping = setInterval(() => {
      this.line.send(text);
    }, pauseMs);
  }

  hear(text: string, place: string): void {
    const message = this.parts.dialect.read(text, place);
    switch (message.kind) {
      case 'acknowledged':
        this.acknowledged(message.series, place);
        return;
      case 'candles':
        for (const candle of message.candles) this.candle(candle, place);
        return;
      case 'error':
        this.refused(message.text);
        return;
      case 'garbage':
        this.fault(message.text);
        return;
      case 'alive':
    }
  }

  ask({ fromTs, untilTs, symbols }: FeedGap): void {
    const window = { fromTs, untilTs };
    this.desk.answer(
      window,
      symbols.map((symbol) => this.questionOf(symbol, { ...window, isOver: true })),
    );
  }

  end(): void {
    clearInterval(this.ping);
    this.desk.close();
  }

  private acknowledged(series: Series, place: string): void {
    const misfit = this.misfit(series);
    if (misfit !== null) {
      this.fault(`${place}: it acknowledges ${misfit}`);
      return;
    }
    this.unacknowledged.delete(series.coin);
    if (this.unacknowledged.size > 0) return;
    this.acknowledgement.stop();
    this.parts.memory.wasAcknowledged = true;
  }

  private candle({ series, bar }: Candle, place: string): void {
    const misfit = this.misfit(series);
    if (misfit !== null) {
      this.fault(`${place}: a candle of ${misfit} It was not used.`);
      return;
    }
    const taken = this.forming.take({ bar, place });
    if (taken.kind === 'misplaced') {
      this.fault(`${place}: ${misplacedText(bar, taken.newestTs)}`);
      return;
    }
    this.line.makesSense();
    this.expectCandle();
    if (taken.kind === 'closed') this.desk.pass({ kind: 'bar', ...taken.closed });
    if (taken.kind === 'unsaid') this.catchUp(bar, taken.fromTs);
  }

  /** What is wanted from before a bar that has begun, and was not said: of the time before this connection, or of quiet. */
  private catchUp({ symbol, openTs: untilTs }: BarRecord, unsaidTs: number | null): void {
    const wantedTs = this.line.wantedFromTs();
    const fromTs = Math.max(unsaidTs ?? wantedTs ?? untilTs, wantedTs ?? 0);
    if (fromTs >= untilTs) return;
    this.desk.fetch(this.questionOf(symbol, { fromTs, untilTs, isOver: false }));
  }

  /** A subscription can end without a word, and a connection made anew loses nothing. */
  private expectCandle(): void {
    const limitMs = this.parts.intervalMs + this.line.silenceMs;
    this.candles.start(limitMs, () => {
      this.line.makesSense();
      const { title } = this.parts.dialect;
      const text = `no candle from ${title} for ${String(limitMs / 1000)} s; connecting anew`;
      this.line.renew(text, false);
    });
  }

  private refused(text: string): void {
    const { dialect, memory } = this.parts;
    const said = `${dialect.title} reports: ${shown(text)}`;
    if (this.unacknowledged.size === 0) this.fault(said);
    else if (memory.wasAcknowledged) this.line.renew(`${said}; connecting anew`, true);
    else
      this.line.push({
        kind: 'broken',
        message: `${said}. It has not acknowledged ${this.openRows()}.`,
        remedy: `name settings whose symbols are coins that ${dialect.title} lists, by its own names.`,
      });
  }

  private misfit(series: Series): string | null {
    const { symbols, interval } = this.parts;
    if (symbols.includes(series.coin) && series.interval === interval) return null;
    return `${nameOf(series)}, which was not asked for; asked for: ${symbols.join(', ')} in bars of ${interval}.`;
  }

  private openRows(): string {
    return nameOf({ coin: [...this.unacknowledged].join(', '), interval: this.parts.interval });
  }

  private seriesOf(symbol: string): Series {
    return { coin: symbol, interval: this.parts.interval };
  }

  private questionOf(
    symbol: string,
    window: Pick<HistoryQuestion, 'fromTs' | 'untilTs' | 'isOver'>,
  ): HistoryQuestion {
    return { series: this.seriesOf(symbol), intervalMs: this.parts.intervalMs, ...window };
  }

  private fault(text: string): void {
    this.line.push({ kind: 'note', isFault: true, text });
  }
}

const misplacedText = ({ symbol, openTs }: BarRecord, newestTs: number): string =>
  `a candle of ${symbol} at ${String(openTs)}, behind one at ${String(newestTs)}: time runs back, or it begins between two bars. It was not used.`;
