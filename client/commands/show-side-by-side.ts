// Brings the side-by-side view to the front.
import * as vscode from 'vscode';
import { VIEW_ID } from '../views/side-by-side/view.js';
import type { Command } from './command.js';

export const showSideBySide: Command = {
  id: 'lockstep.showSideBySide',
  run: async () => {
    await vscode.commands.executeCommand(`${VIEW_ID}.focus`);
  },
};
