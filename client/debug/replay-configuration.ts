// A replay the server knows, as the debug configuration that runs it.
import * as vscode from 'vscode';
import type { LaunchConfiguration, SeekTarget } from '../../debug-adapter/protocol.js';
import type { ReplayEntry } from '../../server/protocol.js';
import { DEBUG_TYPE } from './session-stops.js';

export function replayConfiguration(
  replay: ReplayEntry,
  stopAt?: SeekTarget,
): LaunchConfiguration & vscode.DebugConfiguration {
  const { capture, strategy, params, numeric } = replay;
  return {
    type: DEBUG_TYPE,
    request: 'launch',
    name:
      stopAt === undefined
        ? `Replay ${replay.name}`
        : `Replay ${replay.name} at ${placeName(stopAt)}`,
    capture,
    ...(strategy !== null && { strategy }),
    ...(isParams(params) && { params }),
    ...(numeric !== undefined && { numeric }),
    ...(stopAt !== undefined && { stopAt }),
  };
}

/** The same, fit to be written into launch.json: paths start at the workspace folder. */
export function portableConfiguration(replay: ReplayEntry): vscode.DebugConfiguration {
  const configuration = replayConfiguration(replay);
  const { strategy } = configuration;
  return {
    ...configuration,
    capture: inFolder(configuration.capture),
    ...(strategy !== undefined && { strategy: inFolder(strategy) }),
  };
}

function inFolder(file: string): string {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
  if (folder === undefined) return file;
  return `\${workspaceFolder}${file.slice(folder.uri.fsPath.length).replaceAll('\\', '/')}`;
}

function placeName(target: SeekTarget): string {
  if ('tick' in target) return `tick ${target.tick}`;
  return 'seq' in target ? `event #${target.seq}` : new Date(target.ts).toISOString();
}

type Params = NonNullable<LaunchConfiguration['params']>;

const isParams = (params: ReplayEntry['params']): params is Params =>
  typeof params === 'object' && params !== null && !Array.isArray(params);
