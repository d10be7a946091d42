// Opens a file at a line that somebody asked to see.
import * as vscode from 'vscode';

/** Lines start at 1, as files' readers count them. */
export async function revealLine(file: string, line: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
  const row = Math.min(Math.max(line, 1), document.lineCount) - 1;
  const { text } = document.lineAt(row);
  const [start, end] = tellingPart(text);
  const range = new vscode.Range(row, start, row, end);
  const editor = await vscode.window.showTextDocument(document, {
    selection: new vscode.Range(range.start, range.start),
    preview: true,
  });
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Where to look in a line: an event begins with its place in the chain, and what happened stands far to the right. */
function tellingPart(text: string): readonly [start: number, end: number] {
  const kind = text.indexOf('"kind":');
  if (!text.startsWith('{"seq":') || kind < 0) return [0, 0];
  const reason = /"reason":"[^"]*"/.exec(text);
  return [kind, reason === null ? kind : reason.index + reason[0].length];
}
