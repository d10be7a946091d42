// The command line of the extension under test, in the folder that VS Code has open.

import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import * as vscode from 'vscode';
import { folderUri } from './example.js';

/** Runs to its end; rejects with what it said when it fails. */
export async function lockstep(args: readonly string[]): Promise<void> {
  const child = startLockstep(args);
  const said: string[] = [];
  child.stdout?.on('data', (text: Buffer) => said.push(text.toString()));
  child.stderr?.on('data', (text: Buffer) => said.push(text.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`lockstep ${args.join(' ')}: ${said.join('')}`);
}

export function startLockstep(args: readonly string[]): ChildProcess {
  const extension = vscode.extensions.getExtension('lockstep.lockstep');
  if (extension === undefined) throw new Error('the extension is not there');
  const program = path.join(extension.extensionPath, 'dist', 'cli.cjs');
  // The extension host of a desktop editor is Electron, which is Node.js only where it is told so.
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  return spawn(process.execPath, [program, ...args], { cwd: folderUri().fsPath, env });
}
