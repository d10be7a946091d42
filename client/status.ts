// The status bar item: how the replays of the workspace stand. A click opens the menu of commands/show-menu.ts.
import * as vscode from 'vscode';
import type { ReplayServer } from './language-client.js';
import { statusText, type StatusTone } from './status-text.js';
import { statusTooltip, TOOLTIP_COMMANDS } from './status-tooltip.js';

/** Left, behind the problem counts, whose priority is 50. */
const PRIORITY = 45;

const BACKGROUNDS: Readonly<Record<StatusTone, vscode.ThemeColor | undefined>> = {
  plain: undefined,
  warning: new vscode.ThemeColor('statusBarItem.warningBackground'),
  error: new vscode.ThemeColor('statusBarItem.errorBackground'),
};

export function showStatus(server: ReplayServer): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    'lockstep.status',
    vscode.StatusBarAlignment.Left,
    PRIORITY,
  );
  item.name = 'Lockstep Replay';
  const update = (): void => {
    const status = statusText({
      isTrusted: vscode.workspace.isTrusted,
      server: server.state,
      replays: server.replays,
      comparisons: server.comparisons,
    });
    if (status === null) {
      item.hide();
      return;
    }
    item.text = status.text;
    item.command = vscode.workspace.isTrusted ? 'lockstep.showMenu' : 'workbench.trust.manage';
    item.accessibilityInformation = { label: status.label };
    item.backgroundColor = BACKGROUNDS[status.tone];
    item.tooltip = tooltip(server);
    item.show();
  };
  update();
  return vscode.Disposable.from(
    item,
    server.onDidChange(update),
    vscode.workspace.onDidGrantWorkspaceTrust(update),
  );
}

function tooltip({ replays, comparisons }: ReplayServer): vscode.MarkdownString {
  const text = new vscode.MarkdownString(statusTooltip(replays, comparisons), true);
  text.isTrusted = { enabledCommands: TOOLTIP_COMMANDS };
  return text;
}
