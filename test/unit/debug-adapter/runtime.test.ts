import assert from 'node:assert/strict';
import { AdapterError } from '../../../debug-adapter/errors.js';
import { jumpToLine, single } from '../../../debug-adapter/journeys.js';
import { Runtime } from '../../../debug-adapter/runtime.js';
import {
  FAKE_CAPTURE,
  FAKE_STRATEGY,
  FakeReplayClient,
  type FakeScript,
} from '../../support/fake-replay-client.js';

async function opened(
  script: FakeScript = {},
): Promise<{ runtime: Runtime; client: FakeReplayClient }> {
  const client = new FakeReplayClient(script);
  const runtime = new Runtime(() => client);
  await runtime.open({ capture: FAKE_CAPTURE });
  return { runtime, client };
}

const at = (runtime: Runtime): unknown => runtime.stop?.cursor;

describe('runtime', () => {
  it('stands where its last journey ended', async () => {
    const { runtime } = await opened();
    assert.equal(runtime.stop, null);
    await runtime.travel(single({ kind: 'entry' }));
    await runtime.travel(single({ kind: 'decision' }));
    assert.deepEqual(at(runtime), { tick: 0, moment: 2 });
  });

  it('does one thing at a time, in the order asked', async () => {
    const { runtime, client } = await opened();
    await Promise.all([
      runtime.travel(single({ kind: 'entry' })),
      runtime.travel(single({ kind: 'tick' })),
      runtime.evaluate({ expression: 'tick' }),
      runtime.travel(single({ kind: 'tick' })),
    ]);
    const methods = client.log.map(({ method }) => method);
    assert.deepEqual(methods, ['open', 'run', 'move', 'move', 'evaluate', 'move']);
    assert.deepEqual(at(runtime), { tick: 2, moment: 0 });
  });

  it('lets logpoints speak on the way to a root, and not on the way back', async () => {
    const { runtime, client } = await opened();
    await runtime.travel(single({ kind: 'entry' }));
    const range = { file: FAKE_STRATEGY, line: 1, column: 1, endLine: 1, endColumn: 2 };
    const said = { cursor: { tick: 0, moment: 1 }, text: 'passed', range };
    client.script = { logs: [said] };
    assert.deepEqual((await runtime.travel(single({ kind: 'root' }))).logs, [said]);
    assert.deepEqual((await runtime.travel(single({ kind: 'root-back' }))).logs, []);
  });

  it('goes on after a request that failed', async () => {
    const { runtime, client } = await opened({ failures: { evaluate: 'internal' } });
    await assert.rejects(runtime.evaluate({ expression: 'tick' }));
    client.script = {};
    await runtime.travel(single({ kind: 'entry' }));
    assert.deepEqual(at(runtime), { tick: 0, moment: 0 });
  });

  it('is back where it was when a journey is cancelled', async () => {
    const { runtime, client } = await opened();
    await runtime.travel(single({ kind: 'entry' }));
    await runtime.travel(single({ kind: 'decision' }));
    const journey = runtime.travel(
      async (walker) => {
        await walker.move({ kind: 'tick' });
        client.script = { endless: ['move'] };
        setImmediate(() => {
          client.script = {};
          abort.abort();
        });
        return walker.move({ kind: 'continue' });
      },
      { signal: (abort = new AbortController()).signal },
    );
    await assert.rejects(journey);
    assert.deepEqual(at(runtime), { tick: 0, moment: 2 });
    assert.equal(runtime.stop?.reason, 'step');
    assert.deepEqual(client.log.at(-1)?.request, { kind: 'seek', cursor: { tick: 0, moment: 2 } });
  });
  let abort: AbortController;

  it('never starts what was cancelled while it waited', async () => {
    const { runtime, client } = await opened();
    const signal = AbortSignal.abort();
    await assert.rejects(runtime.travel(single({ kind: 'entry' }), { signal }), AdapterError);
    assert.deepEqual(
      client.log.map(({ method }) => method),
      ['open', 'run'],
    );
  });

  it('keeps the open replay when another cannot be opened', async () => {
    const scripts: FakeScript[] = [
      {},
      { open: { replay: null, issues: [], findings: [], watch: [] } },
    ];
    const clients: FakeReplayClient[] = [];
    const runtime = new Runtime(() => {
      const client = new FakeReplayClient(scripts[clients.length]);
      clients.push(client);
      return client;
    });
    await runtime.open({ capture: FAKE_CAPTURE });
    await runtime.travel(single({ kind: 'entry' }));
    const { result } = await runtime.open({ capture: '/elsewhere' });
    assert.equal(result.replay, null);
    assert.deepEqual(
      clients.map(({ alive }) => alive),
      [true, false],
    );
    await runtime.travel(single({ kind: 'decision' }));
    assert.deepEqual(at(runtime), { tick: 0, moment: 2 });
  });

  it('lets the old replay go once another is open', async () => {
    const clients: FakeReplayClient[] = [];
    const runtime = new Runtime(() => {
      clients.push(new FakeReplayClient());
      return clients.at(-1) as FakeReplayClient;
    });
    await runtime.open({ capture: FAKE_CAPTURE });
    await runtime.travel(single({ kind: 'entry' }));
    await runtime.open({ capture: FAKE_CAPTURE });
    assert.deepEqual(
      clients.map(({ alive }) => alive),
      [false, true],
    );
    assert.equal(runtime.stop, null);
  });

  it('leaves no worker behind when opening breaks', async () => {
    const client = new FakeReplayClient({ failures: { open: 'internal' } });
    const runtime = new Runtime(() => client);
    await assert.rejects(runtime.open({ capture: FAKE_CAPTURE }));
    assert.equal(client.alive, false);
  });
});

describe('jump to line', () => {
  const wanted = { file: FAKE_STRATEGY, line: 12 };

  it('goes to the next moment that reaches it, past other breakpoints, and puts those back', async () => {
    const { runtime, client } = await opened();
    const breakpoints = [{ id: 1, kind: 'name', name: 'adx_min' }] as const;
    await runtime.setBreakpoints(breakpoints);
    await runtime.travel(single({ kind: 'entry' }));
    const { stop } = await runtime.travel(jumpToLine(wanted));
    assert.deepEqual(stop.cursor, { tick: 0, moment: 3 });
    assert.equal(stop.reason, 'goto');
    assert.deepEqual(stop.breakpointIds, []);
    assert.deepEqual(client.log.at(-1)?.request, { breakpoints });
  });

  it('stays when the line is not reached again', async () => {
    const { runtime } = await opened();
    await runtime.travel(single({ kind: 'entry' }));
    await assert.rejects(runtime.travel(jumpToLine({ ...wanted, line: 99 })), /Line 99/);
    assert.deepEqual(at(runtime), { tick: 0, moment: 0 });
  });
});
