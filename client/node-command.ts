// Which Node runs the language server and the debug adapter: the one of the setting, else the editor's own.
import * as vscode from 'vscode';

export interface NodeCommand {
  readonly command: string;
  readonly environment: Record<string, string>;
}

export function nodeCommand(): NodeCommand {
  const configured = vscode.workspace
    .getConfiguration('lockstep')
    .get<string>('nodePath', '')
    .trim();
  if (configured !== '') return { command: configured, environment: {} };
  const environment: Record<string, string> = {};
  // The desktop editor's executable is Electron, which is Node only when it is told so.
  if (process.versions['electron'] !== undefined) environment['ELECTRON_RUN_AS_NODE'] = '1';
  return { command: process.execPath, environment };
}
