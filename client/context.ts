// What the parts of the client share. Made once, in extension.ts.
import type * as vscode from 'vscode';
import type { SessionStops } from './debug/session-stops.js';
import type { ReplayServer } from './language-client.js';
import type { SidesPanels } from './views/side-by-side/sides-panel.js';

export interface ClientContext {
  readonly log: vscode.LogOutputChannel;
  readonly server: ReplayServer;
  readonly stops: SessionStops;
  readonly sides: SidesPanels;
}
