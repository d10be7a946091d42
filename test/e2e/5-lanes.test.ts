// The compiled lanes beside a replay: what the status bar says of them, hints where a strategy keeps out of them, and an
// error where they differ.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { fileUri, openFile, rangeOf } from './support/example.js';
import { closeEditors, picture, pictureAsIs } from './support/layout.js';
import { hasPage, press, texts } from './support/page.js';
import { allDiagnostics, noDiagnostics, statusSays } from './support/replay-status.js';
import { tooltipSays } from './support/tooltip.js';
import { waitFor } from './support/wait.js';

const STOPS = 'strategies/openclaw/stops.ts';
const PORTABLE = "multiple.mul('0.8')";
const CLOSURE = "(each) => each.mul('0.8')";
const NOT_PORTABLE = `[multiple].map(${CLOSURE})[0] ?? multiple`;

describe('the lanes of a replay', function () {
  this.timeout(120_000);

  before(async function () {
    if (!(await hasPage())) this.skip();
  });
  after(closeEditors);

  it('are told in the tooltip of the status bar, with their times', async () => {
    await openFile(STOPS, PORTABLE);
    await statusSays(/parity 234\/234/);
    const text = await tooltipSays(/Lanes agree/);
    assert.match(text, /reference \d+ ms, fast \d+ ms/);
    await pictureAsIs('14-lanes-agree');
  });

  it('give a hint where a strategy is not portable', async () => {
    await replace(PORTABLE, NOT_PORTABLE);
    const hint = await portability();
    const { document } = await openFile(STOPS, NOT_PORTABLE);
    assert.equal(document.getText(hint.range), `[multiple].map(${CLOSURE})`);
    assert.equal(hint.severity, vscode.DiagnosticSeverity.Hint);
    await tooltipSays(/Only the reference lane/);
    await pictureAsIs('15-reference-only');
    await vscode.commands.executeCommand('workbench.panel.markers.view.focus');
    const editor = await openFile(STOPS, NOT_PORTABLE);
    editor.selection = new vscode.Selection(hint.range.start, hint.range.start);
    await vscode.commands.executeCommand('editor.action.showHover');
    await waitFor('the hover', async () =>
      (await texts('.monaco-hover')).join('').includes('Not portable'),
    );
    await pictureAsIs('16-portability-hint');
  });
});

async function replace(from: string, to: string): Promise<void> {
  const { document } = await openFile(STOPS, from);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeOf(document, from), to);
  await vscode.workspace.applyEdit(edit);
}

const portability = (): Promise<vscode.Diagnostic> =>
  waitFor(
    'a hint',
    () =>
      allDiagnostics().find(({ diagnostic }) => codeOf(diagnostic) === 'portability')?.diagnostic,
    60_000,
  );

const codeOf = ({ code }: vscode.Diagnostic): unknown =>
  typeof code === 'object' ? code.value : code;
