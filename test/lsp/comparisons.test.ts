// Comparisons of live, paper and backtest that lockstep.json names: made in the background, told at their place, shown in
// rows, made again when a recording changes.
import assert from 'node:assert/strict';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver/node';
import type { ComparisonEntry, SideRowsPage } from '../../server/protocol.js';
import { LIVE, smallCapture, writeSmall } from '../cli/small-capture.js';
import { LanguageClient, uriOf } from './support/language-client.js';
import { describeDiagnostic, messageOf, rangeText } from './support/places.js';

const NAME = 'three';

describe('comparisons of several recordings', function () {
  this.timeout(120_000);
  let folder = '';
  let configuration = '';
  let client: LanguageClient;

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'lockstep-compare-')));
    configuration = path.join(folder, 'lockstep.json');
    await writeSmall(folder, 'live');
    await writeSmall(folder, 'backtest');
    await writePaper('0.2');
  });
  afterEach(async () => {
    await client.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Paper was charged another fee for opening than the rules say. */
  const writePaper = async (fee: string): Promise<void> => {
    const events = LIVE.map((event) =>
      event.kind === 'ledger' && event.action === 'OPEN' ? { ...event, fee } : event,
    );
    await rm(path.join(folder, 'paper'), { recursive: true, force: true });
    await writeSmall(folder, 'paper', { ...smallCapture(), events });
  };

  const start = async (comparison: object, settings?: unknown): Promise<string> => {
    const replays = [{ name: 'live', capture: 'live' }];
    const document = { schemaVersion: 1, replays, comparisons: [comparison] };
    const text = `${JSON.stringify(document, null, 2)}\n`;
    await writeFile(configuration, text);
    client = await LanguageClient.start({ folder, settings });
    return text;
  };

  const made = (from = 0): Promise<ComparisonEntry> =>
    client.until(
      () => client.comparisons.slice(from).find(({ state }) => !PENDING.has(state)),
      'a comparison',
    );

  const rows = async (only: 'all' | 'differing'): Promise<SideRowsPage> => {
    const answer = await client.connection.sendRequest<SideRowsPage | null>(
      'lockstep/comparisonRows',
      { comparison: NAME, only, from: 0, count: 50 },
    );
    assert.ok(answer !== null);
    return answer;
  };

  const THREE = { name: NAME, live: 'live', paper: 'paper', backtest: 'backtest' };

  it('are made by themselves, with the pairs that each root breaks', async () => {
    const text = await start(THREE);
    const { state, message, pairs, roots, sides } = await made();
    assert.equal(state, 'differ');
    assert.equal(message, '2 of 3 pairs differ, 1 root cause.');
    assert.deepEqual(
      sides.map(({ name, capture }) => `${name} ${path.relative(folder, capture)}`),
      ['live live', 'paper paper', 'backtest backtest'],
    );
    assert.deepEqual(
      pairs.map(({ left, right, mismatches }) => `${left}-${right} ${String(mismatches)}`),
      ['live-paper 1', 'live-backtest 0', 'paper-backtest 1'],
    );
    assert.deepEqual(
      roots.map(
        ({ of, breaks }) => `${of.join()} breaks ${breaks.map((pair) => pair.join('-')).join()}`,
      ),
      ['paper breaks live-paper,paper-backtest'],
    );
    const [found] = client.diagnosticsOf(configuration);
    assert.ok(found !== undefined);
    assert.match(describeDiagnostic(found), new RegExp(`^${rangeText(text, `"${NAME}"`)} `));
    assert.match(messageOf(found), /\nBreaks live-paper, paper-backtest\.\n/);
    assert.deepEqual(
      found.relatedInformation?.map(({ location, message: of }) => [
        location.uri,
        location.range.start.line,
        of,
      ]),
      ['live', 'paper', 'backtest'].map((side) => [
        uriOf(path.join(folder, side, 'events.jsonl')),
        1,
        `Event 2 of ${side}.`,
      ]),
    );
  });

  it('give their rows in pages', async () => {
    await start(THREE);
    await made();
    const all = await rows('all');
    assert.deepEqual([all.total, all.differing], [4, 1]);
    const [row] = (await rows('differing')).rows;
    assert.deepEqual(
      row?.differences.map(({ path: field, values, departs }) => [field, values, departs]),
      [['fee', ['0.101', '0.2', '0.101'], [false, true, false]]],
    );
    assert.deepEqual(row.roots, [1]);
  });

  it('are made again when a recording changes', async () => {
    await start(THREE);
    await made();
    const before = client.comparisons.length;
    await writePaper('0.101');
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [
        { uri: uriOf(path.join(folder, 'paper', 'events.jsonl')), type: FileChangeType.Changed },
      ],
    });
    const { state, message } = await made(before);
    assert.equal(state, 'agree');
    assert.equal(message, '3 pairs compared, and no event differs.');
    assert.deepEqual(client.diagnosticsOf(configuration), []);
  });

  it('tell a recording that is not there where it is named', async () => {
    const text = await start({ ...THREE, paper: 'gone' });
    const { state, message } = await made();
    assert.equal(state, 'failed');
    assert.match(message, /^Nothing was compared: paper: /);
    assert.deepEqual(client.diagnosticsOf(configuration).map(describeDiagnostic), [
      `${rangeText(text, '"gone"')} error capture.folder.missing`,
    ]);
  });

  it('tell recordings that do not belong together at their name', async () => {
    const parts = smallCapture();
    const manifest = { ...parts.manifest, intervalMs: parts.manifest.intervalMs };
    const venue = { ...manifest.venue, name: 'another' };
    await rm(path.join(folder, 'paper'), { recursive: true });
    await writeSmall(folder, 'paper', { ...parts, manifest: { ...manifest, venue } });
    const text = await start(THREE);
    const { state } = await made();
    assert.equal(state, 'invalid');
    const [found] = client.diagnosticsOf(configuration);
    assert.ok(found !== undefined);
    assert.equal(
      describeDiagnostic(found),
      `${rangeText(text, `"${NAME}"`)} warning verdict.invalid-comparison`,
    );
    assert.match(messageOf(found), /^Venue differs: live has .*, paper /);
  });

  it('of one recording are refused at the entry', async () => {
    const text = await start({ name: NAME, live: 'live' });
    await client.until(() => client.diagnosticsOf(configuration).length > 0, 'the mistake');
    const [found] = client.diagnosticsOf(configuration);
    assert.ok(found !== undefined);
    assert.equal(
      found.range.start.line,
      text.split('\n').findIndex((line) => line.includes('"comparisons"')) + 1,
    );
    assert.match(messageOf(found), /at least two of live, paper and backtest/);
    assert.deepEqual(client.comparisons, []);
  });

  it('wait for somebody where nothing is searched for by itself, and are made of any folders', async () => {
    await start(THREE, { explain: { automatic: false } });
    await client.until(() => client.status?.state === 'parity', 'the replay');
    assert.deepEqual(
      client.comparisons.map(({ state }) => state),
      ['waiting'],
    );
    const before = client.comparisons.length;
    const sides = ['live', 'backtest'].map((name) => ({ name, capture: path.join(folder, name) }));
    const name = await client.connection.sendRequest<string | null>('lockstep/compare', { sides });
    assert.equal(name, 'live live, backtest backtest');
    const entry = await made(before);
    assert.deepEqual([entry.name, entry.state], [name, 'agree']);
    const none = await client.connection.sendRequest('lockstep/compare', { comparison: 'x' });
    assert.equal(none, null);
  });
});

const PENDING: ReadonlySet<ComparisonEntry['state']> = new Set(['waiting', 'comparing']);
