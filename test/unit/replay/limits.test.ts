// Strategies that do not end, do not fit or do not behave: each is stopped with the rule it broke and the tick it was
// in, and the worker's owner can go on.
import assert from 'node:assert/strict';
import { startReplayClient, type StartOptions } from '../../../engine/host/replay/start.js';
import { ReplayError, type ReplayClient } from '../../../engine/host/replay/replay-client.js';
import type { StrategyFailure } from '../../../engine/host/replay/protocol.js';
import { EXAMPLE_CAPTURE } from '../../support/builds.js';
import { withStrategy, type OnDisk } from '../../support/strategy-capture.js';

async function withClient<T>(
  options: StartOptions,
  use: (client: ReplayClient) => Promise<T>,
): Promise<T> {
  const client = startReplayClient(options);
  try {
    return await use(client);
  } finally {
    await client.dispose();
  }
}

async function runFiles(client: ReplayClient, { capture, strategy }: OnDisk) {
  const opened = await client.request('open', { capture, strategy });
  assert.deepEqual(
    opened.findings.filter(({ severity }) => severity === 'error'),
    [],
  );
  return client.request('run', {});
}

/** The error of a worker that had to be ended. */
const ended = (options: StartOptions, body: string): Promise<ReplayError> =>
  withClient(options, (client) =>
    withStrategy(body, async (files) => {
      const error: unknown = await runFiles(client, files).then(
        () => null,
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof ReplayError, 'the run ended by itself');
      assert.equal(client.alive, false);
      await assert.rejects(client.request('run', {}), { code: 'worker-died' });
      return error;
    }),
  );

describe('replay worker: rules a strategy breaks are answers', () => {
  // One worker for all of them: it must serve the next strategy whatever the last one did.
  let client: ReplayClient;
  before(() => {
    client = startReplayClient();
  });
  after(() => client.dispose());

  const reported = (body: string): Promise<StrategyFailure | null> =>
    withStrategy(body, async (files) => {
      const { failure } = await runFiles(client, files);
      await files.rewrite('');
      assert.equal((await runFiles(client, files)).failure, null);
      return failure;
    });

  const TABLE: readonly (readonly [string, string, string, RegExp])[] = [
    [
      'an endless loop',
      'if (tick.index === 1) while (true) see;',
      'strategy.loop-limit',
      /^a loop ran/,
    ],
    [
      'an endless loop that catches everything',
      'if (tick.index === 1) for (;;) { try { for (;;) { try { for (;;) ; } catch (e) { see; } } } catch (e) { see; } }',
      'strategy.loop-limit',
      /^a loop ran/,
    ],
    [
      'endless recursion',
      'const deep = (n) => deep(n + 1) + 1; if (tick.index === 1) deep(0);',
      'strategy.recursion',
      /without end/,
    ],
    [
      'an error of its own',
      'if (tick.index === 1) throw new Error("mine");',
      'strategy.threw',
      /^Error: mine$/,
    ],
    [
      'something thrown that is no error',
      'if (tick.index === 1) throw "text";',
      'strategy.threw',
      /threw text/,
    ],
    [
      'nonsense asked for',
      'if (tick.index === 1) tick.hold(9, "go");',
      'strategy.symbol',
      /9 is not a symbol/,
    ],
  ];
  for (const [title, body, code, message] of TABLE) {
    it(title, async () => {
      const failure = await reported(body);
      assert.equal(failure?.code, code, failure?.message);
      assert.match(failure.message, message);
      assert.equal(failure.tick, 1);
      assert.equal(failure.site?.line, 8);
    }).timeout(60_000);
  }

  it('import() is a finding before anything runs', () =>
    withStrategy("import('node:fs');", async ({ capture, strategy }) => {
      const { replay, findings } = await client.request('open', { capture, strategy });
      assert.equal(replay, null);
      assert.ok(findings.some(({ severity, range }) => severity === 'error' && range.line === 8));
    })).timeout(60_000);
});

describe('replay worker: what no rule can stop ends the worker', () => {
  const TABLE: readonly (readonly [string, StartOptions, string, ReplayError['failure']])[] = [
    [
      'lists without end',
      { heapMb: 64 },
      'if (tick.index === 2) { const all = []; while (true) all.push([tick.index, {}, {}, {}]); }',
      'strategy.memory-limit',
    ],
    [
      'text without end',
      { heapMb: 64 },
      'if (tick.index === 2) { const all = []; for (let n = 0; n < 1e7; n += 1) all.push(JSON.stringify(all.length).repeat(1000)); }',
      'strategy.memory-limit',
    ],
    [
      'a regular expression that backtracks for ever',
      { stuckMs: 300 },
      'if (tick.index === 2) /^(a+)+$/.test("a".repeat(40) + "b");',
      'strategy.time-limit',
    ],
  ];
  for (const [title, options, body, failure] of TABLE) {
    it(title, async () => {
      const error = await ended(options, body);
      assert.equal(error.failure, failure, error.message);
      assert.equal(error.tick, 2);
    }).timeout(60_000);
  }
});

describe('replay worker: cancelling', () => {
  it('a long run ends when its signal says so, and the worker serves the next request', () =>
    withClient({}, async (client) => {
      await client.request('open', { capture: EXAMPLE_CAPTURE });
      const controller = new AbortController();
      const running = client.request(
        'run',
        {},
        {
          signal: controller.signal,
          onProgress: () => {
            controller.abort();
          },
        },
      );
      await assert.rejects(running, { code: 'cancelled' });
      assert.ok(client.alive);
      const report = await client.request('run', {});
      assert.equal(report.verdict, 'parity');
      assert.equal(report.ticks, 600);
    })).timeout(60_000);

  it('a signal that was given before is not even sent', () =>
    withClient({}, async (client) => {
      const signal = AbortSignal.abort();
      await assert.rejects(client.request('run', {}, { signal }), { code: 'cancelled' });
    })).timeout(60_000);

  it('disposing ends what is under way', () =>
    withClient({}, async (client) => {
      const opening = client.request('open', { capture: EXAMPLE_CAPTURE });
      await Promise.all([assert.rejects(opening, { code: 'worker-died' }), client.dispose()]);
    })).timeout(60_000);
});
