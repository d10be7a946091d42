// Asks for a place in the window and takes the replay there.
import * as vscode from 'vscode';
import { activeReplay } from '../debug/session-stops.js';
import { expectedSeekText, readSeekText } from '../debug/seek-text.js';
import type { Command } from './command.js';

export const seekTick: Command = {
  id: 'lockstep.seekTick',
  run: async ({ stops }) => {
    const session = activeReplay();
    const stop = stops.current;
    if (session === undefined || stop === null) return;
    const text = await vscode.window.showInputBox({
      title: 'Go to Tick',
      prompt: `${expectedSeekText} (ticks 0 to ${stop.ticks - 1})`,
      value: String(stop.tick),
      validateInput: (value) => (readSeekText(value) === null ? expectedSeekText : null),
    });
    const target = text === undefined ? null : readSeekText(text);
    if (target !== null) await session.customRequest('lockstep/seek', target);
  },
};
