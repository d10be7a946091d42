import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ValueNode } from '../../../engine/host/replay/protocol.js';
import { FAKE_CAPTURE, FAKE_STRATEGY } from '../../support/fake-replay-client.js';
import { InlineAdapter } from './inline-adapter.js';

const source = { path: FAKE_STRATEGY };

interface Breakpoints {
  readonly breakpoints: readonly DebugProtocol.Breakpoint[];
}

describe('debug adapter: breakpoints', () => {
  it('move to the next statement, and say so', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch();
    const args = { source, breakpoints: [{ line: 8 }, { line: 99 }] };
    const { breakpoints } = (await adapter.ask('setBreakpoints', args)) as Breakpoints;
    assert.deepEqual(
      breakpoints.map(({ verified, line, message }) => [verified, line, message]),
      [
        [true, 10, undefined],
        [false, 99, 'no statement at or below this line'],
      ],
    );
  });

  it('by name suggest what was meant', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch();
    const args = { breakpoints: [{ name: 'entry_signal' }, { name: 'entry_singal' }] };
    const { breakpoints } = (await adapter.ask('setFunctionBreakpoints', args)) as Breakpoints;
    assert.deepEqual(
      breakpoints.map(({ verified, message }) => [verified, message]),
      [
        [true, undefined],
        [
          false,
          'No reason code, gate or event kind is called "entry_singal". Did you mean "entry_signal"?',
        ],
      ],
    );
  });

  it('answer exception filters in place', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch();
    const args = { filters: ['departure', 'all'], filterOptions: [{ filterId: 'blocked' }] };
    const { breakpoints } = (await adapter.ask('setExceptionBreakpoints', args)) as Breakpoints;
    assert.deepEqual(
      breakpoints.map(({ verified }) => verified),
      [true, false, true],
    );
  });

  it('are offered at lines that hold a statement', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch();
    const args = { source, line: 9, endLine: 12 };
    const before = adapter.clients[0]?.log.length ?? 0;
    assert.deepEqual(await adapter.ask('breakpointLocations', args), {
      breakpoints: [{ line: 10 }, { line: 11 }, { line: 12 }],
    });
    const asked = adapter.clients[0]?.log.slice(before).map(({ request }) => request);
    assert.deepEqual(asked?.at(-1), { breakpoints: [] });
  });

  it('count lines as the client does', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch({}, { linesStartAt1: false });
    const args = { source, breakpoints: [{ line: 7 }] };
    const { breakpoints } = (await adapter.ask('setBreakpoints', args)) as Breakpoints;
    assert.equal(breakpoints[0]?.line, 9);
  });
});

describe('debug adapter: jump to cursor', () => {
  it('goes to the next time the line is reached', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch();
    const { targets } = (await adapter.ask('gotoTargets', { source, line: 11 })) as {
      targets: DebugProtocol.GotoTarget[];
    };
    assert.deepEqual(targets, [{ id: 1, label: 'Next time line 11 is reached', line: 11 }]);
    await adapter.ask('goto', { threadId: 1, targetId: 1 });
    const stopped = (await adapter.event('stopped')) as DebugProtocol.StoppedEvent;
    assert.equal(stopped.body.reason, 'goto');
    assert.equal((await adapter.refusal('goto', { threadId: 1, targetId: 1 })).id, 3005);
    assert.equal(stopped.body.hitBreakpointIds, undefined);
  });

  it('offers nothing where there is no statement', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch();
    assert.deepEqual(await adapter.ask('gotoTargets', { source, line: 50 }), { targets: [] });
  });
});

describe('debug adapter: stack and sources', () => {
  it('pages the stack', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch();
    await adapter.ask('next');
    await adapter.event('stopped');
    const { stackFrames, totalFrames } = (await adapter.ask('stackTrace', {
      threadId: 1,
      startFrame: 1,
      levels: 1,
    })) as DebugProtocol.StackTraceResponse['body'];
    assert.deepEqual([stackFrames.map(({ name }) => name), totalFrames], [['BTC'], 3]);
  });

  it('names its thread by the arithmetic', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch();
    assert.deepEqual(await adapter.ask('threads'), {
      threads: [{ id: 1, name: 'Replay (decimal 20 digits half-up)' }],
    });
  });

  it('lists the strategy and the capture', async () => {
    const adapter = new InlineAdapter();
    await adapter.launch();
    const { sources } = (await adapter.ask('loadedSources')) as {
      sources: DebugProtocol.Source[];
    };
    assert.deepEqual(
      sources.map(({ name }) => name),
      ['strategy.ts', 'manifest.json', 'events.jsonl', 'market.jsonl', 'snapshot.json'],
    );
  });
});

const value = (name: string, fields: Partial<ValueNode> = {}): ValueNode => ({
  name,
  value: '1',
  type: 'number',
  handle: 0,
  childCount: 0,
  ...fields,
});

describe('debug adapter: values', () => {
  it('pass the page that was asked for', async () => {
    const asked: unknown[] = [];
    const adapter = new InlineAdapter({
      children: (request) => {
        asked.push(request);
        return [value('100')];
      },
    });
    await adapter.launch({}, { supportsVariablePaging: true });
    const page = { variablesReference: 9, filter: 'indexed', start: 100, count: 50 };
    const body = (await adapter.ask('variables', page)) as { variables: unknown[] };
    assert.equal(body.variables.length, 1);
    assert.deepEqual(await adapter.ask('variables', { ...page, filter: 'named' }), {
      variables: [],
    });
    assert.deepEqual(asked, [{ handle: 9, start: 100, count: 50 }]);
  });

  it('colour gates for a client that shows colours, and no others', async () => {
    const gate = { name: 'adx_min', value: '1', comparator: '>=', threshold: '2' };
    const gates = [{ ...gate, passed: false, trigger: false, range: null }];
    const script = {
      children: () => [value('adx_min')],
      dress: (stop: object) => ({ ...stop, gates }) as never,
    };
    const shown = async (supportsANSIStyling: boolean, reference: number): Promise<unknown> => {
      const adapter = new InlineAdapter(script);
      await adapter.launch({}, { supportsANSIStyling });
      const body = await adapter.ask('variables', { variablesReference: reference });
      return (body as { variables: { value: string }[] }).variables[0]?.value;
    };
    assert.equal(await shown(true, 2), '\u001b[31m1\u001b[0m');
    assert.equal(await shown(true, 3), '1');
    assert.equal(await shown(false, 2), '1');
  });

  it('are copied with their children', async () => {
    const tree: Readonly<Record<number, readonly ValueNode[]>> = {
      7: [value('side', { value: 'long' }), value('entry', { value: '{…}', handle: 8 })],
      8: [value('price', { value: '100.5' })],
    };
    const adapter = new InlineAdapter({
      evaluate: (name) => value(name, { value: '{…}', type: 'record', handle: 7 }),
      children: ({ handle }) => tree[handle] ?? [],
    });
    await adapter.launch();
    const copied = await adapter.ask('evaluate', { expression: 'position', context: 'clipboard' });
    const { result } = copied as DebugProtocol.EvaluateResponse['body'];
    assert.equal(result, 'side: long\nentry: {…}\n  price: 100.5');
  });
});

describe('debug adapter: completions', () => {
  async function offered(text: string, column = text.length + 1): Promise<unknown[]> {
    const adapter = new InlineAdapter({
      evaluate: (name) =>
        name === 'position' ? value(name, { type: 'record', handle: 7 }) : { error: 'none' },
      children: () => [value('side'), value('size')],
    });
    await adapter.launch();
    const body = await adapter.ask('completions', { text, column });
    const { targets } = body as { targets: DebugProtocol.CompletionItem[] };
    return targets.map(({ label, start, length }) => [label, start, length]);
  }

  it('offer names of the catalogue', async () => {
    assert.deepEqual(await offered('exit'), [
      ['exit_stop_loss', 1, 4],
      ['exit_filter.slow', 1, 4],
    ]);
  });

  it('offer what an expression can start with', async () => {
    assert.deepEqual(await offered('1 + pos'), [['position', 5, 3]]);
  });

  it('offer the fields of a value, up to the caret', async () => {
    assert.deepEqual(await offered('position.si > 1', 12), [
      ['position.side', 1, 11],
      ['position.size', 1, 11],
    ]);
  });
});

describe('debug adapter: locations', () => {
  it('lead from a value to the line it was recorded at, until the next stop', async () => {
    const range = {
      file: `${FAKE_CAPTURE}/events.jsonl`,
      line: 4,
      column: 1,
      endLine: 4,
      endColumn: 9,
    };
    const adapter = new InlineAdapter({ children: () => [value('price', { source: range })] });
    await adapter.launch();
    const body = await adapter.ask('variables', { variablesReference: 3 });
    const [variable] = (body as DebugProtocol.VariablesResponse['body']).variables;
    const locationReference = variable?.valueLocationReference;
    const place = await adapter.ask('locations', { locationReference });
    assert.equal((place as { line: number }).line, 4);
    await adapter.ask('next');
    await adapter.event('stopped');
    assert.equal((await adapter.refusal('locations', { locationReference })).id, 4002);
  });
});
