import assert from 'node:assert/strict';
import { describeUnknownName, isKnownName } from '../../../debug-adapter/names.js';
import { fakeOpened } from '../../support/fake-replay-client.js';

const opened = fakeOpened();

describe('names to stop on', () => {
  for (const name of [
    'entry_signal',
    'exit_filter.slow',
    'adx_min',
    'gate:adx_min',
    'event:ledger',
    'event:CLOSE',
  ]) {
    it(`knows ${name}`, () => {
      assert.ok(isKnownName(name, opened));
    });
  }

  const misspelt: readonly (readonly [string, string])[] = [
    ['entry_signl', 'entry_signal'],
    ['exitStopLoss', 'exit_stop_loss'],
    ['gate:adx_mn', 'gate:adx_min'],
    ['event:leger', 'event:ledger'],
    ['event:close', 'event:CLOSE'],
  ];
  for (const [name, near] of misspelt) {
    it(`takes ${name} for ${near}`, () => {
      assert.match(describeUnknownName(name, opened), new RegExp(`Did you mean "${near}"`));
    });
  }

  it('shows how names are written when none is near', () => {
    const text = describeUnknownName('breakfast', opened);
    assert.match(text, /entry_signal, gate:adx_min, event:ledger/);
  });
});
