// Live, paper and backtest side by side: named in lockstep.json, or chosen by hand; a tab with three columns.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { fileUri, openFile } from './support/example.js';
import { closeEditors, picture } from './support/layout.js';
import { lockstep } from './support/lockstep.js';
import { click, hasPage, press, texts, type, waitForElement } from './support/page.js';
import { allDiagnostics, noDiagnostics, statusSays } from './support/replay-status.js';
import { sideBySideText } from './support/side-by-side.js';
import { actUntil, waitFor } from './support/wait.js';

const BASE = 'captures/openclaw-base';
const SNAPSHOT = `${BASE}/snapshot.json`;
const NAME = 'three ways';
/** Three recordings are replayed and explained for it. */
const COMPARED_MS = 120_000;
const ROW = '.pane-body .monaco-list-row';

describe('live, paper and backtest side by side', () => {
  before(async function () {
    if (!(await hasPage())) this.skip();
    await write('feed.jsonl', await feedWithOtherBar());
    await write('richer.json', (await read(SNAPSHOT)).replace('"10000"', '"10000.01"'));
    await record('paper', { snapshot: SNAPSHOT, feed: 'feed.jsonl' });
    await record('backtest', { snapshot: 'richer.json', feed: `${BASE}/market.jsonl` });
  });
  after(closeEditors);

  it('asks for the recordings where lockstep.json names none', async () => {
    const asked = vscode.commands.executeCommand('lockstep.compareSides');
    for (const [what, name] of [
      ['live', 'openclaw-base'],
      ['paper', 'paper'],
      ['backtest', 'No backtest recording'],
    ] as const) {
      await waitForElement(`.quick-input-title:has-text("${what}")`);
      if (what === 'paper') await picture('20-choose-recordings');
      await type(name);
      await press('Enter');
      await waitForElement(`.quick-input-title:has-text("${what}")`, { state: 'hidden' });
    }
    await asked;
    const text = await shownText(/1 of 1 pair differ/);
    assert.match(text, /ETH: 1 bar differs from 2026-01-28/);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('compares what lockstep.json names, and says at its name what it found', async () => {
    await configure({
      name: NAME,
      live: BASE,
      paper: 'captures/paper',
      backtest: 'captures/backtest',
    });
    const found = await waitFor(
      'the roots in lockstep.json',
      () => {
        const shown = allDiagnostics().filter(({ uri }) => uri.path.endsWith('lockstep.json'));
        return shown.length > 1 ? shown : undefined;
      },
      COMPARED_MS,
    );
    const messages = found.map(({ diagnostic }) => diagnostic.message).sort();
    assert.match(messages[0] ?? '', /^ETH: 1 bar differs .*\nBreaks live-paper, paper-backtest\./);
    assert.match(
      messages[1] ?? '',
      /^They began from other state: account\.balance\.\nBreaks live-backtest, paper-backtest\./,
    );
  });

  it('shows its pairs and roots in the view Roots', async () => {
    await vscode.commands.executeCommand('lockstep.roots.focus');
    const rows = await waitFor('the comparison', async () => {
      const shown = await texts(ROW);
      return shown.some((row) => row.includes('breaks live-paper, paper-backtest'))
        ? shown
        : undefined;
    });
    assert.ok(
      rows.some((row) => /live-backtest.*differ, root/.test(row)),
      rows.join('\n'),
    );
  });

  it('opens with a column for each, the differing fields marked and a gap where one has none', async () => {
    const words = /3 of 3 pairs differ, 2 root causes/;
    await actUntil(
      'the tab',
      () => click(`${ROW}:has-text("ETH: 1 bar differs")`),
      async () => words.test(await sideBySideText()),
    );
    const text = await sideBySideText();
    assert.match(text, /live\s+captures\/openclaw-base\s+paper\s+captures\/paper\s+backtest/);
    assert.match(text, /paper has none/);
    assert.match(text, /Root \d: ETH: 1 bar differs/);
    assert.ok((await texts('td.departs mark', { webview: true })).length > 0);
    await click('td.gap:has-text("paper has none")', { webview: true });
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await picture('21-three-columns');
  });

  it('goes from difference to difference, and shows all rows in pages', async () => {
    await click('button[data-action="showAll"]', { webview: true });
    await shownText(/Rows 1 to 50 of \d+/);
    await click('button[data-action="nextDifference"]', { webview: true });
    const [current] = await waitFor('a difference', async () => {
      const rows = await texts('.row.current', { webview: true });
      return rows.length > 0 ? rows : undefined;
    });
    assert.match(current ?? '', /≠/);
    await click('.row.current .twistie', { webview: true });
    await picture('22-all-rows');
    await click('button[aria-label="Last page"]', { webview: true });
    await shownText(/Rows \d+ to (\d+) of \1/);
  });

  it("opens a side's event at its line", async () => {
    await click('a[data-action="openEvent"]', { webview: true });
    const editor = await waitFor('events.jsonl', () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.fileName.endsWith('events.jsonl') === true ? active : undefined;
    });
    assert.match(editor.document.lineAt(editor.selection.active.line).text, /^\{"seq":/);
  });

  it('forgets recordings whose folders are deleted', async () => {
    await closeEditors();
    await configure(undefined);
    const made = ['feed.jsonl', 'richer.json', 'recordings', 'captures/paper', 'captures/backtest'];
    for (const name of made) await vscode.workspace.fs.delete(fileUri(name), { recursive: true });
    await statusSays(/parity 234\/234/);
    await noDiagnostics();
  });
});

/** The text of the tab once it says something. */
const shownText = (words: RegExp): Promise<string> =>
  waitFor(
    `${words.source} in the tab`,
    async () => {
      const text = await sideBySideText();
      return words.test(text) ? text : undefined;
    },
    COMPARED_MS,
  );

const read = async (file: string): Promise<string> =>
  new TextDecoder().decode(await vscode.workspace.fs.readFile(fileUri(file)));

const write = async (file: string, text: string): Promise<void> =>
  vscode.workspace.fs.writeFile(fileUri(file), new TextEncoder().encode(text));

/** The market as live saw it, but for one close of ETH, 3 % above. */
async function feedWithOtherBar(): Promise<string> {
  const market = await read(`${BASE}/market.jsonl`);
  const other = market.replace(
    '"high":"3016.8","low":"2994.5","close":"2998.4"',
    '"high":"3088.4","low":"2994.5","close":"3088.4"',
  );
  assert.notEqual(other, market);
  return other;
}

async function record(
  name: string,
  { snapshot, feed }: { readonly snapshot: string; readonly feed: string },
): Promise<void> {
  const settings = ['--settings', `${BASE}/manifest.json`];
  const out = `recordings/${name}`;
  await lockstep([
    'paper',
    '--snapshot',
    snapshot,
    ...settings,
    '--feed',
    feed,
    '--no-follow',
    '--out',
    out,
  ]);
  await lockstep(['capture', 'seal', out, '--out', `captures/${name}`]);
}

/** undefined: no comparison. */
async function configure(comparison: object | undefined): Promise<void> {
  const document = JSON.parse(await read('lockstep.json')) as Readonly<Record<string, unknown>>;
  const comparisons = comparison === undefined ? undefined : [comparison];
  await write('lockstep.json', `${JSON.stringify({ ...document, comparisons }, null, 2)}\n`);
  await openFile('lockstep.json');
}
