// The compiled lanes beside a replay: what the status bar says of them, hints where a strategy keeps out of them, and an
// error where they differ.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { fileUri, openFile, rangeOf } from './support/example.js';
import { closeEditors, picture, pictureAsIs } from './support/layout.js';
import { hasPage, press, texts, waitForElement, click } from './support/page.js';
import { allDiagnostics, noDiagnostics, statusSays } from './support/replay-status.js';
import { tooltipSays } from './support/tooltip.js';
import { actUntil, waitFor } from './support/wait.js';

const STOPS = 'strategies/openclaw/stops.ts';
const PORTABLE = "multiple.mul('0.8')";
const CLOSURE = "[multiple].map((each) => each.mul('0.8'))";
const NOT_PORTABLE = `${CLOSURE}[0] ?? multiple`;

describe('the lanes of a replay', () => {
  before(async function () {
    if (!(await hasPage())) this.skip();
  });
  after(closeEditors);

  it('are told in the tooltip of the status bar, with their times', async () => {
    await openFile(STOPS, PORTABLE);
    await statusSays(/parity 234\/234/);
    const text = await tooltipSays(/Lanes agree/);
    assert.match(text, /Lanes agree in all of 600 ticks: reference \d+ ms, fast \d+ ms\./);
    await pictureAsIs('14-lanes-agree');
  });

  it('name the command that installs what a gpu lane needs, which no package has in it', async () => {
    const text = await tooltipSays(/No gpu lane/);
    assert.match(text, /The package webgpu is not installed\. .*npm install webgpu/);
  });

  it('use that package once a folder of the workspace has it installed', async () => {
    await installPackage();
    await vscode.commands.executeCommand('lockstep.runReplay');
    await tooltipSays(/No gpu lane: No GPU adapter was found\./);
  });

  it('give a hint where a strategy is not portable, with the way to write it instead', async () => {
    await replace(PORTABLE, NOT_PORTABLE);
    const hint = await findingOf('portability');
    const { document } = await openFile(STOPS, NOT_PORTABLE);
    assert.equal(document.getText(hint.range), CLOSURE);
    assert.equal(hint.severity, vscode.DiagnosticSeverity.Hint);
    assert.equal(allDiagnostics().length, 1);
    await statusSays(/parity 234\/234/);
    const text = await tooltipSays(/Only the reference lane/);
    assert.match(text, /1 place in it is not portable\. stops\.ts:50/);
    await pictureAsIs('15-reference-only');
  });

  it('show the hint where somebody points at it, with a page about it', async () => {
    await vscode.commands.executeCommand('workbench.panel.markers.view.focus');
    const editor = await openFile(STOPS, NOT_PORTABLE);
    editor.selection = new vscode.Selection(await start(), await start());
    await actUntil(
      'the hover',
      async () => vscode.commands.executeCommand('editor.action.showHover'),
      async () =>
        (await texts('.monaco-hover')).join('').includes('Kept out of the compiled lanes'),
    );
    await pictureAsIs('16-portability-hint');
    await press('Escape');
    const { code } = await findingOf('portability');
    assert.ok(typeof code === 'object');
    await vscode.commands.executeCommand('vscode.open', code.target);
    await waitFor('the page', () =>
      vscode.window.activeTextEditor?.document.getText().includes('# Portable strategies'),
    );
    await picture('17-portability-page');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('lead to the place from the menu', async () => {
    await openFile('strategies/openclaw/index.ts');
    await click('.statusbar-item:has-text("Lockstep:")');
    await waitForElement('.quick-input-list .monaco-list-row:has-text("lanes of openclaw base")');
    await picture('18-lanes-menu');
    await click('.quick-input-list .monaco-list-row:has-text("lanes of openclaw base")');
    const editor = await waitFor('stops.ts', () => {
      const shown = vscode.window.activeTextEditor;
      return shown?.document.uri.path.endsWith(STOPS) === true ? shown : undefined;
    });
    assert.equal(editor.selection.active.line, (await start()).line);
  });

  it('keep the hint in its place, and standing, while somebody types elsewhere', async () => {
    const { document } = await openFile(STOPS, NOT_PORTABLE);
    const hints = (): readonly vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(document.uri).filter(isPortability);
    const counts = new Set<number>();
    const listening = vscode.languages.onDidChangeDiagnostics(() => counts.add(hints().length));
    const inPlace = (): Promise<boolean> =>
      waitFor('the hint at its words', () =>
        hints().every(({ range }) => document.getText(range) === CLOSURE),
      );
    await insertAtTop('// A line more.\n');
    // Half a statement, as it is while somebody writes it.
    await insertAtTop('const half = (\n');
    await statusSays(/cannot replay/);
    await inPlace();
    await replace('const half = (\n', '');
    await tooltipSays(/Only the reference lane/);
    await inPlace();
    listening.dispose();
    assert.deepEqual([...counts], [1]);
  });

  it('take the hint back when it is mended', async () => {
    await replace(NOT_PORTABLE, PORTABLE);
    await replace('// A line more.\n', '');
    await noDiagnostics();
  });

  it('are an error where they differ', async () => {
    await withOtherEngine(async () => {
      await vscode.commands.executeCommand('lockstep.restartServer');
      await statusSays(/lanes differ/);
      const { severity, message, range } = await findingOf('lane-divergence');
      assert.equal(severity, vscode.DiagnosticSeverity.Error);
      assert.match(
        message,
        /^Lanes differ in the event's balance: reference 9\S+, fast 1\S+\. Tick \d+, .*, replay openclaw base\. This is/,
      );
      const found = allDiagnostics().find(({ diagnostic }) => diagnostic.severity === severity);
      await vscode.window.showTextDocument(found?.uri ?? vscode.Uri.file(''), {
        selection: new vscode.Range(range.start, range.start),
      });
      await vscode.commands.executeCommand('workbench.panel.markers.view.focus');
      await tooltipSays(/rely on nothing/);
      await pictureAsIs('19-lanes-differ');
    });
    await vscode.commands.executeCommand('lockstep.restartServer');
    await noDiagnostics();
  });
});

/** One that loads and knows no adapter, so that the machine's own GPU makes no difference. */
async function installPackage(): Promise<void> {
  const manifest = JSON.stringify({ name: 'webgpu', type: 'module', main: 'index.js' });
  const source = `export const globals = {};
export const create = () => ({ requestAdapter: () => null });`;
  for (const [name, text] of [
    ['package.json', manifest],
    ['index.js', source],
  ] as const) {
    const file = fileUri(`node_modules/webgpu/${name}`);
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  }
}

/** The compiled lane is then made from another engine than the reference lane runs. */
async function withOtherEngine(act: () => Promise<void>): Promise<void> {
  const extension = vscode.extensions.getExtension('lockstep.lockstep');
  assert.ok(extension !== undefined);
  const file = path.join(extension.extensionPath, 'dist', 'engine-sources.json');
  const sources = await readFile(file, 'utf8');
  const line = 'account.balance.sub(deal.fee.total)';
  assert.equal(sources.split(line).length, 2, 'the engine has the line once');
  await writeFile(file, sources.replace(line, 'account.balance.add(deal.fee.total)'));
  try {
    await act();
  } finally {
    await writeFile(file, sources);
  }
}

async function replace(from: string, to: string): Promise<void> {
  const { document } = await openFile(STOPS, from);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeOf(document, from), to);
  await vscode.workspace.applyEdit(edit);
}

async function insertAtTop(text: string): Promise<void> {
  const { document } = await openFile(STOPS);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), text);
  await vscode.workspace.applyEdit(edit);
}

const start = async (): Promise<vscode.Position> => (await findingOf('portability')).range.start;

const findingOf = (code: string): Promise<vscode.Diagnostic> =>
  waitFor(
    `a diagnostic ${code}`,
    () => allDiagnostics().find(({ diagnostic }) => codeOf(diagnostic) === code)?.diagnostic,
  );

const isPortability = (diagnostic: vscode.Diagnostic): boolean =>
  codeOf(diagnostic) === 'portability';

const codeOf = ({ code }: vscode.Diagnostic): unknown =>
  typeof code === 'object' ? code.value : code;
