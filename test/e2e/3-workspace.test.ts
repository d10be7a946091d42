// The ways into a replay without a launch.json, and the status bar's menu.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openFile } from './support/example.js';
import { closeEditors, picture } from './support/layout.js';
import { click, hasPage, press, texts, waitForElement } from './support/page.js';
import { endSession, session, stopAfter } from './support/replay-session.js';
import { statusSays } from './support/replay-status.js';
import { actUntil } from './support/wait.js';

describe('a workspace with a replay', () => {
  before(async function () {
    if (!(await hasPage())) this.skip();
  });
  after(async () => {
    await endSession();
    await closeEditors();
  });

  it('debugs the replay of the file in view, by its button', async () => {
    await openFile('strategies/openclaw/gates.ts');
    await statusSays(/parity/);
    const stop = await stopAfter(() => click('.editor-actions [aria-label^="Debug Replay"]'));
    assert.equal(stop.reason, 'entry');
    assert.equal(session().name, 'Replay openclaw base');
    await endSession();
  });

  it('offers no such button in a file that no replay runs', async () => {
    await openFile('tsconfig.json');
    await waitForElement('.editor-actions [aria-label^="Debug Replay"]', { state: 'hidden' });
  });

  it('opens a menu behind the status bar item', async () => {
    await click('.statusbar-item:has-text("Lockstep:")');
    await waitForElement('.quick-input-list .monaco-list-row');
    const rows = await texts('.quick-input-list .monaco-list-row');
    assert.ok(
      rows.some((row) => row.includes('Debug openclaw base')),
      rows.join('\n'),
    );
    await picture('10-menu');
    await press('Escape');
  });

  it('knows live events and market data by their names', async () => {
    for (const name of ['events.jsonl', 'market.jsonl']) {
      const { document } = await openFile(`captures/openclaw-base/${name}`);
      assert.equal(document.languageId, 'lockstep-events');
    }
  });

  it('takes a capture for evidence: its files are not edited by accident', async () => {
    const { document } = await openFile('captures/openclaw-base/events.jsonl');
    const before = document.getText();
    await actUntil(
      'the refusal',
      () => press('x'),
      async () =>
        (await texts('.monaco-editor-overlaymessage')).some((text) => text.includes('read-only')),
    );
    assert.equal(document.getText(), before);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
