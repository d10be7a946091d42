import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { SideBySide } from '../../../debug-adapter/protocol.js';
import { FAKE_CAPTURE, FAKE_STRATEGY } from '../../support/fake-replay-client.js';
import { InlineAdapter } from './inline-adapter.js';

const bodyOf = (event: DebugProtocol.Event): Readonly<Record<string, unknown>> =>
  event.body as Readonly<Record<string, unknown>>;
const outputs = (adapter: InlineAdapter, category: string): string[] =>
  adapter
    .events('output')
    .map((event) => bodyOf(event))
    .filter((body) => body['category'] === category)
    .map((body) => String(body['output']));

describe('debug adapter: life of a session', () => {
  it('stops on entry, and sends the view its content with the stop', async () => {
    const adapter = new InlineAdapter();
    const stopped = bodyOf(await adapter.launch());
    assert.equal(stopped['reason'], 'entry');
    const view = (await adapter.event('lockstep/stopped')).body as SideBySide;
    assert.equal(view.tick, 0);
    assert.deepEqual(await adapter.ask('lockstep/sideBySide'), view);
  });

  it('runs to the first hit when told not to stop on entry', async () => {
    const adapter = new InlineAdapter();
    await adapter.ask('initialize', { adapterID: 'lockstep' });
    await adapter.ask('launch', { capture: FAKE_CAPTURE, stopOnEntry: false });
    await adapter.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'entry_signal' }] });
    await adapter.ask('configurationDone');
    assert.equal(bodyOf(await adapter.event('stopped'))['reason'], 'function breakpoint');
  });

  it('stops where stopAt says', async () => {
    const adapter = new InlineAdapter();
    const stopped = await adapter.launch({ stopAt: { tick: 3 } });
    assert.equal(bodyOf(stopped)['reason'], 'goto');
    const view = (await adapter.ask('lockstep/sideBySide')) as SideBySide;
    assert.deepEqual(view.cursor, { tick: 3, moment: 0 });
  });

  it('says in one line how the whole recording fares', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch();
    assert.equal(
      bodyOf(await adapter.event('output'))['output'],
      '5 ticks, 1 live event, decimal 20 digits half-up: replay equals live.\n',
    );
  });

  it('compares, reports and ends when run without debugging', async () => {
    const adapter = new InlineAdapter({ report: { verdict: 'mismatch' } });
    await adapter.ask('initialize', { adapterID: 'lockstep' });
    await adapter.ask('launch', { capture: FAKE_CAPTURE, noDebug: true });
    await adapter.ask('configurationDone');
    assert.deepEqual(bodyOf(await adapter.event('exited')), { exitCode: 1 });
    await adapter.event('terminated');
    assert.match(outputs(adapter, 'console').join(''), /replay departs from live/);
  });

  it('answers before it stops', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch();
    adapter.received.length = 0;
    await adapter.ask('next');
    await adapter.event('lockstep/stopped');
    const order = adapter.received
      .map((message) => ('event' in message ? message.event : 'response'))
      .filter((kind) => kind !== 'output');
    assert.deepEqual(order, ['response', 'stopped']);
  });

  it('ends once, however often it is told to', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch();
    await Promise.all([adapter.ask('terminate'), adapter.ask('terminate')]);
    await adapter.event('terminated');
    assert.equal(adapter.events('terminated').length, 0);
    assert.equal(adapter.clients[0]?.alive, false);
  });
});

describe('debug adapter: refusals', () => {
  const issue = {
    code: 'events.chain.broken',
    severity: 'error',
    kind: 'bad-input',
    file: 'events.jsonl',
    line: 12,
    message: 'the hash of the line before does not match',
    remedy: 'Record again.',
  } as const;
  const finding = {
    code: 'strategy.syntax',
    severity: 'error',
    message: 'expected a brace {}',
    range: { file: FAKE_STRATEGY, line: 3, column: 4, endLine: 3, endColumn: 5 },
  } as const;
  const refused = { replay: null, issues: [issue], findings: [finding], watch: [] };

  it('shows every issue of a capture that cannot be opened, with its place', async () => {
    const adapter = new InlineAdapter({ open: refused });
    await adapter.ask('initialize', { adapterID: 'lockstep' });
    const error = await adapter.refusal('launch', { capture: FAKE_CAPTURE });
    assert.equal(error.id, 1002);
    assert.equal(error.showUser, true);
    assert.deepEqual(error.variables?.['_text']?.split('\n'), [
      'The replay cannot be opened:',
      'events.jsonl:12: the hash of the line before does not match. Record again.',
      `${FAKE_STRATEGY}:3: expected a brace {}.`,
    ]);
    const [first, second] = adapter.events('output').map(bodyOf);
    assert.deepEqual(first?.['source'], {
      name: 'events.jsonl',
      path: `${FAKE_CAPTURE}/events.jsonl`,
    });
    assert.equal(first['line'], 12);
    assert.equal(second?.['line'], 3);
    assert.equal(adapter.clients[0]?.alive, false);
  });

  it('shows every mistake of a configuration', async () => {
    const adapter = new InlineAdapter();
    await adapter.ask('initialize', { adapterID: 'lockstep' });
    const error = await adapter.refusal('launch', { numeric: 'x' });
    assert.equal(error.id, 1001);
    assert.equal(adapter.clients.length, 0);
  });

  const table: readonly (readonly [string, unknown, number])[] = [
    ['attach', {}, 1001],
    ['__proto__', {}, 2005],
    ['setVariable', {}, 2005],
    ['next', {}, 2001],
    ['configurationDone', {}, 2001],
    ['restart', {}, 2001],
    ['stackTrace', {}, 2002],
    ['evaluate', { expression: '1' }, 2001],
    ['lockstep/seek', { tick: 1, seq: 2 }, 3001],
    ['goto', { targetId: 5 }, 3005],
    ['locations', { locationReference: 5 }, 4002],
  ];
  for (const [command, args, id] of table) {
    it(`answers ${command} before a launch with ${id}`, async () => {
      assert.equal((await new InlineAdapter().refusal(command, args)).id, id);
    });
  }

  it('refuses a client that speaks in URIs', async () => {
    const error = await new InlineAdapter().refusal('initialize', { pathFormat: 'uri' });
    assert.equal(error.id, 1003);
  });

  it('refuses a place outside the window before it moves', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch();
    assert.equal((await adapter.refusal('lockstep/seek', { tick: 5 })).id, 3002);
    assert.equal(adapter.events('continued').length, 0);
  });

  it('refuses what cannot be evaluated without a pop-up', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch();
    const error = await adapter.refusal('evaluate', { expression: 'nonsense', context: 'hover' });
    assert.equal(error.id, 4001);
    assert.equal(error.showUser, false);
  });
});

describe('debug adapter: restart', () => {
  it('opens the files again and keeps the breakpoints', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch();
    await adapter.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'entry_signal' }] });
    await adapter.ask('next');
    await adapter.event('stopped');
    await adapter.ask('restart');
    assert.equal(bodyOf(await adapter.event('stopped'))['reason'], 'entry');
    const told = bodyOf(await adapter.event('breakpoint'));
    assert.deepEqual(told['breakpoint'], { id: 1, verified: true });
    await adapter.ask('continue');
    const stopped = bodyOf(await adapter.event('stopped'));
    assert.deepEqual(stopped['hitBreakpointIds'], [1]);
  });

  it('leaves the session as it is when the strategy no longer compiles', async () => {
    const broken = { open: { replay: null, issues: [], findings: [], watch: [] } };
    const adapter = new InlineAdapter({}, broken);
    await adapter.launch();
    await adapter.event('output');
    assert.equal((await adapter.refusal('restart')).id, 1002);
    await adapter.ask('next');
    assert.equal(bodyOf(await adapter.event('stopped'))['reason'], 'step');
  });
});

describe('debug adapter: searches', () => {
  const endless = { endless: ['move'] } as const;

  async function searching(): Promise<InlineAdapter> {
    const adapter = new InlineAdapter();
    await adapter.launch({}, { supportsProgressReporting: true });
    const [client] = adapter.clients;
    assert.ok(client);
    client.script = endless;
    await adapter.ask('continue');
    client.script = {};
    return adapter;
  }

  it('end where they began when paused', async () => {
    const adapter = await searching();
    await adapter.ask('pause');
    const stopped = bodyOf(await adapter.event('stopped'));
    assert.equal(stopped['reason'], 'pause');
    const view = (await adapter.ask('lockstep/sideBySide')) as SideBySide;
    assert.deepEqual(view.cursor, { tick: 0, moment: 0 });
  });

  it('show progress once they take long, and end when it is cancelled', async () => {
    const adapter = await searching();
    const progress = bodyOf(await adapter.event('progressStart'));
    assert.equal(progress['title'], 'Continuing');
    assert.equal(progress['cancellable'], true);
    await adapter.ask('cancel', { progressId: progress['progressId'] });
    assert.equal(bodyOf(await adapter.event('stopped'))['reason'], 'pause');
    const end = bodyOf(await adapter.event('progressEnd'));
    assert.equal(end['progressId'], progress['progressId']);
  });

  it('end with the session', async () => {
    const adapter = await searching();
    await adapter.ask('terminate');
    await adapter.event('terminated');
    assert.equal(adapter.events('stopped').length, 0);
  });
});

describe('debug adapter: when something breaks', () => {
  it('ends the session with its number when the worker dies', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch();
    const [client] = adapter.clients;
    assert.ok(client);
    client.script = { failures: { move: 'worker-died' } };
    await adapter.ask('next');
    await adapter.event('terminated');
    assert.match(outputs(adapter, 'important').join(''), /Start it again.*\(2003\)/);
  });

  it('stays at the last stop when a move fails', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch();
    await adapter.ask('next');
    await adapter.event('stopped');
    await adapter.ask('gotoTargets', { source: { path: FAKE_STRATEGY }, line: 10 });
    const [client] = adapter.clients;
    assert.ok(client);
    client.script = {
      dress: (stop) => ({ ...stop, reason: stop.reason === 'goto' ? 'goto' : 'end' }),
    };
    await adapter.ask('goto', { threadId: 1, targetId: 1 });
    const stopped = bodyOf(await adapter.event('stopped'));
    assert.equal(stopped['reason'], 'pause');
    assert.match(String(stopped['text']), /Line 10 is not reached again/);
  });

  it('prints a failing strategy where it fails, and stops there as an exception', async () => {
    const range = { file: FAKE_STRATEGY, line: 11, column: 5, endLine: 11, endColumn: 20 };
    const failure = {
      code: 'strategy.threw',
      message: 'TypeError: x is undefined',
      remedy: 'Handle every tick.',
      tick: 0,
      ts: 0,
      site: range,
    };
    const adapter = new InlineAdapter();
    await adapter.launch();
    const [client] = adapter.clients;
    assert.ok(client);
    client.script = { dress: (stop) => ({ ...stop, reason: 'error', failure }) };
    await adapter.ask('continue');
    const stopped = bodyOf(await adapter.event('stopped'));
    assert.equal(stopped['reason'], 'exception');
    assert.equal(stopped['text'], failure.message);
    const important = adapter
      .events('output')
      .map(bodyOf)
      .find((body) => body['category'] === 'important');
    assert.equal(important?.['line'], 11);
  });
});
