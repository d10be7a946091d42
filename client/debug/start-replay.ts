// Starts a debug session for a replay. A session of the same recording that is still there gives way: it shows the
// strategy as it was.
import * as vscode from 'vscode';
import type { SeekTarget } from '../../debug-adapter/protocol.js';
import type { ReplayEntry } from '../../server/protocol.js';
import { replayConfiguration } from './replay-configuration.js';
import { activeReplay } from './session-stops.js';

export async function startReplay(replay: ReplayEntry, stopAt?: SeekTarget): Promise<void> {
  const running = activeReplay();
  if (running?.configuration['capture'] === replay.capture)
    await vscode.debug.stopDebugging(running);
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(replay.capture));
  await vscode.debug.startDebugging(folder, replayConfiguration(replay, stopAt));
}
