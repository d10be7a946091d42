// Filters, pauses, warm-up, flips and adds, with expectations worked out by hand.
import { BUY, checkEntry, SELL, type EntryCase } from './entry-bench.js';
import { NOW, type Bench } from './rules-bench.js';

const CASES: readonly EntryCase[] = [
  {
    name: 'confidence',
    trade: { entry_min_confidence: 'high' },
    bar: BUY,
    expect: 'block long blocked_confidence',
  },
  {
    name: 'SSF after a swap',
    trade: { enable_ssf_filter: true, reverse_entry_signal: true },
    bar: BUY,
    expect: 'block short blocked_ssf',
  },
  {
    name: 'REEF in a weak trend',
    trade: { enable_reef_filter: true },
    bar: { rsi: 70.5 },
    expect: 'block long blocked_reef',
  },
  {
    name: 'REEF in a strong trend',
    trade: { enable_reef_filter: true },
    bar: { rsi: 70.5, adx: 45 },
    expect: 'candidate long medium 22',
  },
  {
    name: 'REEF extreme',
    trade: { enable_reef_filter: true },
    bar: { rsi: 75.5, adx: 45 },
    expect: 'block long blocked_reef',
  },
  // (31 - 25) / 15 = 0.4 of the way from 180 to 45 minutes: 126 minutes.
  {
    name: 're-entry pause',
    trade: { reentry_cooldown_minutes: 1 },
    bar: { ...BUY, adx: 31 },
    prepare: closedBefore(126 * 60_000 - 1),
    expect: 'block long blocked_reentry_cooldown',
  },
  {
    name: 're-entry pause over',
    trade: { reentry_cooldown_minutes: 1 },
    bar: { ...BUY, adx: 31 },
    prepare: closedBefore(126 * 60_000),
    expect: 'candidate long medium 22',
  },
  {
    name: 're-entry on the other side',
    trade: { reentry_cooldown_minutes: 1 },
    bar: { ...SELL, adx: 31 },
    prepare: closedBefore(1000),
    expect: 'candidate short medium 22',
  },
  {
    name: 're-entry after a flip',
    trade: { reentry_cooldown_minutes: 1 },
    bar: BUY,
    prepare: closedBefore(1000, true),
    expect: 'candidate long medium 22',
  },

  {
    name: 'the 199th bar is too early',
    bar: BUY,
    prepare: ({ desk }) => {
      desk.bank.bars = 199;
    },
    expect: 'hold warmup',
  },
  {
    name: 'the 200th may enter',
    bar: BUY,
    prepare: ({ desk }) => {
      desk.bank.bars = 200;
    },
    expect: 'candidate long medium 22',
  },

  {
    name: 'flip, and a candidate on the same bar',
    position: { side: 'short', entry: 101 },
    trade: { enable_partial_tp: false },
    bar: { ...BUY, emaFast: 99.05, emaSlow: 99 },
    expect: 'close exit_signal_flip; candidate long medium 22',
  },
  {
    name: 'same side without pyramiding',
    position: { side: 'long', entry: 100 },
    trade: { enable_pyramiding: false },
    bar: BUY,
    expect: 'hold position_held',
  },
  // 10000 * 0.03 * 0.5 = 150 margin, times leverage 2, at 102: 300 / 102.
  {
    name: 'add',
    position: { side: 'long', entry: 100, leverage: 2 },
    bar: { ...BUY, close: 102 },
    expect: `add long ${String(300 / 102)} entry_pyramid.numbered 1`,
  },
  {
    name: 'add needs half an ATR',
    position: { side: 'long', entry: 100 },
    bar: BUY,
    expect: 'block long add_profit',
  },
  {
    name: 'half of it while the trend builds',
    position: { side: 'long', entry: 100, leverage: 2 },
    bar: { ...BUY, adxSlope: 1 },
    expect: `add long ${String(300 / 101)} entry_pyramid.numbered 1`,
  },
  {
    name: 'not with a stretched RSI',
    position: { side: 'long', entry: 100 },
    bar: { ...BUY, rsi: 66, adxSlope: 1 },
    expect: 'block long add_profit',
  },
  {
    name: 'add limit',
    position: { side: 'long', entry: 100, adds: 2 },
    bar: { ...BUY, close: 102 },
    expect: 'block long add_limit',
  },
  {
    name: 'add pause',
    position: { side: 'long', entry: 100, lastAddTs: NOW - 3_599_999 },
    bar: { ...BUY, close: 102 },
    expect: 'block long add_cooldown',
  },
  {
    name: 'add confidence',
    position: { side: 'long', entry: 100 },
    trade: { add_min_confidence: 'high' },
    bar: { ...BUY, close: 102 },
    expect: 'block long add_confidence',
  },
  {
    name: 'add margin, equality allowed',
    position: { side: 'long', entry: 100, margin: 5850 },
    bar: { ...BUY, close: 102 },
    expect: `add long ${String(150 / 102)} entry_pyramid.numbered 1`,
  },
  {
    name: 'add margin',
    position: { side: 'long', entry: 100, margin: 5851 },
    bar: { ...BUY, close: 102 },
    expect: 'block long blocked_margin',
  },
  {
    name: 'add too small',
    position: { side: 'long', entry: 100 },
    trade: { min_notional_usd: '151' },
    bar: { ...BUY, close: 102 },
    expect: 'block long blocked_min_notional',
  },
  {
    name: 'add raised to the minimum',
    position: { side: 'long', entry: 100 },
    trade: { min_notional_usd: '204', bump_to_min_notional: true },
    bar: { ...BUY, close: 102 },
    expect: 'add long 2 entry_pyramid.numbered 1',
  },
];

function closedBefore(elapsedMs: number, flip = false): (bench: Bench) => void {
  return ({ desk }) => {
    desk.times.lastClose = NOW - elapsedMs;
    desk.times.lastCloseSide = 'long';
    desk.times.lastCloseWasFlip = flip;
  };
}

describe('openclaw: filters, pauses and adds', () => {
  for (const example of CASES) {
    it(example.name, () => {
      checkEntry(example);
    });
  }
});
