// Nothing of the workspace's code runs before the workspace is trusted: no language server, no replay, no debugging.
import * as vscode from 'vscode';

const MANAGE = 'Manage Trust';

/** Calls `start` now in a trusted workspace, else at the moment trust is granted. */
export function whenTrusted(start: () => void): vscode.Disposable {
  if (vscode.workspace.isTrusted) {
    start();
    return { dispose: () => undefined };
  }
  return vscode.workspace.onDidGrantWorkspaceTrust(start);
}

/** Whether something that runs strategy code may go on; says why not and offers the way. */
export async function requireTrust(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const chosen = await vscode.window.showWarningMessage(
    'Lockstep runs the strategy code of this workspace, so it waits until you trust the workspace.',
    MANAGE,
  );
  if (chosen === MANAGE) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
