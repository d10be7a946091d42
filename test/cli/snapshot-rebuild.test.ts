// `lockstep snapshot diff`, `rebuild` and `migrate`: states compared in every field, and made again from what was recorded.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Snapshot } from '../../engine/core/schema/index.js';
import { lockstep, scratchFolder, TEST_MS } from './lockstep.js';
import { LIVE, smallCapture, writeSmall } from './small-capture.js';

describe('lockstep snapshot, of several states', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);
  const file = (name: string): string => path.join(scratch.dir, name);
  let capture = '';

  before(async () => {
    capture = await writeSmall(scratch.dir, 'whole');
    for (const at of ['7', '8']) {
      const args = ['snapshot', 'save', capture, '--at', at, '--out', file(`at-${at}.json`)];
      assert.equal((await lockstep(args)).code, 0);
    }
  });

  const changed = (name: string, change: (state: Record<string, unknown>) => void): string => {
    const state = JSON.parse(readFileSync(file('at-7.json'), 'utf8')) as Record<string, unknown>;
    change(state);
    writeFileSync(file(name), JSON.stringify(state));
    return file(name);
  };

  it('diff names every field that differs, and nothing where only the writing does', async () => {
    const next = await lockstep([
      'snapshot',
      'diff',
      file('at-7.json'),
      file('at-8.json'),
      '--json',
    ]);
    assert.equal(next.code, 1, next.err);
    const { differences } = JSON.parse(next.out) as { differences: { path: string }[] };
    assert.deepEqual(
      differences.map(({ path: field }) => field),
      ['cursor.lastTickTs', 'cursor.lastBarTs.BTC', 'counters.ticks', 'lastClose.BTC'],
    );
    const same = changed('same.json', (state) => {
      state['account'] = { balance: '999.8990' };
    });
    const equal = await lockstep(['snapshot', 'diff', file('at-7.json'), same]);
    assert.equal(equal.code, 0, equal.out);
    assert.match(equal.out, /are equal in every field/);
    const signed = changed('signed.json', (state) => {
      state['lastClose'] = { BTC: '101', ETH: '-0' };
    });
    const other = await lockstep(['snapshot', 'diff', file('at-7.json'), signed]);
    assert.equal(other.code, 1);
    assert.match(other.out, /lastClose.ETH +- +"-0"/);
  });

  it('rebuild gives the state that live had, and proves it against an exported one', async () => {
    const args = ['snapshot', 'rebuild', capture, '--at', '8', '--out', file('rebuilt.json')];
    const proven = await lockstep([...args, '--prove', file('at-8.json')]);
    assert.equal(proven.code, 0, proven.err);
    assert.match(proven.out, /2 recorded events were reproduced/);
    assert.match(proven.out, /the same of account.balance, positions.BTC.side/);
    assert.match(proven.out, /equal to .*at-8.json in every field/);
    assert.equal(
      readFileSync(file('rebuilt.json'), 'utf8'),
      readFileSync(file('at-8.json'), 'utf8'),
    );
    const wrong = await lockstep([...args, '--force', '--prove', file('at-7.json')]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.out, /counters.ticks +7 +8/);
  });

  it("rebuild puts the venue's recorded doings in", async () => {
    const parts = smallCapture();
    // Live was filled at another price than the simulation's, and said so.
    const events = LIVE.map((event) => {
      if (event.kind !== 'ledger') return event;
      return event.action === 'OPEN'
        ? { ...event, price: '101.5', fee: '0.1015', balance: '999.8985' }
        : { ...event, pnl: '9.5', balance: '1009.2875' };
    });
    const slipped = await writeSmall(scratch.dir, 'slipped', { ...parts, events });
    const args = ['snapshot', 'rebuild', slipped, '--at', '10', '--out', file('slipped.json')];
    const made = await lockstep(args);
    assert.equal(made.code, 0, made.err);
    assert.match(made.out, /recorded doings of the venue or the market were put in/);
    const state = JSON.parse(readFileSync(file('slipped.json'), 'utf8')) as Snapshot;
    assert.equal(state.positions['BTC']?.entryPrice, '101.5');
    assert.equal(state.account.balance, '999.8985');
  });

  it('rebuild writes nothing behind what cannot be reproduced', async () => {
    const parts = smallCapture();
    const events = LIVE.map((event) =>
      event.kind === 'ledger' && event.action === 'OPEN' ? { ...event, balance: '5' } : event,
    );
    const broken = await writeSmall(scratch.dir, 'broken', { ...parts, events });
    const args = ['snapshot', 'rebuild', broken, '--at', '10', '--out', file('never.json')];
    const refused = await lockstep(args);
    assert.notEqual(refused.code, 0);
    assert.throws(() => readFileSync(file('never.json')));
  });

  it('migrate writes the newest version, and refuses a newer one', async () => {
    const args = ['snapshot', 'migrate', file('at-7.json'), '--out', file('now.json')];
    assert.equal((await lockstep(args)).code, 0);
    assert.equal(readFileSync(file('now.json'), 'utf8'), readFileSync(file('at-7.json'), 'utf8'));
    const newer = changed('newer.json', (state) => {
      state['schemaVersion'] = 2;
    });
    const refused = await lockstep(['snapshot', 'migrate', newer, '--out', file('never.json')]);
    assert.equal(refused.code, 3);
    assert.match(refused.err, /schemaVersion is 2.*Use a newer Lockstep/);
  });
});
