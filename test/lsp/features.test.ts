// What else the server offers on a strategy: hovers, lenses, actions, links, and its own requests.
import assert from 'node:assert/strict';
import {
  CodeActionRequest,
  CodeLensRequest,
  DefinitionRequest,
  HoverRequest,
  TextDocumentContentRequest,
  type CodeAction,
  type CodeLens,
  type Location,
  type MarkupContent,
} from 'vscode-languageserver/node';
import type { ServerRequests } from '../../server/protocol.js';
import { copyExample, type ExampleCopy } from './support/example-copy.js';
import { LanguageClient, uriOf } from './support/language-client.js';

describe('features', function () {
  this.timeout(120_000);
  let example: ExampleCopy;
  let client: LanguageClient;
  let stops = '';
  let text = '';

  before(async () => {
    example = await copyExample();
    client = await LanguageClient.start({ folder: example.folder });
    stops = example.beside('stops.ts');
    await client.open(example.strategy);
    text = await client.open(stops);
    await client.until(() => client.status?.state === 'parity', 'parity of the example');
  });
  after(async () => {
    await client.stop();
    await example.remove();
  });

  const ask = <K extends keyof ServerRequests>(
    method: K,
    request: ServerRequests[K]['request'],
  ): Promise<ServerRequests[K]['answer']> => client.connection.sendRequest(method, request);

  const titles = async (file: string): Promise<readonly (string | undefined)[]> => {
    const lenses: CodeLens[] | null = await client.connection.sendRequest(CodeLensRequest.type, {
      textDocument: { uri: uriOf(file) },
    });
    return (lenses ?? []).map(({ command }) => command?.title);
  };

  it('a gate tells its wording and how often it fired', async () => {
    const before = text.slice(0, text.indexOf("'stop_loss'") + 2).split('\n');
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    const askHover = async (): Promise<string> => {
      const hover = await client.connection.sendRequest(HoverRequest.type, {
        textDocument: { uri: uriOf(stops) },
        position,
      });
      return (hover?.contents as MarkupContent | undefined)?.value ?? '';
    };
    assert.match(await askHover(), /^\*\*stop_loss\*\* \(gate\)[^]*Close beyond the stop$/);
  });

  it('the entry tells how the replay stands, other files do not', async () => {
    assert.deepEqual(await titles(example.strategy), [
      '$(check) openclaw base: parity 234/234 events',
    ]);
    assert.deepEqual(await titles(stops), []);
  });

  it('lists the replays with what a debug session needs', async () => {
    const [entry, ...others] = await ask('lockstep/replays', null);
    assert.equal(others.length, 0);
    assert.equal(entry?.name, 'openclaw base');
    assert.equal(entry.capture, example.capture);
    assert.equal(entry.strategy, example.strategy);
    assert.ok(entry.files.includes(stops));
    assert.equal(entry.status.state, 'parity');
  });

  it('gives the last report, and replays on demand', async () => {
    const report = await ask('lockstep/result', { replay: 'openclaw base' });
    assert.equal(report?.verdict, 'parity');
    assert.equal(await ask('lockstep/result', { replay: 'nothing' }), null);
    const next = client.nextRun();
    assert.equal(await ask('lockstep/run', {}), null);
    assert.equal((await next).state, 'parity');
  });

  it('explains a code in a document of its own', async () => {
    const answer = await client.connection.sendRequest(TextDocumentContentRequest.type, {
      uri: 'lockstep-code:/departure.field.md',
    });
    assert.match(answer.text, /^# departure\.field\n/);
  });

  it('watches captures, configuration and strategies', () => {
    assert.ok(client.registrations.includes('workspace/didChangeWatchedFiles'));
  });

  it('leads from a departure to the debugger and between its two sides', async () => {
    const edited = client.nextRun();
    await client.edit(stops, (before) =>
      before.replace("multiple.mul('0.8')", "multiple.mul('0.7')"),
    );
    const status = await edited;
    assert.match(
      (await titles(example.strategy)).join(' '),
      /\$\(error\) .* departures, .*Debug first \(tick \d+\)/,
    );
    const exits = example.beside('exits.ts');
    const [departure] = client.diagnosticsOf(exits);
    assert.ok(departure !== undefined);
    const actions = await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: uriOf(exits) },
      range: departure.range,
      context: { diagnostics: [departure] },
    });
    const commands = (actions ?? []).map((action) => (action as CodeAction).command);
    assert.deepEqual(
      commands.map((command) => command?.command),
      ['lockstep.debugAtTick', 'lockstep.showLiveEvent'],
    );
    const data = departure.data as { tick: number; live: { line: number } };
    assert.deepEqual(commands[0]?.arguments, [{ replay: 'openclaw base', tick: data.tick }]);
    assert.equal(status.firstDeparture?.replay, 'openclaw base');

    const [target] = (await client.connection.sendRequest(DefinitionRequest.type, {
      textDocument: { uri: uriOf(example.events) },
      position: { line: data.live.line - 1, character: 10 },
    })) as Location[];
    assert.equal(target?.uri, uriOf(exits));
  });
});

describe('a workspace that is not trusted', function () {
  this.timeout(120_000);

  it('shows findings from the text, and runs nothing', async () => {
    const example = await copyExample();
    const client = await LanguageClient.start({
      folder: example.folder,
      initializationOptions: { trusted: false },
    });
    const stops = example.beside('stops.ts');
    await client.open(stops);
    await client.until(() => /not trusted/.test(client.status?.message ?? ''), 'the refusal');
    await client.edit(stops, (text) => text.replace("mul('0.8')", 'mul(Math.random())'));
    await client.until(() => client.diagnosticsOf(stops).length > 0, 'the finding');
    assert.deepEqual(
      client.diagnosticsOf(stops).map(({ code }) => code),
      ['nondeterministic.random'],
    );
    assert.ok(client.statuses.every(({ state }) => state === 'idle'));
    await client.stop();
    await example.remove();
  });
});
