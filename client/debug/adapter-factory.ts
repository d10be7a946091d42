// How VS Code starts the debug adapter: a process of its own, so that a long search never blocks the editor.
import * as vscode from 'vscode';
import { nodeCommand } from '../node-command.js';

export function createAdapterFactory(
  extensionUri: vscode.Uri,
): vscode.DebugAdapterDescriptorFactory {
  const script = vscode.Uri.joinPath(extensionUri, 'dist', 'debug-adapter.cjs').fsPath;
  return {
    createDebugAdapterDescriptor: () => {
      const { command, environment } = nodeCommand();
      return new vscode.DebugAdapterExecutable(command, [script], { env: environment });
    },
  };
}
