// The recorder of tests: what it keeps, where a window begins, checkpoints, decisions with bars; and that a recording
// made faithfully replays to parity whatever was drawn.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { hasErrors } from '../../../engine/core/schema/index.js';
import { openCapture, writeCapture } from '../../../engine/host/capture/index.js';
import type { ReplayClient } from '../../../engine/host/replay/replay-client.js';
import { runCapture, type CaptureRun } from '../../../engine/host/replay/run-capture.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import { atDepth } from '../../support/depth.js';
import { botParts, faithfulCapture } from '../../support/bench-bot.js';
import { withTempDir } from '../../support/captures.js';
import {
  COVERAGES,
  recordCapture,
  type RecordedParts,
  type RecordingRequest,
} from '../../support/recording.js';

const REPLAY_MS = 60_000;
const WINDOW = { first: 200, ticks: 60 };
/** A handful; causes/faithful.test.ts holds more of them against everything, and its full check two hundred. */
const SEEDS = atDepth(2, 12);

describe('recording', function () {
  this.timeout(REPLAY_MS);
  let client: ReplayClient;
  before(() => {
    client = startReplayClient();
  });
  after(() => client.dispose());

  const record = (request: Partial<RecordingRequest> = {}): Promise<RecordedParts> =>
    recordCapture({
      client,
      base: botParts(),
      coverage: COVERAGES.everything,
      window: WINDOW,
      ...request,
    });
  const run = (parts: RecordedParts): Promise<CaptureRun> =>
    withTempDir(async (dir) => {
      const capture = join(dir, 'capture');
      await writeCapture(capture, parts);
      return runCapture(client, { capture });
    });

  for (const [name, coverage] of Object.entries(COVERAGES)) {
    it(`keeps ${name}, from the middle of a run, and that replays to parity`, async () => {
      const parts = await record({ coverage });
      const kinds = new Set<string>(coverage.kinds);
      assert.ok(parts.events.length > 0);
      assert.ok(parts.events.every(({ kind }) => kinds.has(kind)));
      assert.ok(parts.snapshot.cursor.seq > 0);
      assert.equal(parts.events[0]?.seq, parts.snapshot.cursor.seq + 1);
      assert.equal(parts.snapshot.counters.ticks, WINDOW.first);
      const report = await run(parts);
      assert.deepEqual(
        report.issues.filter(({ severity }) => severity === 'error'),
        [],
      );
      assert.equal(report.verdict, 'parity', report.mismatches[0]?.message);
      assert.equal(report.ticks, WINDOW.ticks);
      assert.equal(report.events.matched, parts.events.length);
    });
  }

  it('a window is what the whole run did there', async () => {
    const whole = await record({ window: { first: 0, ticks: WINDOW.first + WINDOW.ticks } });
    const part = await record();
    const fromTs = part.manifest.window.fromTs;
    const unnumbered = ({ events }: RecordedParts) =>
      events.filter(({ ts }) => ts >= fromTs).map((event) => ({ ...event, seq: 0 }));
    assert.deepEqual(unnumbered(part), unnumbered(whole));
    assert.equal(part.manifest.window.end, 'cut');
  });

  it('writes the bar a decision saw, and checks nothing that was not given', async () => {
    const { bars } = botParts();
    const parts = await record({ coverage: COVERAGES.decisions, decisionBars: true });
    for (const event of parts.events) {
      if (event.kind !== 'decision') continue;
      const { symbol, ts, bar, indicators } = event;
      const market = bars.find((entry) => entry.symbol === symbol && entry.openTs === ts);
      assert.equal(bar?.openTs, ts);
      assert.equal(bar.close, market?.close);
      assert.equal(Number(indicators['close']), Number(bar.close));
    }
    const openTs = parts.manifest.window.fromTs;
    const bar = { close: '91234.5' };
    const changed = await record({
      coverage: COVERAGES.decisions,
      decisionBars: true,
      interventions: [{ kind: 'market-bar', symbol: 'BTC', openTs, bar }],
    });
    const [first] = changed.events;
    assert.ok(first?.kind === 'decision' && first.symbol === 'BTC');
    assert.equal(first.bar?.close, bar.close);
    assert.equal(first.indicators['close'], bar.close);
    const plain = await record({ coverage: COVERAGES.decisions });
    assert.ok(plain.events.every((event) => event.kind !== 'decision' || event.bar === undefined));
  });

  it('writes checkpoints of the full state, each after the events of its tick', async () => {
    const every = 7;
    const parts = await record({ checkpointsEvery: every });
    const points = parts.events.filter((event) => event.kind === 'checkpoint');
    assert.equal(points.length, Math.floor((WINDOW.ticks - 1) / every));
    assert.ok(parts.manifest.coverage.kinds.includes('checkpoint'));
    const times = parts.events.map(({ ts }) => ts);
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    );
    // A checkpoint is what a window that begins right after it has as its snapshot.
    const next = await record({ window: { first: WINDOW.first + every, ticks: 2 } });
    const { account, positions, orders, strategy } = next.snapshot;
    assert.deepEqual(points[0]?.state, { account, positions, orders, strategy });
    await withTempDir(async (dir) => {
      const capture = join(dir, 'capture');
      await writeCapture(capture, parts);
      const { value, issues } = await openCapture(capture);
      assert.ok(value !== undefined && !hasErrors(issues), JSON.stringify(issues));
    });
  });

  it('live ran with other params: they stand in the manifest', async () => {
    const params = { entry: { confirm_bars: 3 } };
    const parts = await record({ params });
    assert.deepEqual(parts.manifest.strategy.params, params);
    assert.notDeepEqual(parts.events, (await record()).events);
    assert.equal((await run(parts)).verdict, 'parity');
  });

  it('a strategy that cannot be opened or that fails is an error, not an empty recording', async () => {
    await assert.rejects(record({ params: { entry: { nonsense: 1 } } }), /nonsense/);
    await assert.rejects(record({ strategy: '/nowhere.ts' }), /nowhere/);
  });

  for (let seed = 1; seed <= SEEDS; seed += 1) {
    it(`faithful capture ${String(seed)} replays to parity`, async () => {
      const { parts, drawn } = await faithfulCapture(client, seed);
      const report = await run(parts);
      const errors = report.issues.filter(({ severity }) => severity === 'error');
      assert.deepEqual(errors, [], drawn);
      assert.equal(report.failure, null, drawn);
      // Checkpoints are compared by the search for causes, everything else here.
      const departed = report.mismatches.filter(({ live }) => live?.event.kind !== 'checkpoint');
      assert.deepEqual(departed, [], drawn);
      assert.ok((report.byKind['ledger']?.matched ?? 0) > 0, drawn);
    });
  }

  it('the same seed draws the same capture', async () => {
    const [one, two] = [await faithfulCapture(client, 3), await faithfulCapture(client, 3)];
    assert.deepEqual(one, two);
  });
});
