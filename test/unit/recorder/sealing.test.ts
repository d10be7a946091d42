// A capture made of a recording holds what was recorded, replays as live did, and says which part of it it is.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runBot } from '../../../examples/recorders/typescript/bot.js';
import { hasErrors, type BarRecord, type EventRecord } from '../../../engine/core/schema/index.js';
import { openCapture } from '../../../engine/host/capture/index.js';
import { sealRecording } from '../../../engine/host/integrity/seal-recording.js';
import { isIntact } from '../../../engine/host/integrity/verification.js';
import { verifyFolder } from '../../../engine/host/integrity/verify-folder.js';
import { startRecorder } from '../../../engine/host/recorder/index.js';
import { without } from '../../../engine/host/recorder/without.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import { smallCapture } from '../../cli/small-capture.js';
import { withTempDir } from '../../support/captures.js';
import { bar, draft, ears, options, risk, state, tickTs } from '../../support/recorder.js';

const ROOT = new URL('../../../', import.meta.url).pathname;
const PYTHON = join(ROOT, 'examples', 'recorders', 'python', 'bot.py');
const FROM_PYTHON = join(ROOT, 'test', 'fixtures', 'recordings', 'python');

const refuse = (text: string): never => assert.fail(text);

/** A bot that says it records no trades. */
const quiet = { ...draft, coverage: { kinds: ['risk' as const] } };

async function valueOf(dir: string) {
  const { value, issues } = await openCapture(dir);
  assert.ok(value !== undefined && !hasErrors(issues), JSON.stringify(issues));
  return value;
}

describe('a sealed recording', () => {
  it('holds the very events and bars, and replays to parity', () =>
    withTempDir(async (temp) => {
      const { manifest, snapshot, bars, events } = smallCapture();
      const header = without(manifest, 'window', 'runs');
      const dir = join(temp, 'recording');
      const recorder = await startRecorder(dir, header, options({ snapshot, segmentLines: 3 }));
      for (const each of bars as Iterable<BarRecord>) {
        recorder.bar(without(each, 'kind'));
      }
      for (const event of events) {
        const take = recorder[event.kind as 'ledger'];
        take(without(event, 'seq', 'kind') as Parameters<typeof take>[0]);
      }
      const out = join(temp, 'capture');
      await recorder.seal(out);
      await recorder.close();
      const capture = await valueOf(out);
      assert.deepEqual(
        capture.events.map((event) => without(event, 'prev')),
        events,
      );
      assert.deepEqual(
        capture.bars.map((each) => without(each, 'revision')),
        bars,
      );
      const client = startReplayClient();
      try {
        await client.request('open', { capture: out });
        assert.equal((await client.request('run', {})).verdict, 'parity');
      } finally {
        await client.dispose();
      }
    })).timeout(60_000);

  it('has the same lines as the recording, so that its anchors prove the capture too', () =>
    withTempDir(async (temp) => {
      const dir = join(temp, 'recording');
      await runBot(dir, 30, refuse);
      await sealRecording(dir, join(temp, 'capture'));
      assert.equal(
        await readFile(join(temp, 'capture', 'events.jsonl'), 'utf8'),
        await readFile(join(dir, 'events-000001.jsonl'), 'utf8'),
      );
      const anchors = join(dir, 'anchors.jsonl');
      const verified = await verifyFolder(join(temp, 'capture'), { anchors });
      assert.deepEqual(verified.issues, []);
      assert.deepEqual([verified.isSealed, verified.anchoredSeq], [true, verified.lastSeq]);
    }));

  it('has bars in order, whenever their revisions were seen', () =>
    withTempDir(async (temp) => {
      const dir = join(temp, 'recording');
      const recorder = await startRecorder(dir, quiet, options());
      for (const each of [bar(1), bar(0), bar(2), bar(0, 130), bar(1, 131), bar(1, 132)])
        recorder.bar(each);
      recorder.bar(bar(0, 99, 'ETH'));
      recorder.risk(risk(0));
      await recorder.close();
      await sealRecording(dir, join(temp, 'capture'));
      const capture = await valueOf(join(temp, 'capture'));
      assert.deepEqual(
        capture.bars.map(({ symbol, openTs, close }) => [symbol, openTs, close]),
        [
          ['BTC', tickTs(0), '130'],
          ['ETH', tickTs(0), '99'],
          ['BTC', tickTs(1), '132'],
          ['BTC', tickTs(2), '102'],
        ],
      );
      assert.equal(capture.revisions.length, 5);
    }));

  it('can begin with the state after a restart, as a run of its own', () =>
    withTempDir(async (temp) => {
      const dir = join(temp, 'recording');
      const act = async (first: number, chosen = {}): Promise<void> => {
        const recorder = await startRecorder(dir, quiet, options(chosen));
        for (const index of [first, first + 1]) {
          recorder.bar(bar(index));
          recorder.risk({ ...risk(0), ts: tickTs(index) });
        }
        await recorder.close();
      };
      await act(0);
      const cursor = { seq: 0, lastTickTs: tickTs(1), lastBarTs: { BTC: tickTs(1) } };
      await act(2, { fingerprint: 'run-2', snapshot: state({ cursor }) });
      const whole = await sealRecording(dir, join(temp, 'whole'));
      assert.deepEqual(
        whole.runs.map(({ fingerprint, firstSeq, lastSeq }) => [fingerprint, firstSeq, lastSeq]),
        [
          ['run-1', 1, 2],
          ['run-2', 3, 5],
        ],
      );
      const part = await sealRecording(dir, join(temp, 'part'), { from: 'last' });
      assert.deepEqual(part.runs, [{ fingerprint: 'run-2', firstSeq: 4, lastSeq: 5 }]);
      assert.deepEqual(part.window, { fromTs: tickTs(2), toTs: tickTs(3), end: 'cut' });
      await valueOf(join(temp, 'part'));
      const first = await sealRecording(dir, join(temp, 'first'), { untilTs: tickTs(1) });
      assert.deepEqual(first.runs, [{ fingerprint: 'run-1', firstSeq: 1, lastSeq: 2 }]);
      await valueOf(join(temp, 'first'));
      await assert.rejects(sealRecording(dir, join(temp, 'x'), { from: 9 }), /snapshots at 3/);
    }));

  it('is refused of a recording that was changed, and leaves nothing', () =>
    withTempDir(async (temp) => {
      const dir = join(temp, 'recording');
      await runBot(dir, 10, refuse);
      await rm(join(dir, 'snapshot.json'));
      await assert.rejects(sealRecording(dir, join(temp, 'capture')), { code: 'recorder.damaged' });
      assert.deepEqual(await readdir(temp), ['recording']);
    }));

  it('cannot be compared when something was lost in it, which is named', () =>
    withTempDir(async (temp) => {
      const dir = join(temp, 'recording');
      const { hear } = ears();
      const recorder = await startRecorder(dir, draft, options(hear));
      recorder.bar(bar(0));
      recorder.balance({ ts: tickTs(0), balance: NaN });
      recorder.risk(risk(1));
      await recorder.seal(join(temp, 'capture'));
      assert.equal(await recorder.snapshot(state()), true);
      recorder.bar(bar(1));
      recorder.risk({ ...risk(1), ts: tickTs(1) });
      await recorder.seal(join(temp, 'behind'), { from: 'last' });
      await recorder.close();
      const { issues } = await openCapture(join(temp, 'capture'));
      const gap = issues.find(({ code }) => code === 'events.gap.recorded');
      assert.deepEqual([gap?.kind, gap?.line, gap?.severity], ['invalid-comparison', 1, 'error']);
      assert.equal(isIntact(await verifyFolder(join(temp, 'capture'))), true);
      const behind = await openCapture(join(temp, 'behind'));
      assert.ok(!behind.issues.some(({ code }) => code === 'events.gap.recorded'));
    }));
});

describe('the recorder in Python', () => {
  const checked = async (dir: string): Promise<void> =>
    withTempDir(async (temp) => {
      const verified = await verifyFolder(dir);
      assert.deepEqual(verified.issues, []);
      const manifest = await sealRecording(dir, join(temp, 'capture'), {
        untilTs: 1_700_169_000_000,
      });
      const { events, bars } = await valueOf(join(temp, 'capture'));
      assert.deepEqual([manifest.sequence?.first, bars.length], [1, 48]);
      const kinds = new Set(events.map(({ kind }: EventRecord) => kind));
      assert.deepEqual([...kinds].sort(), [
        'acknowledgement',
        'decision',
        'fill',
        'ledger',
        'order',
      ]);
      assert.ok(isIntact(await verifyFolder(join(temp, 'capture'))));
    });

  it('wrote a recording that is kept here, which verifies and can be sealed', () =>
    checked(FROM_PYTHON));

  it('writes one that verifies and can be sealed, the same as the one that is kept, and resumes it', function () {
    const python = (...args: readonly string[]) =>
      spawnSync('python3', ['-B', PYTHON, ...args], { encoding: 'utf8' });
    // Where there is no Python the kept recording stands for it.
    if (spawnSync('python3', ['--version']).status !== 0) this.skip();
    return withTempDir(async (temp) => {
      const dir = join(temp, 'recording');
      const ran = python(dir);
      assert.equal(ran.status, 0, ran.stderr);
      await checked(dir);
      for (const name of (await readdir(FROM_PYTHON)).filter((each) => /\.jsonl?$/.test(each)))
        assert.equal(
          await readFile(join(dir, name), 'utf8'),
          await readFile(join(FROM_PYTHON, name), 'utf8'),
          name,
        );
      const resumed = python(dir, '12', '48');
      assert.equal(resumed.status, 0, resumed.stderr);
      const verified = await verifyFolder(dir);
      assert.deepEqual(verified.issues, []);
      assert.equal(verified.bars, 60);
    });
  });
});
