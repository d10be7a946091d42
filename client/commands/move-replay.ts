// The moves that the debug toolbar of VS Code has no button for. Each is one request; the stop that follows is an event.
import * as vscode from 'vscode';
import type { CustomRequests } from '../../debug-adapter/protocol.js';
import { activeReplay } from '../debug/session-stops.js';
import type { Command } from './command.js';

export const nextDeparture = move('lockstep.nextDeparture', 'lockstep/nextDeparture');
export const previousDeparture = move('lockstep.previousDeparture', 'lockstep/previousDeparture');
export const nextRoot = move('lockstep.nextRoot', 'lockstep/nextRoot');
export const previousRoot = move('lockstep.previousRoot', 'lockstep/previousRoot');
export const previousTick = move('lockstep.previousTick', 'lockstep/previousTick');
export const stepBackStatement = move('lockstep.stepBackStatement', 'lockstep/statementBack');

/** Stepping out of a tick is going to the next one. */
export const nextTick: Command = {
  id: 'lockstep.nextTick',
  run: async () => {
    await vscode.commands.executeCommand('workbench.action.debug.stepOut');
  },
};

function move(id: Command['id'], request: keyof CustomRequests): Command {
  return {
    id,
    run: async () => {
      await activeReplay()?.customRequest(request);
    },
  };
}
