// A debug session seen from the test: started by the real key, asked over the Debug Adapter Protocol.

import * as vscode from 'vscode';
import type { SideBySide } from '../../../debug-adapter/protocol.js';
import { press } from './page.js';
import { waitFor } from './wait.js';

export interface Frame {
  readonly name: string;
  readonly line: number;
  readonly source?: { readonly name: string; readonly path: string };
}

interface Variable {
  readonly name: string;
  readonly value: string;
  readonly variablesReference: number;
}

/** Does something and waits until the replay stands, told by the adapter and shown by VS Code. */
export async function stopAfter(act: () => Promise<unknown>): Promise<SideBySide> {
  let stopped: SideBySide | undefined;
  let isShown = false;
  const listeners = [
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ event, body }) => {
      if (event !== 'lockstep/stopped') return;
      stopped = body as SideBySide;
      // What was shown so far is the stop before, of which VS Code tells late on a busy machine.
      isShown = false;
    }),
    vscode.debug.onDidChangeActiveStackItem((item) => {
      isShown = item instanceof vscode.DebugStackFrame;
    }),
  ];
  try {
    await act();
    return await waitFor('a stop', () => (isShown ? stopped : undefined));
  } finally {
    vscode.Disposable.from(...listeners).dispose();
  }
}

export const stopAfterKey = (keys: string): Promise<SideBySide> => stopAfter(() => press(keys));

export function session(): vscode.DebugSession {
  const active = vscode.debug.activeDebugSession;
  if (active === undefined) throw new Error('no debug session');
  return active;
}

async function ask<T>(command: string, args?: object): Promise<T> {
  return (await session().customRequest(command, args)) as T;
}

/** Innermost first. */
export async function stackFrames(): Promise<readonly Frame[]> {
  const answer = await ask<{ stackFrames: readonly Frame[] }>('stackTrace', { threadId: 1 });
  return answer.stackFrames;
}

/** Names and values of one scope of the innermost frame. */
export async function scopeValues(scope: string): Promise<ReadonlyMap<string, string>> {
  interface Scopes {
    readonly scopes: readonly { readonly name: string; readonly variablesReference: number }[];
  }
  const { scopes } = await ask<Scopes>('scopes', { frameId: 1 });
  const found = scopes.find(({ name }) => name === scope);
  if (found === undefined) throw new Error(`no scope ${scope}`);
  if (found.variablesReference === 0) return new Map();
  const { variablesReference } = found;
  const answer = await ask<{ variables: readonly Variable[] }>('variables', { variablesReference });
  return new Map(answer.variables.map(({ name, value }) => [name, value]));
}

/** Ends the session, if there is one, and waits until it is gone. */
export async function endSession(): Promise<void> {
  if (vscode.debug.activeDebugSession === undefined) return;
  await vscode.debug.stopDebugging();
  await waitFor('the end of the session', () => vscode.debug.activeDebugSession === undefined);
}
