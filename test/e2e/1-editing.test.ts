// While somebody edits a strategy: parity in the status bar, a departure at its line, evidence one click away.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { fileUri, openFile, rangeOf } from './support/example.js';
import { closeEditors, makeRoomForSideBySide, picture, pictureAsIs } from './support/layout.js';
import { click, hasPage, press } from './support/page.js';
import { allDiagnostics, noDiagnostics, statusSays } from './support/replay-status.js';
import { sideBySideText } from './support/side-by-side.js';
import { waitFor } from './support/wait.js';
import { endSession, session, stopAfter } from './support/replay-session.js';

const STOPS = 'strategies/openclaw/stops.ts';
const EXITS = 'strategies/openclaw/exits.ts';
/** How much tighter the stop gets under water; with another factor positions close at other times. */
const FACTOR = "multiple.mul('0.8')";
const CLOSE_CALL = "tick.close(symbol, { reason: 'exit_stop_loss', confidence })";

describe('editing a strategy', () => {
  before(async function () {
    if (!(await hasPage())) this.skip();
  });
  after(closeEditors);

  it('shows parity, and nothing to complain about', async () => {
    await openFile('strategies/openclaw/index.ts', 'onTick: stepTick');
    await statusSays(/parity 234\/234/);
    await noDiagnostics();
    await picture('1-parity');
  });

  it('counts events above onTick', async () => {
    const lenses = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      fileUri('strategies/openclaw/index.ts'),
    );
    const titles = lenses.map((lens) => lens.command?.title ?? '');
    assert.ok(
      titles.some((title) => title.includes('parity 234/234')),
      titles.join(', '),
    );
  });

  it('reports the departures that an edit causes, at the call that made the decision', async () => {
    const editor = await openFile(STOPS, FACTOR);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(editor.document.uri, rangeOf(editor.document, FACTOR), "multiple.mul('0.7')");
    await vscode.workspace.applyEdit(edit);
    await statusSays(/\d+ departures/);

    const line = await callLine();
    const first = await waitFor('the departure at its line', () => departureAt(line));
    assert.equal(first.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(first.source, 'lockstep');
    assert.match(first.message, /CLOSE short SOL \(exit_stop_loss\) departs.* Tick 249,/);
  });

  it('links a departure to the event that live recorded', async () => {
    const [evidence] = departureAt(await callLine())?.relatedInformation ?? [];
    assert.ok(evidence !== undefined);
    assert.ok(evidence.location.uri.path.endsWith('captures/openclaw-base/events.jsonl'));
    const events = await vscode.workspace.openTextDocument(evidence.location.uri);
    const event: unknown = JSON.parse(events.lineAt(evidence.location.range.start.line).text);
    assert.ok(typeof event === 'object' && event !== null);
    const { kind, symbol, reason, action }: Readonly<Record<string, unknown>> = { ...event };
    assert.deepEqual(
      { kind, symbol, reason, action },
      { kind: 'ledger', symbol: 'SOL', reason: 'exit_stop_loss', action: 'CLOSE' },
    );
    await vscode.commands.executeCommand('workbench.panel.markers.view.focus');
    await openFile(EXITS, CLOSE_CALL);
    await vscode.commands.executeCommand('editor.action.showHover');
    await pictureAsIs('2-departure');
  });

  it('debugs at the tick of a departure, by quick fix', async () => {
    const line = await callLine();
    const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      fileUri(EXITS),
      new vscode.Range(line, 6, line, 6),
    );
    const debug = actions.find(({ title }) => title === 'Debug at this tick (249)');
    assert.ok(debug?.command !== undefined, actions.map(({ title }) => title).join(', '));
    const { command, arguments: argumentList = [] } = debug.command;
    const stop = await stopAfter(async () =>
      vscode.commands.executeCommand(command, ...(argumentList as unknown[])),
    );
    assert.equal(stop.tick, 249);
    assert.equal(session().name, 'Replay openclaw base at tick 249');
  });

  it('shows the departure side by side', async () => {
    await makeRoomForSideBySide();
    const departure = await stopAfter(() =>
      click('button[data-action="nextDeparture"]', { webview: true }),
    );
    assert.deepEqual([departure.reason, departure.tick], ['departure', 249]);
    const text = await waitFor('the difference in the view', async () => {
      const shown = await sideBySideText();
      return /differs|has none/.test(shown) ? shown : undefined;
    });
    assert.match(text, /SOL/);
    await picture('3-departure-side-by-side');
    await endSession();
  });

  it('is content again after undo', async () => {
    const editor = await openFile(STOPS);
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await press('Control+Z');
    await waitFor('the undone edit', () => editor.document.getText().includes(FACTOR));
    await statusSays(/parity 234\/234/);
    await noDiagnostics();
    await editor.document.save();
    await picture('4-undone');
  });
});

/** Line of the call that closes at the stop loss, from 0. */
async function callLine(): Promise<number> {
  const document = await vscode.workspace.openTextDocument(fileUri(EXITS));
  return rangeOf(document, CLOSE_CALL).start.line;
}

function departureAt(line: number): vscode.Diagnostic | undefined {
  return allDiagnostics()
    .filter(({ uri }) => uri.path.endsWith(EXITS))
    .map(({ diagnostic }) => diagnostic)
    .find(
      ({ range, relatedInformation }) => range.start.line === line && relatedInformation?.length,
    );
}
