// Debugs a replay up to a tick: the one a quick fix or code lens names, or one that is asked for.
import * as vscode from 'vscode';
import { knownReplays, pickReplay } from '../debug/pick-replay.js';
import { expectedSeekText, readSeekText } from '../debug/seek-text.js';
import { startReplay } from '../debug/start-replay.js';
import type { DebugAtTickArguments } from '../../server/protocol.js';
import type { ClientContext } from '../context.js';
import type { Command } from './command.js';

export const debugAtTick: Command = {
  id: 'lockstep.debugAtTick',
  needsTrust: true,
  run: async (context, argument) => {
    if (isTarget(argument)) await debugTarget(context, argument);
    else await askAndDebug(context);
  },
};

async function debugTarget({ server }: ClientContext, target: DebugAtTickArguments): Promise<void> {
  const replays = await knownReplays(server);
  const replay = replays.find(({ name }) => name === target.replay);
  if (replay !== undefined) await startReplay(replay, { tick: target.tick });
  else
    void vscode.window.showWarningMessage(`There is no replay called ${target.replay} any more.`);
}

async function askAndDebug({ server }: ClientContext): Promise<void> {
  const replay = await pickReplay(server, 'Replay to debug');
  if (replay === undefined) return;
  const text = await vscode.window.showInputBox({
    title: `Debug ${replay.name} at`,
    prompt: expectedSeekText,
    validateInput: (value) => (readSeekText(value) === null ? expectedSeekText : null),
  });
  const target = text === undefined ? null : readSeekText(text);
  if (target !== null) await startReplay(replay, target);
}

function isTarget(argument: unknown): argument is DebugAtTickArguments {
  if (typeof argument !== 'object' || argument === null) return false;
  return (
    'replay' in argument &&
    typeof argument.replay === 'string' &&
    'tick' in argument &&
    typeof argument.tick === 'number'
  );
}
