// Opens one file of a capture.
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { knownReplays } from '../debug/pick-replay.js';
import type { ReplayEntry } from '../../server/protocol.js';
import type { Command } from './command.js';

/** In the order people look at them. */
const CAPTURE_FILES: readonly (readonly [name: string, what: string])[] = [
  ['events.jsonl', 'what live did'],
  ['manifest.json', 'what was recorded, and under which rules'],
  ['market.jsonl', 'what live saw'],
  ['snapshot.json', 'the state live began with'],
];

interface FileItem extends vscode.QuickPickItem {
  readonly file: string;
}

export const openCapture: Command = {
  id: 'lockstep.openCapture',
  needsTrust: true,
  run: async ({ server }) => {
    const items = (await knownReplays(server)).flatMap(captureItems);
    const chosen = await vscode.window.showQuickPick(items, {
      title: 'Open Capture',
      matchOnDescription: true,
    });
    if (chosen === undefined || !('file' in chosen)) return;
    await vscode.window.showTextDocument(vscode.Uri.file(chosen.file));
  },
};

function captureItems({ name, capture }: ReplayEntry): (vscode.QuickPickItem | FileItem)[] {
  const separator = {
    label: `${name} (${basename(capture)})`,
    kind: vscode.QuickPickItemKind.Separator,
  };
  const files = CAPTURE_FILES.map(([file, what]) => ({
    label: `$(file) ${file}`,
    description: what,
    file: join(capture, file),
  }));
  return [separator, ...files];
}
