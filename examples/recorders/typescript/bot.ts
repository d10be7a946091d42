// A bot that records itself: buys when the close is above the average of the last three, sells when it is below. Prices
// are made up by arithmetic, so that every run records the same. `startRecorder` and the calls on `recorder` are all
// there is to recording.
import {
  startRecorder,
  type Recorder,
  type RecordingDraft,
  type StateExport,
} from 'lockstep/recorder';

const HOUR_MS = 3_600_000;
const START_TS = 1_699_999_200_000;
const none = { method: 'none' } as const;

export const header: RecordingDraft = {
  captureId: 'typescript-example',
  origin: { mode: 'paper' },
  engine: { name: 'typescript-example', version: '1', flags: {} },
  strategy: { entry: 'above-average.ts', codeHash: null, configHash: null, params: {} },
  numeric: { kind: 'binary64' },
  venue: {
    name: 'example',
    eventTime: 'bar-open',
    fill: { at: 'bar-close', slippageBps: { entry: '0', exit: '0' } },
    fee: { rateBps: '10', base: { entry: 'fill-notional', exit: 'fill-notional' } },
    rounding: {
      price: none,
      notional: none,
      fee: none,
      pnl: none,
      basis: none,
      reducedSize: none,
      balance: none,
    },
    balance: { onExit: 'net-then-add' },
    reduce: { remainder: 'subtract' },
    basis: { minSize: '0' },
    instruments: {},
  },
  symbols: ['BTC'],
  intervalMs: HOUR_MS,
  coverage: { kinds: ['decision', 'order', 'acknowledgement', 'fill', 'ledger'] },
};

const closeOf = (tick: number): number => 100 + ((tick * 7) % 20) / 4;

/** Runs the bot from its first tick for so many; what goes wrong with recording is told to `onProblem`. */
export async function runBot(
  folder: string,
  ticks: number,
  onProblem: (text: string) => void,
): Promise<void> {
  const bot = new Bot();
  const recorder = await startRecorder(folder, header, {
    fingerprint: 'example-1',
    snapshot: bot.state(),
    onProblem: ({ code, message, remedy }) => {
      onProblem(`${code}: ${message} ${remedy}`);
    },
  });
  for (let tick = 0; tick < ticks; tick += 1) bot.tick(recorder, tick);
  await recorder.close();
}

class Bot {
  private balance = 1000;
  private entry: number | null = null;
  private orders = 0;

  state(): StateExport {
    return {
      cursor: { lastTickTs: null, lastBarTs: {} },
      account: { balance: this.balance },
      positions: {},
      orders: [],
      counters: { nextOrderId: this.orders + 1, ticks: 0 },
      lastClose: {},
      strategy: null,
    };
  }

  tick(recorder: Recorder, tick: number): void {
    const ts = START_TS + tick * HOUR_MS;
    const close = closeOf(tick);
    const bar = { openTs: ts, open: close, high: close + 1, low: close - 1, close, volume: 5 };
    recorder.bar({ ...bar, symbol: 'BTC', closeTs: ts + HOUR_MS - 1 });
    const average = (closeOf(tick - 2) + closeOf(tick - 1) + close) / 3;
    const passed = close > average;
    const isEntry = passed && this.entry === null;
    const isExit = !passed && this.entry !== null;
    const seen = recorder.seenBar('BTC');
    recorder.decision({
      ts,
      symbol: 'BTC',
      action: isEntry ? 'enter' : isExit ? 'exit' : 'hold',
      side: isEntry || isExit ? 'long' : null,
      reason: isEntry ? 'ABOVE' : isExit ? 'BELOW' : 'WAIT',
      gates: [{ name: 'above', value: close, comparator: '>', threshold: average, passed }],
      indicators: { average },
      ...(seen && { bar: seen }),
    });
    if (isEntry || isExit) this.trade(recorder, { ts, price: close, isEntry });
  }

  private trade(
    recorder: Recorder,
    {
      ts,
      price,
      isEntry,
    }: { readonly ts: number; readonly price: number; readonly isEntry: boolean },
  ): void {
    this.orders += 1;
    const fee = price / 1000;
    const pnl = isEntry ? 0 : price - (this.entry ?? price);
    this.balance += pnl - fee;
    this.entry = isEntry ? price : null;
    const orderId = String(this.orders);
    const reason = isEntry ? 'ABOVE' : 'BELOW';
    const trade = { ts, symbol: 'BTC', side: 'long', size: 1, reason } as const;
    const order = { ...trade, orderId, action: isEntry ? 'open' : 'close' } as const;
    recorder.order({ ...order, price });
    recorder.acknowledgement({ ts, symbol: 'BTC', orderId, venueOrderId: `V${orderId}` });
    recorder.fill({ ...order, price, fee });
    const { balance } = this;
    recorder.ledger({ ...trade, action: isEntry ? 'OPEN' : 'CLOSE', price, fee, pnl, balance });
  }
}
