// Where each running replay stands: the last stop of every debug session, and a signal when the one in focus moves.
import * as vscode from 'vscode';
import type { CustomEvents, DebugType, SideBySide } from '../../debug-adapter/protocol.js';

export const DEBUG_TYPE: DebugType = 'lockstep';
const STOPPED: keyof CustomEvents = 'lockstep/stopped';

export interface SessionStops extends vscode.Disposable {
  /** Of the session in focus; null when none is, or before its first stop. */
  readonly current: SideBySide | null;
  readonly onDidChange: vscode.Event<SideBySide | null>;
}

export function trackSessionStops(): SessionStops {
  const stops = new Map<string, SideBySide>();
  const changed = new vscode.EventEmitter<SideBySide | null>();
  const current = (): SideBySide | null => {
    const session = activeReplay();
    return session === undefined ? null : (stops.get(session.id) ?? null);
  };
  const announce = (): void => {
    changed.fire(current());
  };
  const listeners = [
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (session.type !== DEBUG_TYPE || event !== STOPPED) return;
      stops.set(session.id, body as CustomEvents[typeof STOPPED]);
      announce();
    }),
    vscode.debug.onDidTerminateDebugSession(({ id }) => {
      if (stops.delete(id)) announce();
    }),
    vscode.debug.onDidChangeActiveDebugSession(announce),
  ];
  return {
    get current() {
      return current();
    },
    onDidChange: changed.event,
    dispose: () => {
      vscode.Disposable.from(...listeners, changed).dispose();
    },
  };
}

/** The debug session in focus, if it is a replay. */
export function activeReplay(): vscode.DebugSession | undefined {
  const session = vscode.debug.activeDebugSession;
  return session?.type === DEBUG_TYPE ? session : undefined;
}
