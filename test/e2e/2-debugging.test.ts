// A replay under the debugger: the real keys and buttons, and what VS Code then knows.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { countAnswers, untilAnswered } from './support/adapter-traffic.js';
import { openFile, rangeOf } from './support/example.js';
import { closeEditors, makeRoomForSideBySide, picture } from './support/layout.js';
import { click, hasPage, press, type, waitForElement } from './support/page.js';
import {
  endSession,
  scopeValues,
  stackFrames,
  stopAfter,
  stopAfterKey,
} from './support/replay-session.js';
import { statusSays } from './support/replay-status.js';
import { sideBySideText } from './support/side-by-side.js';
import { waitFor } from './support/wait.js';

const CLOSE_CALL = "tick.close(symbol, { reason: 'exit_stop_loss', confidence })";

describe('debugging a replay', () => {
  let traffic: vscode.Disposable | undefined;
  before(async function () {
    if (!(await hasPage())) this.skip();
    traffic = countAnswers();
  });
  after(async () => {
    traffic?.dispose();
    await endSession();
    await closeEditors();
  });

  it('starts with F5 and stops at the strategy', async () => {
    await openFile('strategies/openclaw/index.ts');
    await statusSays(/parity/);
    const stop = await stopAfterKey('F5');
    assert.deepEqual([stop.tick, stop.reason], [0, 'entry']);
    const [frame] = await stackFrames();
    assert.equal(frame?.source?.name, 'index.ts');
    assert.ok(vscode.debug.activeStackItem instanceof vscode.DebugStackFrame);
    await makeRoomForSideBySide();
    await picture('5-started');
  });

  it('goes to a live event that is typed in', async () => {
    const stop = await stopAfter(async () => {
      const asked = vscode.commands.executeCommand('lockstep.seekTick');
      await waitForElement('.quick-input-title:has-text("Go to Tick")');
      await press('Control+A');
      await type('#41');
      await press('Enter');
      await asked;
    });
    assert.deepEqual([stop.tick, stop.symbol], [253, 'SOL']);
    assert.ok(stop.pairs.some(({ live, reached }) => live?.seq === 41 && reached));
  });

  it('steps over to the next gate with F10, and back with the button', async () => {
    const start = await stopAfterKey('Shift+F11');
    assert.equal(start.moment, 'tick');
    const first = await stopAfterKey('F10');
    const second = await stopAfterKey('F10');
    assert.equal(second.moment, 'gate');
    assert.notDeepEqual(second.cursor, first.cursor);
    const back = await stopAfter(() => click('.action-label[aria-label^="Step Back"]'));
    assert.deepEqual(back.cursor, first.cursor);
  });

  it('steps into the next statement, with its locals', async () => {
    const before = await stackFrames();
    const stop = await stopAfter(() => click('.action-label[aria-label^="Step Into"]'));
    assert.equal(stop.moment, 'statement');
    assert.notDeepEqual(await stackFrames(), before);
    assert.ok((await scopeValues('Locals')).size > 0);
    await picture('6-stepping');
  });

  it('steps out to the next tick, and to the tick before with the button', async () => {
    const next = await stopAfterKey('Shift+F11');
    assert.equal(next.moment, 'tick');
    const previous = await stopAfter(() => click('.action-label[aria-label^="Previous Tick"]'));
    assert.equal(previous.tick, next.tick - 1);
  });

  it('breaks on a reason code', async () => {
    const breakpoint = new vscode.FunctionBreakpoint('exit_stop_loss');
    await untilAnswered('setFunctionBreakpoints', () => {
      vscode.debug.addBreakpoints([breakpoint]);
    });
    const stop = await stopAfterKey('F5');
    vscode.debug.removeBreakpoints([breakpoint]);
    assert.equal(stop.reason, 'breakpoint');
    assert.match(stop.description, /exit_stop_loss/);
    const [frame] = await stackFrames();
    const exits = await openFile('strategies/openclaw/exits.ts');
    const line = rangeOf(exits.document, CLOSE_CALL).start.line + 1;
    assert.deepEqual([frame?.source?.name, frame?.line], ['exits.ts', line]);
    assert.ok((await scopeValues('Gates')).has('stop_loss'));
    await picture('7-reason-breakpoint');
  });

  it('shows live and replay side by side', async () => {
    const text = await waitFor('the event in the view', async () => {
      const shown = await sideBySideText();
      return shown.includes('exit_stop_loss') ? shown : undefined;
    });
    assert.match(text, /live\s+line \d+\s+replay/);
    assert.match(text, /stop_loss/);
    const { pairs } = await stopAfterKey('F10');
    const [pair] = pairs;
    assert.ok(pair !== undefined && pair.live !== null && pair.reached && pair.fields.length === 0);
    const { event, line } = pair.live;
    await waitFor('equal values of live and replay', async () => {
      const shown = await sideBySideText();
      return (
        shown.includes(`line ${line}`) &&
        'price' in event &&
        shown.split(String(event.price)).length > 2
      );
    });
    await picture('8-side-by-side');
  });

  it('opens the live event from the view', async () => {
    await click('a[data-action="openEvent"]', { webview: true });
    const editor = await waitFor('events.jsonl', () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.fileName.endsWith('events.jsonl') ? active : undefined;
    });
    assert.equal(editor.document.languageId, 'lockstep-events');
    const { text } = editor.document.lineAt(editor.selection.active.line);
    assert.match(text, /"reason":"exit_stop_loss"/);
    await picture('9-live-event');
  });

  it('ends with Shift+F5', async () => {
    await press('Shift+F5');
    await waitFor('the end', () => vscode.debug.activeDebugSession === undefined);
  });
});
