// The extension's entry: wires the parts together and decides when they start. No behaviour of its own.
import * as vscode from 'vscode';
import { registerCommands } from './commands/index.js';
import type { ClientContext } from './context.js';
import { createAdapterFactory } from './debug/adapter-factory.js';
import { registerConfigurationProvider } from './debug/configuration-provider.js';
import { registerInlineValues } from './debug/inline-values.js';
import { DEBUG_TYPE, trackSessionStops } from './debug/session-stops.js';
import { createReplayServer } from './language-client.js';
import { showStatus } from './status.js';
import { offerStrategyFiles } from './strategy-files.js';
import { whenTrusted } from './trust.js';
import { registerRootsView } from './views/roots/view.js';
import { createSidesPanels } from './views/side-by-side/sides-panel.js';
import { registerSideBySideView } from './views/side-by-side/view.js';

export function activate({ extensionUri, subscriptions }: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Lockstep', { log: true });
  const stops = trackSessionStops();
  const server = createReplayServer(extensionUri, log);
  const sides = createSidesPanels(extensionUri, server);
  const context: ClientContext = { log, server, stops, sides };
  subscriptions.push(
    log,
    stops,
    server,
    sides,
    ...registerCommands(context),
    vscode.debug.registerDebugAdapterDescriptorFactory(
      DEBUG_TYPE,
      createAdapterFactory(extensionUri),
    ),
    registerConfigurationProvider(server),
    registerInlineValues(stops),
    registerRootsView(server),
    registerSideBySideView(extensionUri, stops),
    showStatus(server),
    offerStrategyFiles(server),
    whenTrusted(() => {
      server.start().catch((error: unknown) => {
        log.error(`The language server did not start: ${String(error)}`);
      });
    }),
  );
}

/** Everything is in `subscriptions`, which the editor disposes of. */
export function deactivate(): void {
  // Nothing is left to do.
}
