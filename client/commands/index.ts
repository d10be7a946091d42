// Every command, with what all of them share: trust where it is needed, and errors that reach the person.
import * as vscode from 'vscode';
import type { ClientContext } from '../context.js';
import { requireTrust } from '../trust.js';
import type { Command } from './command.js';
import {
  acceptRoot,
  applyIntervention,
  explainReplays,
  openPlace,
  removeOverride,
} from './decide-root.js';
import { compareSides } from './compare-sides.js';
import { debugAtTick } from './debug-at-tick.js';
import { debugReplay } from './debug-replay.js';
import {
  nextDeparture,
  nextRoot,
  nextTick,
  previousDeparture,
  previousRoot,
  previousTick,
  stepBackStatement,
} from './move-replay.js';
import { openCapture } from './open-capture.js';
import { restartServer } from './restart-server.js';
import { runReplay } from './run-replay.js';
import { seekTick } from './seek-tick.js';
import { showLiveEvent } from './show-live-event.js';
import { showMenu } from './show-menu.js';
import { showOutput } from './show-output.js';
import { showSideBySide } from './show-side-by-side.js';

const COMMANDS: readonly Command[] = [
  acceptRoot,
  applyIntervention,
  compareSides,
  debugAtTick,
  debugReplay,
  explainReplays,
  nextDeparture,
  nextRoot,
  nextTick,
  openCapture,
  openPlace,
  previousDeparture,
  previousRoot,
  previousTick,
  removeOverride,
  restartServer,
  runReplay,
  seekTick,
  showLiveEvent,
  showMenu,
  showOutput,
  showSideBySide,
  stepBackStatement,
];

export function registerCommands(context: ClientContext): readonly vscode.Disposable[] {
  return COMMANDS.map((command) =>
    vscode.commands.registerCommand(command.id, (argument: unknown) =>
      run(command, context, argument),
    ),
  );
}

async function run(command: Command, context: ClientContext, argument: unknown): Promise<void> {
  if (command.needsTrust === true && !(await requireTrust())) return;
  try {
    await command.run(context, argument);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    context.log.error(`${command.id}: ${message}`);
    void vscode.window.showErrorMessage(message);
  }
}
