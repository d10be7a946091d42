// What the status bar item says when somebody points at it.

import * as vscode from 'vscode';
import { hover, texts } from './page.js';
import { waitFor } from './wait.js';

const ITEM = '.statusbar-item:has-text("Lockstep:")';
const SHOWN = '.workbench-hover-container .monaco-hover';
/** VS Code waits a moment before it shows what hovers. */
const SHOW_MS = 600;

/** Points at the item until its tooltip says something; the pointer stays there. */
export function tooltipSays(words: RegExp): Promise<string> {
  return waitFor(`${words.source} in the tooltip`, () => tooltipWith(words));
}

/** A tooltip that is shown already keeps its text, so each look begins elsewhere. */
async function tooltipWith(words: RegExp): Promise<string | undefined> {
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  await hover('.monaco-workbench .titlebar-center');
  await hover(ITEM);
  await new Promise((resolve) => setTimeout(resolve, SHOW_MS));
  return (await texts(SHOWN)).find((text) => words.test(text));
}
