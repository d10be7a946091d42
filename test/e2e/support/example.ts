// The example workspace as VS Code has it open: a copy, so that tests may edit it.

import * as vscode from 'vscode';

export function folderUri(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('no folder is open');
  return folder.uri;
}

export const fileUri = (path: string): vscode.Uri => vscode.Uri.joinPath(folderUri(), path);

/** Opens a file of the workspace in the editor, optionally with the line of `text` in its middle. */
export async function openFile(path: string, text?: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(fileUri(path));
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  if (text !== undefined) {
    const range = rangeOf(document, text);
    editor.selection = new vscode.Selection(range.start, range.start);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenter);
  }
  return editor;
}

/** Where a text stands, which must be exactly once. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const all = document.getText();
  const index = all.indexOf(text);
  if (index < 0 || all.includes(text, index + 1)) {
    throw new Error(`${document.fileName} does not hold "${text}" exactly once`);
  }
  return new vscode.Range(document.positionAt(index), document.positionAt(index + text.length));
}
