// TradingView's built-in Supertrend strategy: long when the trend turns up, short when it turns down, with a part of the
// equity. Its reason codes are the order names TradingView lists, with underscores. The venue turns positions round.
import { defineStrategy, param, Supertrend } from 'lockstep/strategy';
import { equityOf } from './equity.js';

export default defineStrategy({
  id: 'tradingview-supertrend',
  params: {
    /** Bars of the average true range. */
    window: param.integer(10),
    /** Distance of the bands in average true ranges. */
    factor: param.decimal('3'),
    /** Part of the equity that an order is worth at the close it is placed on. */
    equityPercent: param.decimal('15'),
  },
  reasons: {
    My_Long_Entry_Id: 'The trend turned up',
    My_Short_Entry_Id: 'The trend turned down',
    wait: 'The trend did not turn',
  },
  gates: {
    turns_up: 'The close went above the upper band',
    turns_down: 'The close went below the lower band',
  },
  state: ({ num, params, symbols }) => ({
    trends: symbols.map(
      () => new Supertrend(num, { window: params.window, multiplier: params.factor }),
    ),
  }),
  onTick(tick) {
    const { num, params } = tick;
    const equity = equityOf(tick);
    const trends: readonly (Supertrend | undefined)[] = tick.state.trends;
    for (const symbol of tick.symbols) {
      const trend = trends[symbol];
      if (trend === undefined) continue;
      const { high, low, close } = tick.bar(symbol);
      const before = trend.trend;
      trend.update(high, low, close);
      tick.observe(symbol, 'supertrend', trend.value);
      const isUp = trend.trend === 'up';
      const turned = trend.trend !== before;
      const isLong = tick.verdict(symbol, 'turns_up', turned && isUp, close, trend.value);
      const isShort = tick.verdict(symbol, 'turns_down', turned && !isUp, close, trend.value);
      const margin = equity.mul(params.equityPercent).div(100);
      const order = { size: margin.div(close), margin, leverage: num(1) };
      const { side } = tick.position(symbol);
      if (isLong && side !== 'long')
        tick.open(symbol, { ...order, side: 'long', reason: 'My_Long_Entry_Id' });
      else if (isShort && side !== 'short')
        tick.open(symbol, { ...order, side: 'short', reason: 'My_Short_Entry_Id' });
      else tick.hold(symbol, 'wait');
    }
  },
});
