// A recording whose snapshot says another balance than live had: one root in the view, the problems and the debugger.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { fileUri, openFile } from './support/example.js';
import { closeEditors, picture } from './support/layout.js';
import { click, hasPage, press, texts, waitForElement } from './support/page.js';
import { endSession, stopAfter, stopAfterKey } from './support/replay-session.js';
import { allDiagnostics, noDiagnostics, statusSays } from './support/replay-status.js';
import { waitFor } from './support/wait.js';

const FOLDER = 'captures/openclaw-base';
const SNAPSHOT = `${FOLDER}/snapshot.json`;
const MANIFEST = `${FOLDER}/manifest.json`;
const ROW = '.pane-body .monaco-list-row';
const ROOT_ROW = `${ROW}:has-text("the snapshot's balance is 10000.01")`;
const TITLE = /the snapshot's balance is 10000\.01; live had 10000/;

describe('the root of a difference', () => {
  let original: ReadonlyMap<string, Uint8Array>;

  before(async function () {
    if (!(await hasPage())) this.skip();
    original = new Map([
      [SNAPSHOT, await read(SNAPSHOT)],
      [MANIFEST, await read(MANIFEST)],
    ]);
    await openFile('strategies/openclaw/index.ts', 'onTick: stepTick');
    await statusSays(/parity 234\/234/);
    await changeBalance();
  });
  after(async () => {
    await endSession();
    for (const [file, bytes] of original) await vscode.workspace.fs.writeFile(fileUri(file), bytes);
    await closeEditors();
  });

  it('is one line in the view Roots, whatever follows from it', async () => {
    await statusSays(/1 root/);
    await vscode.commands.executeCommand('lockstep.roots.focus');
    const rows = await rowsWith(TITLE);
    const roots = rows.filter((row) => /^\s*\d+\s.*, tick \d+,/.test(row));
    assert.equal(roots.length, 1, rows.join('\n'));
    assert.match(roots[0] ?? '', /state-initialisation-gap/);
  });

  it('shows its evidence when it is opened', async () => {
    await click(`${ROOT_ROW} .monaco-tl-twistie`);
    const rows = await rowsWith(/Healed by/);
    assert.ok(
      rows.some((row) => /heals/.test(row)),
      rows.join('\n'),
    );
    await picture('12-roots');
  });

  it('is a problem at the code, with its class and what heals it', () => {
    const roots = allDiagnostics().filter(
      ({ uri, diagnostic }) =>
        uri.path.endsWith('.ts') && /Root \d+ of replay/.test(diagnostic.message),
    );
    assert.equal(roots.length, 1);
    const { message, code } = roots[0]?.diagnostic ?? {};
    assert.match(message ?? '', /^The snapshot's balance is 10000\.01; live had 10000\.$/m);
    assert.match(message ?? '', /^Healed by: state-field: account\.balance is 10000\.$/m);
    assert.match(JSON.stringify(code), /state-initialisation-gap/);
  });

  it('is where the debugger goes by its button', async () => {
    await openFile('strategies/openclaw/index.ts');
    await stopAfterKey('F5');
    const stop = await stopAfter(async () => vscode.commands.executeCommand('lockstep.nextRoot'));
    assert.equal(stop.reason, 'root');
    await picture('13-root-in-debugger');
    await endSession();
  });

  it('offers what a person can decide about it', async () => {
    await vscode.commands.executeCommand('lockstep.roots.focus');
    await rowsWith(TITLE);
    await click(ROOT_ROW, { button: 'right' });
    for (const choice of ['Apply to the Capture', 'Accept as Residual...'])
      await waitForElement(`.action-label:has-text("${choice}")`);
    await press('Escape');
  });

  it('is gone with its cause', async () => {
    for (const [file, bytes] of original) await vscode.workspace.fs.writeFile(fileUri(file), bytes);
    await statusSays(/parity 234\/234/);
    await noDiagnostics();
  });
});

const read = async (file: string): Promise<Uint8Array> =>
  vscode.workspace.fs.readFile(fileUri(file));

/** One cent more than live had; the manifest says the hash of what the file now holds. */
async function changeBalance(): Promise<void> {
  const text = new TextDecoder().decode(await read(SNAPSHOT));
  const balance = /"balance": ?"(\d+)"/.exec(text);
  if (balance === null) throw new Error(`${SNAPSHOT} has no balance`);
  const changed = text.replace(balance[0], balance[0].replace(/(\d+)"$/, '$1.01"'));
  const manifest = new TextDecoder().decode(await read(MANIFEST));
  const hash = (of: string): string => createHash('sha256').update(of).digest('hex');
  const rehashed = manifest.replace(hash(text), hash(changed));
  if (rehashed === manifest) throw new Error(`${MANIFEST} has another hash for the snapshot`);
  await write(SNAPSHOT, changed);
  await write(MANIFEST, rehashed);
}

const write = async (file: string, text: string): Promise<void> =>
  vscode.workspace.fs.writeFile(fileUri(file), new TextEncoder().encode(text));

/** Rows of the shown trees once one of them matches. */
const rowsWith = (words: RegExp): Promise<readonly string[]> =>
  waitFor(`${words.source} in the view`, async () => {
    const rows = await texts(ROW);
    return rows.some((row) => words.test(row)) ? rows : undefined;
  });
