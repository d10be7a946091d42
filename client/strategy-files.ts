// Tells menus which files belong to a replay, so that the editor's Run button appears in those and no others.
import * as vscode from 'vscode';
import type { ReplayServer } from './language-client.js';

/** Used in package.json: `resourcePath in lockstep.strategyFiles`. */
const CONTEXT_KEY = 'lockstep.strategyFiles';

export function offerStrategyFiles(server: ReplayServer): vscode.Disposable {
  let last = '';
  return server.onDidChange(() => {
    const files = [...new Set(server.replays.flatMap((replay) => replay.files))].sort();
    const joined = files.join('\n');
    if (joined === last) return;
    last = joined;
    void vscode.commands.executeCommand('setContext', CONTEXT_KEY, files);
  });
}
