// Which replay a person means: the one of the file in view, the only one there is, or the one they pick.
import * as vscode from 'vscode';
import type { ReplayEntry } from '../../server/protocol.js';
import type { ReplayServer } from '../language-client.js';
import { stateIcon } from '../status-text.js';

/** undefined when nothing was picked, or there is nothing to pick from, which is then said. */
export async function pickReplay(
  server: ReplayServer,
  title: string,
): Promise<ReplayEntry | undefined> {
  const replays = await knownReplays(server);
  if (replays.length === 0) {
    void vscode.window.showInformationMessage(
      'This workspace holds no replay. Name a capture folder in lockstep.json, or in a launch configuration of type lockstep.',
    );
    return undefined;
  }
  const ofFile = replaysOfFile(replays, vscode.window.activeTextEditor?.document.uri.fsPath);
  const candidates = ofFile.length > 0 ? ofFile : replays;
  return candidates.length === 1 ? candidates[0] : choose(candidates, title);
}

/** Fresh from the server, or what it said last when it does not run. */
export async function knownReplays(server: ReplayServer): Promise<readonly ReplayEntry[]> {
  if (server.state !== 'running') await server.start();
  return server.request('lockstep/replays', null);
}

export const replaysOfFile = (
  replays: readonly ReplayEntry[],
  file: string | undefined,
): readonly ReplayEntry[] =>
  file === undefined ? [] : replays.filter((replay) => replay.files.includes(file));

async function choose(
  replays: readonly ReplayEntry[],
  title: string,
): Promise<ReplayEntry | undefined> {
  const items = replays.map((replay) => ({
    label: `${stateIcon(replay.status)} ${replay.name}`,
    description: vscode.workspace.asRelativePath(replay.capture),
    detail: replay.status.message,
    replay,
  }));
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.replay;
}
