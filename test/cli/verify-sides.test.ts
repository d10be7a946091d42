// `lockstep verify --live A --paper B --backtest C`: every cause is named once, with the pairs it breaks.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { CaptureParts, EventDraft } from '../../engine/host/capture/index.js';
import type { BarRecord } from '../../engine/core/schema/index.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import type { SidesReport } from '../../engine/host/verify/sides/side-report.js';
import { lockstep, scratchFolder, TEST_MS, type Finished } from './lockstep.js';
import { BARS, FIRST_TS, LIVE, smallCapture, STEP_MS, TICKS, writeSmall } from './small-capture.js';

type Document = Omit<SidesReport, 'sides'> & {
  readonly sides: readonly { readonly name: string; readonly verdict: string }[];
};

describe('lockstep verify of several recordings', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);
  let live = '';

  before(async () => {
    live = await writeSmall(scratch.dir, 'live');
  });

  /** A recording of what the engine does with these inputs. */
  const simulated = async (name: string, parts: CaptureParts): Promise<string> => {
    const draft = await writeSmall(scratch.dir, `${name}-draft`, parts);
    const client = startReplayClient();
    try {
      assert.ok((await client.request('open', { capture: draft })).replay);
      await client.request('run', {});
      const made = await client.request('events', { from: 0, count: 1_000 });
      const events = made.map(({ prev: _prev, ...event }, index) => ({ ...event, seq: index + 1 }));
      return await writeSmall(scratch.dir, name, withEvents(parts, events));
    } finally {
      await client.dispose();
    }
  };

  it('passes where all of them agree', async () => {
    const run = await lockstep(['verify', '--live', live, '--paper', live, '--backtest', live]);
    assert.equal(run.code, 0, run.err);
    assert.match(run.out, /^PASS {2}3 pairs compared, and no event differs/);
  });

  it('a bar that paper saw otherwise breaks the two pairs of paper', async () => {
    const paper = await simulated('other-bar', withBar(6, { close: '103' }));
    const run = await lockstep([
      ...['verify', '--live', live, '--paper', paper, '--backtest', live, '--json'],
    ]);
    assert.equal(run.code, 1, run.err);
    assert.deepEqual(tableOf(run), [
      'live-paper: 3 differ, roots 1',
      'live-backtest: 0 differ, roots ',
      'paper-backtest: 3 differ, roots 1',
      'root 1 market-data-alignment-gap of inputs breaks live-paper paper-backtest: BTC: 1 bar differs from 2023-11-14T22:19:20.000Z on',
    ]);
  });

  it("another fill of live's breaks the two pairs of live", async () => {
    const slipped = LIVE.map((event) => {
      if (event.kind !== 'ledger') return event;
      return event.action === 'OPEN'
        ? { ...event, price: '101.5', fee: '0.1015', balance: '999.8985' }
        : { ...event, pnl: '9.5', balance: '1009.2875' };
    });
    const other = await writeSmall(scratch.dir, 'slipped', withEvents(smallCapture(), slipped));
    const run = await lockstep([
      ...['verify', '--live', other, '--paper', live, '--backtest', live, '--json'],
    ]);
    assert.equal(run.code, 1, run.err);
    const [first, second, third, ...roots] = tableOf(run);
    assert.equal(first, 'live-paper: 2 differ, roots 1');
    assert.equal(second, 'live-backtest: 2 differ, roots 1');
    assert.equal(third, 'paper-backtest: 0 differ, roots ');
    assert.equal(roots.length, 1);
    assert.match(roots[0] ?? '', /^root 1 .* of live breaks live-paper live-backtest: /);
  });

  it('what two of them share breaks neither of their pairs', async () => {
    const slipped = LIVE.map((event) =>
      event.kind === 'ledger' && event.action === 'OPEN' ? { ...event, fee: '0.2' } : event,
    );
    const both = await writeSmall(scratch.dir, 'shared', withEvents(smallCapture(), slipped));
    const run = await lockstep([
      ...['verify', '--live', both, '--paper', both, '--backtest', live, '--json'],
    ]);
    const [first, second, third, root] = tableOf(run);
    assert.equal(first, 'live-paper: 0 differ, roots ');
    assert.match(second ?? '', /^live-backtest: \d differ, roots 1/);
    assert.match(third ?? '', /^paper-backtest: \d differ, roots 1/);
    assert.match(root ?? '', /of live,paper breaks live-backtest paper-backtest/);
  });

  it('another balance at the start is named as state', async () => {
    const parts = smallCapture();
    const snapshot = { ...parts.snapshot, account: { balance: '2000' } };
    const paper = await simulated('richer', { ...parts, snapshot });
    const run = await lockstep(['verify', '--live', live, '--paper', paper]);
    assert.equal(run.code, 1, run.err);
    assert.match(run.out, /FAIL {2}1 of 1 pair differ, 1 root cause/);
    assert.match(run.out, /they began from other state: account.balance .* inputs +breaks/);
  });

  it('compares the ticks that both have, and no event of the next', async () => {
    const parts = smallCapture();
    // It ends right before the tick in which live closed its position.
    const toTs = FIRST_TS + 15 * STEP_MS;
    const bars = BARS.filter(({ openTs }) => openTs <= toTs);
    const window = { ...parts.manifest.window, toTs };
    const manifest = { ...parts.manifest, window };
    const events = LIVE.filter(({ ts }) => ts <= toTs);
    const short = withEvents({ ...parts, manifest, bars }, events);
    const paper = await writeSmall(scratch.dir, 'short', short);
    const run = await lockstep(['verify', '--live', live, '--paper', paper, '--json']);
    assert.equal(run.code, 0, run.out + run.err);
    assert.deepEqual(tableOf(run), ['live-paper: 0 differ, roots ']);
  });

  it('judges nothing where they do not belong together', async () => {
    const parts = smallCapture();
    const venue = { ...parts.manifest.venue, name: 'another' };
    const other = await writeSmall(scratch.dir, 'other', {
      ...parts,
      manifest: { ...parts.manifest, venue },
    });
    const run = await lockstep(['verify', '--live', live, '--paper', other]);
    assert.equal(run.code, 2, run.err);
    assert.match(run.out, /INVALID COMPARISON/);
    assert.match(
      run.out,
      /venue differs: live has .*, paper .* Fix: run all of them under the same/,
    );
    const gone = await lockstep(['verify', '--live', live, '--paper', path.join(scratch.dir, 'x')]);
    assert.equal(gone.code, 3);
    assert.match(gone.out, /BAD INPUT/);
  });

  const BAD: readonly (readonly [readonly string[], RegExp])[] = [
    [['--live', 'a'], /One recording has nothing to be compared with/],
    [['a', '--live', 'a', '--paper', 'b'], /exclude each other/],
    [['--live', 'a', '--paper', 'b', '--html', 'x.html'], /--html is about one capture/],
    [[], /There is no capture to verify/],
  ];
  for (const [args, says] of BAD)
    it(`refuses verify ${args.join(' ')}`, async () => {
      const run = await lockstep(['verify', ...args]);
      assert.equal(run.code, 3);
      assert.match(run.err, says);
    });
});

function withEvents(parts: CaptureParts, events: readonly EventDraft[]): CaptureParts {
  const runs = [{ fingerprint: 'test', firstSeq: 1, lastSeq: events.length }];
  return { ...parts, events, manifest: { ...parts.manifest, runs } };
}

function withBar(tick: number, change: Partial<BarRecord>): CaptureParts {
  const bars = BARS.map((bar, index) =>
    index === tick ? { ...bar, high: change.close ?? bar.high, ...change } : bar,
  );
  assert.equal(bars.length, TICKS);
  return { ...smallCapture(), bars };
}

function tableOf({ out, err }: Finished): readonly string[] {
  assert.notEqual(out, '', err);
  const { pairs, roots } = JSON.parse(out) as Document;
  return [
    ...pairs.map(
      ({ left, right, mismatches, roots: named }) =>
        `${left}-${right}: ${String(mismatches)} differ, roots ${named.join(', ')}`,
    ),
    ...roots.map((root) => {
      const of = root.of.length === 0 ? 'inputs' : root.of.join();
      const breaks = root.breaks.map((pair) => pair.join('-')).join(' ');
      return `root ${String(root.number)} ${root.class} of ${of} breaks ${breaks}: ${root.title}`;
    }),
  ];
}
