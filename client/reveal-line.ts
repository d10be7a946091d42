// Opens a file at a line that somebody asked to see.
import * as vscode from 'vscode';

/** Lines start at 1, as files' readers count them. */
export async function revealLine(file: string, line: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
  const row = Math.min(Math.max(line, 1), document.lineCount) - 1;
  const start = new vscode.Position(row, 0);
  await vscode.window.showTextDocument(document, {
    selection: new vscode.Range(start, start),
    preview: true,
  });
}
