import assert from 'node:assert/strict';
import { nearestName } from '../../../engine/core/schema/nearest.js';

const KNOWN = ['schemaVersion', 'intervalMs', 'symbols', 'window', 'from', 'to'];

const ROWS: readonly (readonly [word: string, nearest: string | undefined])[] = [
  ['schemaVersion', 'schemaVersion'],
  ['schema_version', 'schemaVersion'],
  ['schemaversoin', 'schemaVersion'],
  ['Symbol', 'symbols'],
  ['interval', 'intervalMs'],
  ['widnow', 'window'],
  ['fron', 'from'],
  ['tx', undefined],
  ['balance', undefined],
  ['', undefined],
];

describe('the nearest name', () => {
  for (const [word, nearest] of ROWS) {
    it(`of "${word}" is ${nearest ?? 'none'}`, () => {
      assert.equal(nearestName(word, KNOWN), nearest);
    });
  }
});
