// Closed bars that were missed, from an exchange's history, page by page.
import type { BarRecord } from '../../../core/schema/index.js';
import type { ExchangeDialect, HistoryWindow, Series } from './exchange-dialect.js';
import { HistoryError, post } from './post.js';

export interface HistoryQuestion extends HistoryWindow {
  readonly series: Series;
  readonly intervalMs: number;
  /**
   * Whether the whole window is long over. Right behind a bar's end the history may not know yet that it has ended, so
   * else a bar counts only where a later one stands in the same answer.
   */
  readonly isOver: boolean;
}

export interface History {
  readonly dialect: ExchangeDialect;
  readonly url: string;
}

/** An exchange that gives less a page than this allows for has no use for a feed. */
const PAGES_MAX = 100;

/** Bars ascending, `untilTs` not included; what the exchange does not have is left out. Rejects with HistoryError. */
export async function* missedBars(
  history: History,
  question: HistoryQuestion,
  signal: AbortSignal,
): AsyncGenerator<readonly BarRecord[]> {
  const { untilTs, intervalMs } = question;
  let { fromTs } = question;
  for (let page = 0; fromTs < untilTs && page < PAGES_MAX; page += 1) {
    const bars = await closedBars(history, { ...question, fromTs }, signal);
    const last = bars.at(-1);
    if (last === undefined) return;
    yield bars;
    fromTs = last.openTs + intervalMs;
  }
  if (fromTs < untilTs)
    throw new HistoryError(`${history.url} gives too little at a time to be asked on`, true);
}

async function closedBars(
  { dialect, url }: History,
  question: HistoryQuestion,
  signal: AbortSignal,
): Promise<readonly BarRecord[]> {
  const { series, fromTs, untilTs, isOver } = question;
  const text = await post(url, dialect.historyRequest(series, question), signal);
  const answer = dialect.readHistory(text, `the answer of ${url}`);
  if (answer.kind !== 'candles')
    throw new HistoryError(answer.kind === 'garbage' ? answer.text : `${url} says nothing`, true);
  const foreign = answer.candles.find(
    (candle) => candle.series.coin !== series.coin || candle.series.interval !== series.interval,
  );
  if (foreign !== undefined)
    throw new HistoryError(
      `${url} was asked for ${nameOf(series)} and answers with ${nameOf(foreign.series)}`,
      true,
    );
  const bars = answer.candles.map(({ bar }) => bar).sort((a, b) => a.openTs - b.openTs);
  const lastTs = bars.at(-1)?.openTs ?? fromTs;
  // An answer begins with the bar that its first moment lies in.
  return bars.filter(
    ({ openTs }) => openTs >= fromTs && openTs < untilTs && (isOver || openTs < lastTs),
  );
}

export const nameOf = ({ coin, interval }: Series): string => `${coin} in bars of ${interval}`;
