// Which names get a value at the end of their line while the replay stands still.
import assert from 'node:assert/strict';
import { functionStart, localPlaces } from '../../../client/debug/local-places.js';

const source = `function other(last) {
  return last;
}

export function isRested(tick: Tick, symbol: number): boolean {
  const pauseMs = tick.params.pause * SECOND;
  // last is not known yet
  const last = timesOf(symbol).last;
  if (pauseMs <= 0) {
    return true;
  }
  return tick.gate(symbol, 'last', tick.ts - last);
}

const strategy = {
  onTick(tick) {
    for (const symbol of tick.symbols) {
      step(symbol);
    }
  },
};`.split('\n');

const lineOf = (text: string): number => source.findIndex((line) => line.includes(text));

describe('the function around a line', () => {
  const table: readonly (readonly [string, string])[] = [
    ['return tick.gate', 'export function isRested'],
    ['return true', 'export function isRested'],
    ['return last', 'function other'],
    ['step(symbol)', 'onTick(tick)'],
  ];
  for (const [inside, start] of table) {
    it(`${inside}: ${start}`, () => {
      assert.equal(functionStart(source, lineOf(inside)), lineOf(start));
    });
  }
});

describe('places of locals', () => {
  const places = localPlaces(
    source.slice(0, lineOf('return tick.gate') + 1),
    lineOf('export function isRested'),
    new Map([
      ['last', '12'],
      ['symbol', '0'],
      ['pauseMs', '5'],
      ['tick', 'tick'],
      ['timesOf', 'Times {last: 12, …}'],
      ['SECOND', '1'.repeat(41)],
    ]),
  );
  const shown = (text: string): readonly string[] =>
    places.filter(({ line }) => line === lineOf(text)).map(({ name }) => name);

  it('are not in another function, in comments, in quotes or behind a dot', () => {
    assert.deepEqual(shown('return last'), []);
    assert.deepEqual(shown('// last'), []);
    assert.deepEqual(shown('const last'), ['last', 'symbol']);
  });

  it('come once a line, and not for values that say nothing or too much', () => {
    assert.deepEqual(shown('return tick.gate'), ['symbol', 'last']);
    assert.deepEqual(shown('const pauseMs'), ['pauseMs']);
  });
});
