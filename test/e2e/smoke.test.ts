// The least that must hold: the tests run inside a VS Code, and its window can be seen.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { hasPage, screenshot } from './support/page.js';

describe('VS Code', () => {
  it('is at least as new as package.json demands', () => {
    const [major = 0, minor = 0] = vscode.version.split('.').map(Number);
    assert.ok(major > 1 || (major === 1 && minor >= 91), `this is VS Code ${vscode.version}`);
  });

  it('shows its window to the tests', async function () {
    if (!(await hasPage())) this.skip();
    const file = await screenshot('smoke');
    assert.ok(file !== undefined && existsSync(file));
  });
});
