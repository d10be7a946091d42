// The menu behind the status bar item: every replay with its state, then what can be done.
import * as vscode from 'vscode';
import type { ComparisonEntry, FilePlace, ReplayEntry } from '../../server/protocol.js';
import { startReplay } from '../debug/start-replay.js';
import { revealLine } from '../reveal-line.js';
import { comparisonIcon, stateIcon } from '../status-text.js';
import type { Command } from './command.js';

interface MenuItem extends vscode.QuickPickItem {
  readonly choose?: () => Thenable<unknown>;
}

export const showMenu: Command = {
  id: 'lockstep.showMenu',
  needsTrust: true,
  run: async ({ server }) => {
    const items: MenuItem[] = [
      ...server.replays.flatMap(replayItems),
      ...server.comparisons.map(comparisonItem),
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      commandItem('$(refresh) Replay all now', 'lockstep.runReplay'),
      commandItem('$(split-horizontal) Compare live, paper and backtest', 'lockstep.compareSides'),
      commandItem('$(folder-opened) Open a capture', 'lockstep.openCapture'),
      commandItem('$(output) Show log', 'lockstep.showOutput'),
      commandItem('$(debug-restart) Restart language server', 'lockstep.restartServer'),
    ];
    const chosen = await vscode.window.showQuickPick(items, { title: 'Lockstep' });
    await chosen?.choose?.();
  },
};

function replayItems(replay: ReplayEntry): MenuItem[] {
  const { name, status } = replay;
  const debug: MenuItem = {
    label: `${stateIcon(status)} Debug ${name}`,
    description: status.message,
    choose: () => startReplay(replay),
  };
  const { firstDeparture, lanes } = status;
  const rest = lanes.place === null ? [debug] : [debug, laneItem(name, lanes.message, lanes.place)];
  if (firstDeparture === null) return rest;
  const { tick } = firstDeparture;
  return [
    {
      label: `$(debug-alt) Debug first departure of ${name}`,
      description: `tick ${tick}`,
      choose: () => startReplay(replay, { tick }),
    },
    ...rest,
  ];
}

const comparisonItem = ({ name, state, message }: ComparisonEntry): MenuItem => ({
  label: `${comparisonIcon(state)} Show ${name} side by side`,
  description: message,
  choose: () => vscode.commands.executeCommand('lockstep.compareSides', { comparison: name }),
});

/** The list of problems shows no hints, so somebody has to lead to them. */
const laneItem = (name: string, description: string, place: FilePlace): MenuItem => ({
  label: `$(circuit-board) Show what concerns the lanes of ${name}`,
  description,
  choose: () => revealLine(place.file, place.line),
});

const commandItem = (label: string, command: string): MenuItem => ({
  label,
  choose: () => vscode.commands.executeCommand(command),
});
