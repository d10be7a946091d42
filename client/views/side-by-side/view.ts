// The webview in the debug container: shows the stop of the replay in focus and answers clicks.
// The page is sent markup, never told to evaluate anything; what it sends back is checked before use.
import * as vscode from 'vscode';
import type { SideBySide } from '../../../debug-adapter/protocol.js';
import type { SessionStops } from '../../debug/session-stops.js';
import { revealLine } from '../../reveal-line.js';
import { shellOf } from './shell.js';
import { emptyMarkup, stopMarkup } from './stop-markup.js';

export const VIEW_ID = 'lockstep.sideBySide';

/** The commands that the page may ask for; anything else it sends is dropped. */
const PAGE_COMMANDS: ReadonlySet<string> = new Set([
  'compareSides',
  'debugReplay',
  'nextDeparture',
  'nextTick',
  'previousDeparture',
  'previousTick',
  'seekTick',
]);

interface PageMessage {
  readonly action: string;
  readonly file: string | null;
  readonly line: number | null;
}

export function registerSideBySideView(
  extensionUri: vscode.Uri,
  stops: SessionStops,
): vscode.Disposable {
  return vscode.window.registerWebviewViewProvider(VIEW_ID, {
    resolveWebviewView: (view) => {
      const media = vscode.Uri.joinPath(extensionUri, 'media');
      const { webview } = view;
      webview.options = { enableScripts: true, localResourceRoots: [media] };
      const show = (stop: SideBySide | null): void => {
        void webview.postMessage({ content: contentFor(stop) });
      };
      const listeners = [
        stops.onDidChange(show),
        webview.onDidReceiveMessage((message: unknown) => {
          const received = readMessage(message);
          if (received?.action === 'ready') show(stops.current);
          else if (received !== null) answer(received, stops.current);
        }),
      ];
      view.onDidDispose(() => {
        vscode.Disposable.from(...listeners).dispose();
      });
      webview.html = shellOf(webview, media, 'Live and Replay');
    },
  });
}

const contentFor = (stop: SideBySide | null): string =>
  (stop === null ? emptyMarkup() : stopMarkup(stop)).markup;

function readMessage(message: unknown): PageMessage | null {
  if (typeof message !== 'object' || message === null) return null;
  const { action, file, line }: Readonly<Record<string, unknown>> = { ...message };
  if (typeof action !== 'string') return null;
  return {
    action,
    file: typeof file === 'string' ? file : null,
    line: typeof line === 'number' && Number.isSafeInteger(line) && line > 0 ? line : null,
  };
}

function answer({ action, file, line }: PageMessage, stop: SideBySide | null): void {
  if (PAGE_COMMANDS.has(action)) {
    void vscode.commands.executeCommand(`lockstep.${action}`);
    return;
  }
  if (stop === null || line === null) return;
  if (action === 'openEvent') void revealLine(stop.eventsFile, line);
  const isOfStop = stop.gates.some(({ range }) => range?.file === file && range.line === line);
  if (action === 'openSource' && file !== null && isOfStop) void revealLine(file, line);
}
