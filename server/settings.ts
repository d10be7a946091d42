// The `lockstep` section of the editor's settings, checked: a setting is user input and may be anything.
import type { Connection } from 'vscode-languageserver/node';
import type { ServerSettings } from './protocol.js';

export const DEFAULT_SETTINGS: ServerSettings = { replay: { onType: true, debounceMs: 120 } };

/** Longer rests than this look like a server that does nothing. */
const DEBOUNCE_MS_MAX = 10_000;

/** Asks the editor; the defaults when it cannot be asked. */
export async function fetchSettings(
  connection: Connection,
  canAsk: boolean,
): Promise<ServerSettings> {
  if (!canAsk) return DEFAULT_SETTINGS;
  return readSettings(await connection.workspace.getConfiguration('lockstep'));
}

export function readSettings(section: unknown): ServerSettings {
  const replay = memberOf(section, 'replay');
  const onType = memberOf(replay, 'onType');
  const debounceMs = memberOf(replay, 'debounceMs');
  const fallback = DEFAULT_SETTINGS.replay;
  return {
    replay: {
      onType: typeof onType === 'boolean' ? onType : fallback.onType,
      debounceMs:
        typeof debounceMs === 'number' && debounceMs >= 0
          ? Math.min(debounceMs, DEBOUNCE_MS_MAX)
          : fallback.debounceMs,
    },
  };
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
