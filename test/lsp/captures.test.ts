// Captures and configuration that are wrong: told at their line, and gone when they are right again.
import assert from 'node:assert/strict';
import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver/node';
import type { ReplayEntry, ReplayStatus, ServerRequests } from '../../server/protocol.js';
import { copyExample, type ExampleCopy } from './support/example-copy.js';
import { LanguageClient, uriOf } from './support/language-client.js';
import { describeDiagnostic, lineOf, messageOf } from './support/places.js';

describe('captures and configuration', function () {
  this.timeout(120_000);
  let example: ExampleCopy;
  let client: LanguageClient;

  beforeEach(async () => {
    example = await copyExample();
    client = await LanguageClient.start({ folder: example.folder });
    await client.until(() => client.status?.state === 'parity', 'parity without any open file');
  });
  afterEach(async () => {
    await client.stop();
    await example.remove();
  });

  const tellChanged = (
    file: string,
    type: FileChangeType = FileChangeType.Changed,
  ): Promise<void> =>
    client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: uriOf(file), type }],
    });

  async function changeOnDisk(
    file: string,
    change: (text: string) => string,
  ): Promise<ReplayStatus> {
    const next = client.nextRun();
    await example.change(file, change);
    await tellChanged(file);
    return next;
  }
  const codesAt = (file: string): readonly string[] =>
    client.diagnosticsOf(file).map(describeDiagnostic);

  it('a last line that was cut off is told at that line', async () => {
    const whole = await readFile(example.events, 'utf8');
    const status = await changeOnDisk(example.events, (text) => text.slice(0, -40));
    assert.equal(status.state, 'failed');
    const lines = client
      .diagnosticsOf(example.events)
      .map(({ range, code }) => [range.start.line + 1, code]);
    assert.ok(
      lines.some(([line, code]) => line === 234 && code === 'lines.truncated'),
      JSON.stringify(lines),
    );
    const repaired = await changeOnDisk(example.events, () => whole);
    assert.equal(repaired.state, 'parity');
    assert.deepEqual(client.diagnosticsOf(example.events), []);
  });

  it('a line that is no event is told at its line and column', async () => {
    await changeOnDisk(example.events, (text) => {
      const lines = text.split('\n');
      lines[11] = (lines[11] ?? '').replace('"kind":"', '"kind":"un');
      return lines.join('\n');
    });
    const line = client.diagnosticsOf(example.events).find(({ range }) => range.start.line === 11);
    assert.ok(line !== undefined, codesAt(example.events).join('\n'));
    assert.match(String(line.code), /^schema\./);
  });

  it('a manifest that names no strategy is told at the manifest', async () => {
    const manifest = path.join(example.capture, 'manifest.json');
    const status = await changeOnDisk(manifest, (text) =>
      text.replace('strategies/openclaw/index.ts', 'strategies/openclaw/gone.ts'),
    );
    assert.equal(status.state, 'failed');
    const codes = client.diagnosticsOf(manifest).map(({ code }) => code);
    assert.ok(codes.includes('manifest.strategy.missing'), codes.join(' '));
  });

  it('a changed parameter in the unsaved configuration is replayed, and taken back', async () => {
    const configuration = path.join(example.folder, 'lockstep.json');
    await client.open(configuration);
    const edited = client.nextRun();
    const capture = '"capture": "captures/openclaw-base"';
    await client.edit(configuration, (text) =>
      text.replace(capture, `${capture}, "params": { "trade": { "sl_atr_mult": "2.5" } }`),
    );
    assert.equal((await edited).state, 'mismatch');
    const undone = client.nextRun();
    await client.edit(configuration, (text) => text.replace(/, "params": .* \} \}/, ''));
    assert.equal((await undone).state, 'parity');
    assert.deepEqual(client.diagnosticsOf(example.events), []);
  });

  it('a mistake in the configuration is told at its line', async () => {
    const configuration = path.join(example.folder, 'lockstep.json');
    await client.open(configuration);
    const text = await client.edit(configuration, (before) => before.replace('"name"', '"nmae"'));
    await client.until(
      () => client.diagnosticsOf(configuration).length > 0,
      'the mistake to be told',
    );
    const lines = client.diagnosticsOf(configuration).map(({ range }) => range.start.line + 1);
    assert.ok(lines.includes(lineOf(text, '"nmae"')), codesAt(configuration).join('\n'));
  });

  it('two replays of one strategy are told apart, and share its findings', async () => {
    const configuration = path.join(example.folder, 'lockstep.json');
    const capture = 'captures/openclaw-base';
    const other = { name: 'tighter', capture, params: { trade: { sl_atr_mult: '1.5' } } };
    const both = { schemaVersion: 1, replays: [{ name: 'openclaw base', capture }, other] };
    const next = client.nextRun();
    await writeFile(configuration, JSON.stringify(both));
    await tellChanged(configuration);
    const status = await next;
    assert.equal(status.name, 'tighter');
    assert.equal(status.state, 'mismatch');
    const exits = client.diagnosticsOf(example.beside('exits.ts'));
    assert.ok(exits.every((found) => messageOf(found).includes('replay tighter')));

    const stops = example.beside('stops.ts');
    await client.open(stops);
    await client.edit(stops, (text) => text.replace("'stop_loss'", "'stop_los'"));
    const failed = (name: string): boolean =>
      client.statuses.filter((of) => of.name === name).at(-1)?.state === 'failed';
    await client.until(() => failed('tighter') && failed('openclaw base'), 'both to fail');
    const undeclared = client.diagnosticsOf(stops).filter(({ code }) => code === 'gate.undeclared');
    assert.equal(undeclared.length, 1);
    assert.deepEqual(client.diagnosticsOf(example.beside('exits.ts')), []);
  });

  it('a capture that is gone is told where the configuration names it', async () => {
    const configuration = path.join(example.folder, 'lockstep.json');
    const moved = `${example.capture}-moved`;
    const next = client.nextRun();
    await rename(example.capture, moved);
    await tellChanged(path.join(example.capture, 'manifest.json'), FileChangeType.Deleted);
    assert.equal((await next).state, 'failed');
    assert.deepEqual(
      client.diagnosticsOf(configuration).map(({ code }) => code),
      ['capture.folder.missing'],
    );
  });

  it('a folder that is deleted takes what was found in it along: VS Code tells of the folder only', async () => {
    const extra = path.join(example.folder, 'captures', 'extra');
    const found = client.nextRun();
    await cp(example.capture, extra, { recursive: true });
    await tellChanged(path.join(extra, 'events.jsonl'), FileChangeType.Created);
    assert.equal((await found).state, 'parity');
    await rm(extra, { recursive: true });
    await tellChanged(extra, FileChangeType.Deleted);
    const name = await client.until(() => client.gone.at(-1), 'word that the replay is gone');
    assert.equal(name, 'extra');
    const list: keyof ServerRequests = 'lockstep/replays';
    const replays: readonly ReplayEntry[] = await client.connection.sendRequest(list, null);
    assert.deepEqual(
      replays.map((replay) => replay.name),
      ['openclaw base'],
    );
    assert.deepEqual(client.diagnosticsOf(path.join(extra, 'manifest.json')), []);
  });

  it('a folder that holds what the configuration names is missed there', async () => {
    const next = client.nextRun();
    await rm(example.capture, { recursive: true });
    await tellChanged(path.dirname(example.capture), FileChangeType.Deleted);
    assert.equal((await next).state, 'failed');
    const configuration = path.join(example.folder, 'lockstep.json');
    assert.deepEqual(
      client.diagnosticsOf(configuration).map(({ code }) => code),
      ['capture.folder.missing'],
    );
  });

  it('without a configuration the capture itself is the replay', async () => {
    const configuration = path.join(example.folder, 'lockstep.json');
    const next = client.nextRun();
    await rm(configuration);
    await tellChanged(configuration, FileChangeType.Deleted);
    const status = await next;
    assert.equal(status.name, 'openclaw-base');
    assert.equal(status.state, 'parity');
  });

  it('a file that an import waits for completes the strategy when it appears', async () => {
    const stops = example.beside('stops.ts');
    const text = await readFile(stops, 'utf8');
    const next = client.nextRun();
    await rm(stops);
    await tellChanged(stops, FileChangeType.Deleted);
    assert.equal((await next).state, 'failed');
    const codes = client.diagnosticsOf(example.beside('exits.ts')).map(({ code }) => code);
    assert.deepEqual(codes, ['import.unresolved']);
    const again = client.nextRun();
    await writeFile(stops, text);
    await tellChanged(stops, FileChangeType.Created);
    assert.equal((await again).state, 'parity');
    assert.deepEqual(client.diagnosticsOf(example.beside('exits.ts')), []);
  });
});
