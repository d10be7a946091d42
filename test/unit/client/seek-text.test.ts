// What a person may type to name a place in the window.
import assert from 'node:assert/strict';
import { readSeekText } from '../../../client/debug/seek-text.js';

const table: readonly (readonly [string, ReturnType<typeof readSeekText>])[] = [
  ['203', { tick: 203 }],
  [' 0 ', { tick: 0 }],
  ['#12', { seq: 12 }],
  ['# 12', { seq: 12 }],
  ['2026-01-24', { ts: Date.UTC(2026, 0, 24) }],
  ['2026-01-24 13:00', { ts: Date.UTC(2026, 0, 24, 13) }],
  ['2026-01-24T13:00:30Z', { ts: Date.UTC(2026, 0, 24, 13, 0, 30) }],
  ['2026-13-24', null],
  ['-1', null],
  ['1.5', null],
  ['', null],
  ['#', null],
  ['now', null],
];

describe('text that names a place in the window', () => {
  for (const [text, target] of table) {
    it(`"${text}" is ${JSON.stringify(target)}`, () => {
      assert.deepEqual(readSeekText(text), target);
    });
  }
});
