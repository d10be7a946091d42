// What a feed says becomes ticks. Bars are written SYMBOL@TICK=CLOSE; `accept` goes on without what is missing.
import assert from 'node:assert/strict';
import { TickAssembler } from '../../../engine/core/feed/tick-assembler.js';
import type { BarRecord } from '../../../engine/core/schema/index.js';
import { HOUR_MS, START_TS, tickTs } from '../../support/captures.js';

/** Name, last tick that ran (none: before the first), what the feed says, what comes of it. */
const CASES: readonly (readonly [string, number | null, string, string])[] = [
  ['a tick is complete with its last symbol', null, 'A@0=1 B@0=2', 'tick 0 A=1 B=2'],
  ['the order of symbols does not matter', null, 'B@0=2 A@0=1', 'tick 0 A=1 B=2'],
  ['two ticks', null, 'A@0=1 B@0=2 A@1=3 B@1=4', 'tick 0 A=1 B=2, tick 1 A=3 B=4'],
  ['ticks may interleave', null, 'A@0=1 A@1=3 B@0=2 B@1=4', 'tick 0 A=1 B=2, tick 1 A=3 B=4'],
  ['it goes on behind the last tick', 3, 'A@4=1 B@4=2', 'tick 4 A=1 B=2'],
  ['a bar again', null, 'A@0=1 A@0=1 B@0=2', 'repeated A@0, tick 0 A=1 B=2'],
  ['1.0 is not 1: a bar in other digits is another', null, 'A@0=1 A@0=1.0', 'revised A@0'],
  ['a bar again after its tick', null, 'A@0=1 B@0=2 A@0=1', 'tick 0 A=1 B=2, repeated A@0'],
  [
    'another form before the tick runs: the newer runs, both are kept',
    null,
    'A@0=1 A@0=9 B@0=2',
    'revised A@0, tick 0 A=1 A=9 B=2 runs A=9 B=2',
  ],
  ['another form after it', null, 'A@0=1 B@0=2 A@0=9', 'tick 0 A=1 B=2, revised-late A@0'],
  ['what a file tells again', 3, 'A@2=1', 'before-start A@2'],
  ['another symbol', null, 'C@0=1', 'other-symbol C@0'],
  ['between two ticks', 3, 'A@4.5=1', 'off-grid A@4.5'],
  ['one symbol waits for the other', null, 'A@0=1 A@1=3', ''],
  ['a symbol that has moved on left a bar out', null, 'A@0=1 A@1=3 B@1=4', 'gap B@0..1'],
  [
    '... which may come after all',
    null,
    'A@0=1 A@1=3 B@1=4 B@0=2',
    'gap B@0..1, tick 0 A=1 B=2, tick 1 A=3 B=4',
  ],
  [
    '... or is done without',
    null,
    'A@0=1 A@1=3 B@1=4 accept',
    'gap B@0..1, tick 0 A=1, tick 1 A=3 B=4',
  ],
  ['a symbol far behind the others counts as missing', null, 'A@0=1 A@1=1 A@2=1', 'gap B@0..1'],
  ['a whole tick is missing', 3, 'A@5=1 B@5=2', 'gap A,B@4..5'],
  ['several are', 3, 'A@7=1', 'gap A,B@4..7'],
  ['... and are done without', 3, 'A@7=1 accept B@7=2', 'gap A,B@4..7, tick 7 A=1 B=2'],
  [
    '... or come one by one',
    3,
    'A@6=5 B@6=6 A@4=1 B@4=2 A@5=3 B@5=4',
    'gap A,B@4..6, gap B@4..5, tick 4 A=1 B=2, gap A,B@5..6, gap B@5..6, tick 5 A=3 B=4, tick 6 A=5 B=6',
  ],
  [
    'what was done without is too late',
    null,
    'A@0=1 A@1=3 B@1=4 accept B@0=2',
    'gap B@0..1, tick 0 A=1, tick 1 A=3 B=4, too-late B@0',
  ],
];

describe('ticks of a feed', () => {
  for (const [name, lastTick, said, expected] of CASES)
    it(name, () => {
      assert.equal(transcript(lastTick, said), expected);
    });
});

function transcript(lastTick: number | null, said: string): string {
  const assembler = new TickAssembler({
    symbols: ['A', 'B'],
    intervalMs: HOUR_MS,
    lastTickTs: lastTick === null ? null : tickTs(lastTick),
  });
  const told: string[] = [];
  let gapTold = '';
  for (const word of said.split(' ')) {
    const { gap } = assembler;
    const { ticks, notes } =
      word === 'accept' && gap !== null ? assembler.accept(gap) : assembler.add(barOf(word));
    for (const { kind, bar } of notes) told.push(`${kind} ${bar.symbol}@${nameOf(bar.openTs)}`);
    for (const { ts, bars, newest } of ticks) {
      const runs = bars.length === newest.length ? '' : ` runs ${listOf(newest)}`;
      told.push(`tick ${nameOf(ts)} ${listOf(bars)}${runs}`);
    }
    const open = assembler.gap;
    const text =
      open === null
        ? ''
        : `gap ${open.symbols.join()}@${nameOf(open.fromTs)}..${nameOf(open.untilTs)}`;
    if (text !== gapTold && text !== '') told.push(text);
    gapTold = text;
  }
  return told.join(', ');
}

function barOf(word: string): BarRecord {
  const [symbol = '', tick = '', close = ''] = word.split(/[@=]/);
  const openTs = START_TS + Number(tick) * HOUR_MS;
  const price = { open: close, high: close, low: close, close };
  return { kind: 'bar', symbol, openTs, closeTs: openTs + HOUR_MS - 1, ...price, volume: '1' };
}

const nameOf = (ts: number): string => String((ts - START_TS) / HOUR_MS);
const listOf = (bars: readonly BarRecord[]): string =>
  bars.map(({ symbol, close }) => `${symbol}=${close}`).join(' ');
