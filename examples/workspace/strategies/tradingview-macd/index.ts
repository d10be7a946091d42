// TradingView's built-in MACD strategy: long when the histogram crosses above zero, short when it crosses below. Its reason
// codes are the order names TradingView lists. It is always in the market: the venue turns positions round.
import { Crossing, defineStrategy, Macd, param, type Numeric } from 'lockstep/strategy';

/** What one symbol is judged by. */
class Signals {
  readonly num: Numeric;
  readonly macd: Macd;
  readonly crossing: Crossing;

  constructor(num: Numeric, windows: { fast: number; slow: number; signal: number }) {
    this.num = num;
    this.macd = new Macd(num, { ...windows, seed: 'simple-mean' });
    this.crossing = new Crossing(num);
  }
}

export default defineStrategy({
  id: 'tradingview-macd',
  params: {
    /** Bars, all three. */
    fast: param.integer(12),
    slow: param.integer(26),
    signal: param.integer(9),
    /** Of every order, in base units. */
    quantity: param.decimal('1'),
  },
  reasons: {
    MacdLE: 'The histogram crossed above zero',
    MacdSE: 'The histogram crossed below zero',
    wait: 'No crossing',
    warm_up: 'The signal average is not complete yet',
  },
  gates: {
    crosses_above: 'The histogram is above zero and was not on the bar before',
    crosses_below: 'The histogram is below zero and was not on the bar before',
  },
  classes: [Signals],
  state: ({ num, params, symbols }) => ({
    signals: symbols.map(() => new Signals(num, params)),
  }),
  onTick(tick) {
    const { num, params } = tick;
    const all: readonly (Signals | undefined)[] = tick.state.signals;
    for (const symbol of tick.symbols) {
      const signals = all[symbol];
      if (signals === undefined) continue;
      const { close } = tick.bar(symbol);
      const { macd, crossing } = signals;
      macd.update(close);
      if (!macd.ready) {
        tick.hold(symbol, 'warm_up');
        continue;
      }
      crossing.update(macd.histogram, num.zero);
      tick.observe(symbol, 'macd', macd.line);
      tick.observe(symbol, 'signal', macd.signal);
      const isLong = tick.verdict(symbol, 'crosses_above', crossing.above, macd.histogram, 0);
      const isShort = tick.verdict(symbol, 'crosses_below', crossing.below, macd.histogram, 0);
      const { side } = tick.position(symbol);
      const size = params.quantity;
      const order = { size, margin: size.mul(close), leverage: num(1) };
      if (isLong && side !== 'long')
        tick.open(symbol, { ...order, side: 'long', reason: 'MacdLE' });
      else if (isShort && side !== 'short')
        tick.open(symbol, { ...order, side: 'short', reason: 'MacdSE' });
      else tick.hold(symbol, 'wait');
    }
  },
});
