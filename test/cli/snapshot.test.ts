// `lockstep snapshot`: a saved state is complete, readable, and what follows from it is what would have followed.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseSnapshot, type Snapshot } from '../../engine/core/schema/index.js';
import { lockstep, reportOf, scratchFolder, EXAMPLE, TEST_MS } from './lockstep.js';
import { FIRST_TS, LIVE, smallCapture, STEP_MS, STRATEGIES, writeSmall } from './small-capture.js';

describe('lockstep snapshot', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);
  const file = (name: string): string => path.join(scratch.dir, name);

  const readState = (name: string): Snapshot => {
    const { value, issues } = parseSnapshot(readFileSync(file(name), 'utf8'), name);
    assert.deepEqual(issues, []);
    assert.ok(value);
    return value;
  };

  it('save, by tick, by time and by live event: the state right before that tick', async () => {
    const capture = await writeSmall(scratch.dir, 'places');
    // Tick 6 holds live event 2; the position it opens is there from tick 7 on.
    const at = new Date(FIRST_TS + 6 * STEP_MS).toISOString();
    const places = ['6', at, String(FIRST_TS + 6 * STEP_MS), 'seq:2'];
    const runs = await Promise.all(
      places.map((place, index) =>
        lockstep([
          'snapshot',
          'save',
          capture,
          '--at',
          place,
          '--out',
          file(`at-${String(index)}`),
        ]),
      ),
    );
    const texts = runs.map((run, index) => {
      assert.equal(run.code, 0, run.err);
      assert.match(run.out, /^state after 6 of 24 ticks is in /);
      return readFileSync(file(`at-${String(index)}`), 'utf8');
    });
    assert.equal(new Set(texts).size, 1);
    const state = readState('at-0');
    assert.deepEqual(state.positions, {});
    assert.equal(state.cursor.lastTickTs, FIRST_TS + 5 * STEP_MS);
    const next = await lockstep(['snapshot', 'save', capture, '--at', '7', '--out', file('at-7')]);
    assert.equal(next.code, 0, next.err);
    const { positions, account } = readState('at-7');
    assert.equal(positions['BTC']?.entryPrice, '101');
    assert.equal(account.balance, '999.899');
  });

  it('a saved state begins a capture of the rest of the window, which replays to parity', async () => {
    const capture = await writeSmall(scratch.dir, 'first');
    const args = ['snapshot', 'save', capture, '--at', '10', '--out', file('at-10.json')];
    assert.equal((await lockstep(args)).code, 0);
    const snapshot = readState('at-10.json');
    const parts = smallCapture();
    const fromTs = FIRST_TS + 10 * STEP_MS;
    // Live numbers its own events, the replay its own.
    const firstSeq = snapshot.cursor.seq + 1;
    const events = LIVE.filter(({ ts }) => ts >= fromTs).map((event, index) => ({
      ...event,
      seq: firstSeq + index,
    }));
    const bars = [...(parts.bars as Iterable<{ openTs: number }>)].filter(
      ({ openTs }) => openTs >= fromTs,
    ) as unknown as typeof parts.bars;
    const manifest = {
      ...parts.manifest,
      window: { ...parts.manifest.window, fromTs },
      runs: [{ fingerprint: 'test', firstSeq, lastSeq: firstSeq + events.length - 1 }],
    };
    const rest = await writeSmall(scratch.dir, 'rest', {
      ...parts,
      manifest,
      snapshot,
      bars,
      events,
    });
    const run = await lockstep(['replay', rest, '--json']);
    assert.equal(run.code, 0, run.out + run.err);
    assert.deepEqual(reportOf(run).events, { live: 2, replay: 2, matched: 2 });
  });

  it('show: account, positions, cursor and a summary of the strategy state', async () => {
    const args = ['snapshot', 'save', EXAMPLE, '--at', '300', '--out', file('example.json')];
    assert.equal((await lockstep(args)).code, 0);
    const shown = await lockstep(['snapshot', 'show', file('example.json')]);
    assert.equal(shown.code, 0, shown.err);
    const state = readState('example.json');
    assert.match(shown.out, /^state after 2026-01-28 16:00:00 UTC, 300 ticks done/);
    assert.ok(shown.out.includes(`balance  ${state.account.balance}`));
    for (const [symbol, { side, size, entryPrice }] of Object.entries(state.positions)) {
      assert.match(shown.out, new RegExp(`${symbol} +${side} +${size} +${entryPrice} `));
    }
    assert.match(shown.out, /strategy state\n {2}field +value\n/);
    const json = await lockstep(['snapshot', 'show', file('example.json'), '--json']);
    assert.deepEqual(JSON.parse(json.out), state);
  });

  it('check: every continuation of the example equals the uninterrupted run', async () => {
    const run = await lockstep(['snapshot', 'check', EXAMPLE, '--at', '431', '--json']);
    assert.equal(run.code, 0, run.err);
    assert.deepEqual(JSON.parse(run.out), {
      schemaVersion: 1,
      equal: true,
      checks: [{ ticks: 431, equal: true, difference: null }],
    });
    const small = await writeSmall(scratch.dir, 'checked');
    const every = await lockstep(['snapshot', 'check', small, '--every', '5', '--progress']);
    assert.equal(every.code, 0, every.err);
    assert.equal(
      every.out,
      ['5', '10', '15', '20'].map((ticks) => `after ${ticks} ticks: equal\n`).join('') +
        'every continuation equals the uninterrupted run\n',
    );
    assert.match(every.err, /check 4 of 4/);
  });

  it('check of a file: valid 0, not valid 3 with the line', async () => {
    const good = path.join(EXAMPLE, 'snapshot.json');
    const run = await lockstep(['snapshot', 'check', good]);
    assert.equal(run.code, 0, run.err);
    assert.match(run.out, /fits the snapshot schema/);
    const text = readFileSync(good, 'utf8');
    writeFileSync(file('bad.json'), text.replace(/"balance": "[^"]*"/, '"balance": 10000'));
    const bad = await lockstep(['snapshot', 'check', file('bad.json')]);
    assert.equal(bad.code, 3);
    assert.match(bad.err, /bad\.json:\d+:\d+: error schema\.number-not-text at account\.balance: /);
    const shown = await lockstep(['snapshot', 'show', file('bad.json')]);
    assert.equal(shown.code, 3);
    assert.equal(shown.out, '');
  });

  it('a place outside the window, a place that is none, a file that is there: exit 3', async () => {
    const capture = await writeSmall(scratch.dir, 'outside');
    writeFileSync(file('taken.json'), 'mine');
    const save = (at: string, out: string) =>
      lockstep(['snapshot', 'save', capture, '--at', at, '--out', file(out)]);
    const outside = await save('25', 'no.json');
    assert.equal(outside.code, 3);
    assert.match(outside.err, /no tick 25 in the window\. Fix: write 0 to 24/);
    const none = await save('noon', 'no.json');
    assert.equal(none.code, 3);
    assert.match(none.err, /"noon" is no place/);
    const unknown = await save('seq:9', 'no.json');
    assert.equal(unknown.code, 3);
    assert.match(unknown.err, /no live event 9/);
    const taken = await save('3', 'taken.json');
    assert.equal(taken.code, 3);
    assert.match(taken.err, /taken\.json is there already/);
    assert.equal(readFileSync(file('taken.json'), 'utf8'), 'mine');
    assert.deepEqual(
      readdirSync(scratch.dir).filter((name) => name.startsWith('.') || name === 'no.json'),
      [],
    );
  });

  it('a strategy that fails on the way: exit 1, and earlier states can still be saved', async () => {
    const capture = await writeSmall(scratch.dir, 'failing');
    const strategy = ['--strategy', path.join(STRATEGIES, 'throws.ts')];
    const save = (at: string) =>
      lockstep(['snapshot', 'save', capture, '--at', at, '--out', file(`f-${at}`), ...strategy]);
    const late = await save('9');
    assert.equal(late.code, 1);
    assert.match(late.err, /fails in tick 3: Error: no such regime Fix: /);
    const early = await save('2');
    assert.equal(early.code, 0, early.err);
    const check = await lockstep(['snapshot', 'check', capture, ...strategy]);
    assert.equal(check.code, 1);
  });
});
