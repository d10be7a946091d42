// Makes room on the screen for what a screenshot is about.

import * as vscode from 'vscode';
import { click, hover, screenshot, texts } from './page.js';

/** How often the editor is made narrower, so that the sidebar gets about a third of the window. */
const NARROWER_TIMES = 4;

/** Each test file is a bundle of its own, so what they share is kept in the process that runs them all. */
const ROOMY = 'LOCKSTEP_E2E_ROOMY';

/** Widens the sidebar and closes the debug views that say nothing about a replay; once for all tests. */
export async function makeRoomForSideBySide(): Promise<void> {
  await vscode.commands.executeCommand('lockstep.showSideBySide');
  if (process.env[ROOMY] !== undefined) return;
  process.env[ROOMY] = 'yes';
  for (const view of ['Watch', 'Loaded Scripts', 'Breakpoints']) {
    const header = `.pane-header.expanded:has-text("${view}")`;
    if ((await texts(header)).length > 0) await click(header);
  }
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  for (let time = 0; time < NARROWER_TIMES; time += 1) {
    await vscode.commands.executeCommand('workbench.action.decreaseViewWidth');
  }
}

export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Long enough for VS Code to draw what it has been told. */
const SETTLE_MS = 700;

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SETTLE_MS));

/** A screenshot with nothing half drawn; the pointer stays where it is, and so does what hovers there. */
export async function pictureAsIs(name: string): Promise<void> {
  await settled();
  await screenshot(name);
}

/** A screenshot with the pointer out of the way. */
export async function picture(name: string): Promise<void> {
  await hover('.statusbar').catch(() => undefined);
  await pictureAsIs(name);
}
