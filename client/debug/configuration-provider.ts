// Debug configurations without a launch.json: the workspace's replays in the list of the Run view, in a new
// launch.json, and for F5 in a strategy file. A configuration that names a capture, or attaches to a
// recording, is left as it is.
import * as vscode from 'vscode';
import type { ReplayServer } from '../language-client.js';
import { requireTrust } from '../trust.js';
import { knownReplays, pickReplay } from './pick-replay.js';
import { portableConfiguration, replayConfiguration } from './replay-configuration.js';
import { DEBUG_TYPE } from './session-stops.js';

export function registerConfigurationProvider(server: ReplayServer): vscode.Disposable {
  const lister: vscode.DebugConfigurationProvider = {
    provideDebugConfigurations: async () =>
      vscode.workspace.isTrusted ? (await knownReplays(server)).map(portableConfiguration) : [],
  };
  const resolver: vscode.DebugConfigurationProvider = {
    resolveDebugConfiguration: async (_folder, configuration) => {
      if (!(await requireTrust())) return undefined;
      if (typeof configuration['capture'] === 'string' || configuration.request === 'attach')
        return configuration;
      const replay = await pickReplay(server, 'Replay to debug');
      return replay === undefined
        ? undefined
        : { ...replayConfiguration(replay), ...withoutBlanks(configuration) };
    },
  };
  const { Initial, Dynamic } = vscode.DebugConfigurationProviderTriggerKind;
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, lister, Initial),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, lister, Dynamic),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, resolver),
  );
}

/** F5 without a launch.json comes with empty type, request and name. */
function withoutBlanks(
  configuration: vscode.DebugConfiguration,
): Partial<vscode.DebugConfiguration> {
  return Object.fromEntries(
    Object.entries(configuration).filter(([, value]) => value !== '' && value !== undefined),
  );
}
