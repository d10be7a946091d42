// What passes between VS Code and the debug adapter, for things that VS Code does in its own time and tells nobody.

import * as vscode from 'vscode';
import { waitFor } from './wait.js';

const answers = new Map<string, number>();

/** Counts the answers of every session that starts from now on. */
export function countAnswers(): vscode.Disposable {
  return vscode.debug.registerDebugAdapterTrackerFactory('lockstep', {
    createDebugAdapterTracker: () => ({
      onDidSendMessage: (message: { readonly type: string; readonly command?: string }) => {
        if (message.type !== 'response' || message.command === undefined) return;
        answers.set(message.command, (answers.get(message.command) ?? 0) + 1);
      },
    }),
  });
}

/** Does something and waits until the adapter has answered `command` once more. */
export async function untilAnswered(command: string, act: () => void): Promise<void> {
  const before = answers.get(command) ?? 0;
  act();
  await waitFor(`an answer to ${command}`, () => (answers.get(command) ?? 0) > before);
}
