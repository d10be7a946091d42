// A debugger attached to a paper run that goes on: behind the last tick, back through what happened, and on with what comes.

import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import * as vscode from 'vscode';
import { countAnswers, untilAnswered } from './support/adapter-traffic.js';
import { fileUri, folderUri, openFile, rangeOf } from './support/example.js';
import { closeEditors, makeRoomForSideBySide, picture } from './support/layout.js';
import { startLockstep } from './support/lockstep.js';
import { click, hasPage, press, texts, type, waitForElement } from './support/page.js';
import { endSession, session, stopAfter } from './support/replay-session.js';
import { sideBySideText } from './support/side-by-side.js';
import { waitFor } from './support/wait.js';

const BASE = 'captures/openclaw-base';
const RECORDING = 'recordings/attached';
const FEED = 'attached-feed.jsonl';
const SYMBOLS = 3;
const FIRST_TICKS = 210;
const ALL_TICKS = 420;
const PAUSE = '.action-label[aria-label^="Pause"]';
const OFFERED = '.suggest-widget .monaco-list-row:has-text("Attach to a Running Recording")';
const LAUNCH = '.vscode/launch.json';

describe('a debugger attached to a paper run', () => {
  let lines: readonly string[] = [];
  let launch = '';
  let said = '';
  let paper: ChildProcess | undefined;
  let traffic: vscode.Disposable | undefined;

  before(async function () {
    if (!(await hasPage())) this.skip();
    traffic = countAnswers();
    launch = await read(LAUNCH);
    lines = (await read(`${BASE}/market.jsonl`)).trimEnd().split('\n');
    await feed(FIRST_TICKS);
    const run = ['--snapshot', `${BASE}/snapshot.json`, '--feed', FEED, '--out', RECORDING];
    paper = startLockstep(['paper', ...run, '--events']);
    paper.stdout?.on('data', (text: Buffer) => (said += text.toString()));
    await ran(FIRST_TICKS);
  });
  after(async () => {
    traffic?.dispose();
    await endSession();
    paper?.kill('SIGKILL');
    await closeEditors();
    if (launch !== '') await write(LAUNCH, launch);
    for (const name of [FEED, 'recordings'])
      await vscode.workspace.fs.delete(fileUri(name), { recursive: true });
  });

  const feed = (ticks: number): Promise<void> =>
    write(FEED, `${lines.slice(0, ticks * SYMBOLS).join('\n')}\n`);

  /** Paper has done so many ticks. */
  const ran = (ticks: number): Promise<boolean> => {
    const { openTs } = JSON.parse(lines[(ticks - 1) * SYMBOLS] ?? '') as { openTs: number };
    return waitFor(`tick ${ticks} on paper`, () => said.includes(`"ts":${openTs}`), 120_000);
  };

  it('is offered as a launch configuration', async () => {
    const { document } = await openFile(LAUNCH);
    await click(':text("Add Configuration...")');
    await waitForElement('.suggest-widget .monaco-list-row');
    await type('Running');
    await waitForElement(OFFERED);
    await picture('23-attach-configuration');
    await click(OFFERED);
    await waitFor('the configuration', () => document.getText().includes('"request": "attach"'));
    assert.match(document.getText(), /"recording": "\$\{workspaceFolder\}\/recordings\/name"/);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, rangeOf(document, 'recordings/name'), RECORDING);
    await vscode.workspace.applyEdit(edit);
    await document.save();
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    // VS Code reads the file in its own time.
    await waitFor('the configuration in VS Code', () => launchConfigurations().includes(RECORDING));
  });

  it('stands behind the last tick that was recorded', async () => {
    const folder = vscode.workspace.getWorkspaceFolder(folderUri());
    const stop = await stopAfter(async () =>
      vscode.debug.startDebugging(folder, 'Attach to paper'),
    );
    assert.deepEqual([stop.tick, stop.ticks], [FIRST_TICKS - 1, FIRST_TICKS]);
    assert.equal(stop.description, 'Behind the last recorded tick');
    assert.equal(session().configuration.request, 'attach');
    await makeRoomForSideBySide();
    await waitFor('the view', async () => (await sideBySideText()).includes('Behind the last'));
    await picture('24-attached');
  });

  it('steps back through what happened', async () => {
    const back = await stopAfter(() => click('.action-label[aria-label^="Step Back"]'));
    assert.equal(back.tick, FIRST_TICKS - 1);
    assert.notEqual(back.description, 'Behind the last recorded tick');
    const before = await stopAfter(() => click('.action-label[aria-label^="Previous Tick"]'));
    assert.ok(before.tick < FIRST_TICKS, String(before.tick));
  });

  it('goes live with Continue, says so, and stops in a tick that is recorded meanwhile', async () => {
    const breakpoint = new vscode.FunctionBreakpoint('exit_stop_loss');
    await untilAnswered('setFunctionBreakpoints', () => {
      vscode.debug.addBreakpoints([breakpoint]);
    });
    await press('F5');
    await waitForElement(PAUSE);
    await waitsForMore();
    await picture('25-waiting');
    const stop = await stopAfter(() => feed(ALL_TICKS));
    vscode.debug.removeBreakpoints([breakpoint]);
    assert.equal(stop.reason, 'breakpoint');
    assert.ok(stop.tick >= FIRST_TICKS, String(stop.tick));
    await picture('26-new-tick');
  });

  it('stands behind the newest tick on Pause', async () => {
    await ran(ALL_TICKS);
    await vscode.commands.executeCommand('workbench.debug.panel.action.clearReplAction');
    await press('F5');
    await waitsForMore();
    const stop = await stopAfter(() => click(PAUSE));
    assert.deepEqual([stop.tick, stop.ticks], [ALL_TICKS - 1, ALL_TICKS]);
    assert.equal(stop.description, 'Behind the last recorded tick');
  });
});

/** The debug console says that the replay is at its end, and goes on with what comes. */
const waitsForMore = async (): Promise<void> => {
  await vscode.commands.executeCommand('workbench.debug.action.focusRepl');
  await waitFor('the word of it', async () =>
    (await texts('.repl .monaco-list-row')).some((row) => row.includes('Live: ')),
  );
};

const launchConfigurations = (): string =>
  JSON.stringify(vscode.workspace.getConfiguration('launch', folderUri()).get('configurations'));

const read = async (file: string): Promise<string> =>
  new TextDecoder().decode(await vscode.workspace.fs.readFile(fileUri(file)));

const write = async (file: string, text: string): Promise<void> =>
  vscode.workspace.fs.writeFile(fileUri(file), new TextEncoder().encode(text));
