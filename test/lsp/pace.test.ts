// Fast typing, cancelling, and settings: only the newest text counts.
import assert from 'node:assert/strict';
import { setTimeout as rest } from 'node:timers/promises';
import {
  DidSaveTextDocumentNotification,
  WorkDoneProgress,
  WorkDoneProgressCancelNotification,
  WorkDoneProgressCreateRequest,
  type ProgressToken,
} from 'vscode-languageserver/node';
import { copyExample, type ExampleCopy } from './support/example-copy.js';
import { LanguageClient, uriOf } from './support/language-client.js';

describe('pace', function () {
  this.timeout(120_000);
  let example: ExampleCopy;
  let client: LanguageClient;
  let stops = '';

  async function start(settings?: unknown): Promise<void> {
    example = await copyExample();
    client = await LanguageClient.start({ folder: example.folder, settings });
    stops = example.beside('stops.ts');
    await client.open(stops);
    await client.until(() => client.status?.state === 'parity', 'parity of the example');
  }
  afterEach(async () => {
    await client.stop();
    await example.remove();
  });

  const factor =
    (value: string) =>
    (text: string): string =>
      text.replace(/multiple\.mul\('0\.[78]\d*'\)/, `multiple.mul('${value}')`);

  it('ten quick edits give one result, that of the last', async () => {
    await start();
    const before = client.statuses.length;
    for (let edit = 0; edit < 10; edit += 1) {
      await client.edit(stops, factor(`0.7${String(edit)}`));
      await rest(10);
    }
    const last = client.nextRun();
    await client.edit(stops, factor('0.8'));
    assert.equal((await last).state, 'parity');
    await rest(300);
    const fresh = client.statuses.slice(before).map(({ state }) => state);
    assert.deepEqual(
      fresh.filter((state) => state !== 'replaying'),
      ['parity'],
    );
    assert.deepEqual(client.published, [], 'no departure of an edit in between was shown');
  });

  it('edits during a replay drop its result', async () => {
    await start();
    const began = client.statuses.length;
    await client.edit(stops, factor('0.7'));
    await client.until(() => client.statuses.length > began, 'the first replay to begin');
    const last = client.nextRun();
    await client.edit(stops, factor('0.8'));
    assert.equal((await last).state, 'parity');
    const states = client.statuses.slice(began).map(({ state }) => state);
    assert.ok(!states.includes('mismatch'), states.join(' '));
    assert.deepEqual(client.published, []);
  });

  it('a diagnostic carries the version of the text it was found in', async () => {
    await start();
    const edited = client.nextRun();
    await client.edit(stops, (text) => text.replace("'stop_loss'", "'stop_los'"));
    await edited;
    const published = client.published.filter(({ uri }) => uri === uriOf(stops));
    assert.deepEqual(
      published.map(({ version }) => version),
      [client.versionOf(stops)],
    );
  });

  it('a long replay shows progress and can be cancelled', async () => {
    await start();
    const cancelled: ProgressToken[] = [];
    client.connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
      client.connection.onProgress(WorkDoneProgress.type, token, (value) => {
        if (value.kind !== 'begin') return;
        assert.equal(value.title, 'Lockstep: openclaw base');
        assert.equal(value.cancellable, true);
        cancelled.push(token);
        // The replay that follows may be long too, on a busy machine.
        if (cancelled.length > 1) return;
        void client.connection.sendNotification(WorkDoneProgressCancelNotification.type, { token });
      });
    });
    const edited = client.nextRun();
    const slow = '  for (let i = 0; i < 3000000; i += 1) continue;\n  return multiple;';
    await client.edit(stops, (text) => text.replace('  return multiple;', slow));
    const status = await edited;
    assert.ok(cancelled.length > 0);
    assert.match(status.message, /^Cancelled\. Before that: Parity/);
    assert.equal(status.state, 'parity');
    const again = client.nextRun();
    await client.edit(stops, (text) => text.replace(slow, '  return multiple;'));
    assert.equal((await again).message, 'Parity: 234/234 events.');
  });

  it('with onType off a replay waits for the file to be saved', async () => {
    await start({ replay: { onType: false } });
    const before = client.statuses.length;
    await client.edit(stops, factor('0.7'));
    await rest(400);
    assert.equal(client.statuses.length, before);
    const saved = client.nextRun();
    await client.connection.sendNotification(DidSaveTextDocumentNotification.type, {
      textDocument: { uri: uriOf(stops) },
    });
    assert.equal((await saved).state, 'mismatch');
  });
});
