// The `lockstep` section of the editor's settings, checked: a setting is user input and may be anything.
import type { Connection } from 'vscode-languageserver/node';
import type { ServerSettings } from './protocol.js';

export const DEFAULT_SETTINGS: ServerSettings = {
  replay: { onType: true, debounceMs: 120 },
  explain: { automatic: true, helpers: null },
  lanes: { automatic: true },
  gpu: { modulePath: null },
};

/** Longer rests than this look like a server that does nothing. */
const DEBOUNCE_MS_MAX = 10_000;
/** More threads than any desk has cores only take memory: each holds the engine and the recording. */
const HELPERS_MAX = 16;

/** Asks the editor; the defaults when it cannot be asked. */
export async function fetchSettings(
  connection: Connection,
  canAsk: boolean,
): Promise<ServerSettings> {
  if (!canAsk) return DEFAULT_SETTINGS;
  return readSettings(await connection.workspace.getConfiguration('lockstep'));
}

export function readSettings(section: unknown): ServerSettings {
  return {
    replay: readReplay(memberOf(section, 'replay')),
    explain: readExplain(memberOf(section, 'explain')),
    lanes: readLanes(memberOf(section, 'lanes')),
    gpu: readGpu(memberOf(section, 'gpu')),
  };
}

function readReplay(replay: unknown): ServerSettings['replay'] {
  const onType = memberOf(replay, 'onType');
  const debounceMs = memberOf(replay, 'debounceMs');
  const fallback = DEFAULT_SETTINGS.replay;
  return {
    onType: typeof onType === 'boolean' ? onType : fallback.onType,
    debounceMs:
      typeof debounceMs === 'number' && debounceMs >= 0
        ? Math.min(debounceMs, DEBOUNCE_MS_MAX)
        : fallback.debounceMs,
  };
}

function readExplain(explain: unknown): ServerSettings['explain'] {
  const automatic = memberOf(explain, 'automatic');
  const helpers = memberOf(explain, 'helpers');
  const fallback = DEFAULT_SETTINGS.explain;
  return {
    automatic: typeof automatic === 'boolean' ? automatic : fallback.automatic,
    helpers:
      typeof helpers === 'number' && Number.isInteger(helpers) && helpers >= 0
        ? Math.min(helpers, HELPERS_MAX)
        : fallback.helpers,
  };
}

function readLanes(lanes: unknown): ServerSettings['lanes'] {
  const automatic = memberOf(lanes, 'automatic');
  return {
    automatic: typeof automatic === 'boolean' ? automatic : DEFAULT_SETTINGS.lanes.automatic,
  };
}

function readGpu(gpu: unknown): ServerSettings['gpu'] {
  const modulePath = memberOf(gpu, 'modulePath');
  const isNamed = typeof modulePath === 'string' && modulePath.trim() !== '';
  return { modulePath: isNamed ? modulePath.trim() : DEFAULT_SETTINGS.gpu.modulePath };
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
