// What the status bar says about all replays together. No editor in this file.
import type {
  ComparisonEntry,
  ComparisonState,
  ReplayEntry,
  ReplayStatus,
} from '../server/protocol.js';
import type { ServerState } from './language-client.js';

export type StatusTone = 'plain' | 'warning' | 'error';

export interface StatusText {
  readonly text: string;
  readonly tone: StatusTone;
  /** What a screen reader says: the text without its icon. */
  readonly label: string;
}

export interface Situation {
  readonly isTrusted: boolean;
  readonly server: ServerState;
  readonly replays: readonly ReplayEntry[];
  readonly comparisons: readonly ComparisonEntry[];
}

/** null when there is nothing to say: the workspace holds no replay. */
export function statusText(situation: Situation): StatusText | null {
  const { isTrusted, server, replays } = situation;
  if (!isTrusted) return say('shield', 'waits for trust');
  if (server === 'starting') return say('loading~spin', 'starting…');
  if (server === 'stopped') return say('debug-disconnect', 'language server stopped', 'error');
  const statuses = replays.map(({ status }) => status);
  if (statuses.length === 0) return null;
  const count = (state: ReplayStatus['state']): number =>
    statuses.filter((status) => status.state === state).length;
  if (count('replaying') > 0) return say('sync~spin', 'replaying…');
  if (statuses.some(({ lanes }) => lanes.state === 'differ'))
    return say('error', 'lanes differ', 'error');
  if (count('failed') > 0) return say('error', 'cannot replay', 'error');
  if (count('invalid') > 0) return say('circle-slash', 'comparison invalid', 'warning');
  if (count('mismatch') > 0) return say('diff', differences(statuses), 'warning');
  if (count('idle') > 0) return say('circle-large-outline', 'not replayed yet');
  const matched = sum(statuses, ({ events }) => events.matched);
  const live = sum(statuses, ({ events }) => events.live);
  const overrides = sum(statuses, (status) => status.overrides);
  const how = overrides === 0 ? '' : ` with ${plural(overrides, 'override')}`;
  const parity = `parity ${matched}/${live}${how}`;
  const pairs = brokenPairs(situation.comparisons);
  return pairs === 0
    ? say('check', parity)
    : say('diff', `${parity}, ${plural(pairs, 'pair')} of recordings differ`, 'warning');
}

/** Pairs of recordings that differ and that nobody accepts. */
const brokenPairs = (comparisons: readonly ComparisonEntry[]): number =>
  comparisons
    .filter(({ state }) => state === 'differ')
    .flatMap(({ pairs }) => pairs)
    .filter(({ mismatches }) => mismatches > 0).length;

/** `3 departures`, and once their causes are known `1 root (3 departures)`. */
function differences(statuses: readonly ReplayStatus[]): string {
  const departures = plural(
    sum(statuses, (status) => status.departures),
    'departure',
  );
  if (statuses.some(({ causes }) => causes === 'searching')) return `${departures}, explaining…`;
  const roots = sum(statuses, (status) => status.roots.count);
  return roots === 0 ? departures : `${plural(roots, 'root')} (${departures})`;
}

const ICONS: Readonly<Record<ReplayStatus['state'], string>> = {
  idle: 'circle-large-outline',
  replaying: 'sync~spin',
  parity: 'check',
  mismatch: 'diff',
  invalid: 'circle-slash',
  failed: 'error',
};

/** The codicon of one replay. A parity that lanes dispute is none. */
export const stateIcon = ({ state, lanes }: ReplayStatus): string =>
  `$(${lanes.state === 'differ' ? 'error' : ICONS[state]})`;

const COMPARISON_ICONS: Readonly<Record<ComparisonState, string>> = {
  waiting: 'circle-large-outline',
  comparing: 'sync~spin',
  agree: 'check',
  differ: 'diff',
  invalid: 'circle-slash',
  failed: 'error',
  cancelled: 'circle-slash',
};

/** The codicon of one comparison. */
export const comparisonIcon = (state: ComparisonState): string => `$(${COMPARISON_ICONS[state]})`;

function say(icon: string, words: string, tone: StatusTone = 'plain'): StatusText {
  return { text: `$(${icon}) Lockstep: ${words}`, tone, label: `Lockstep: ${words}` };
}

const sum = (statuses: readonly ReplayStatus[], of: (status: ReplayStatus) => number): number =>
  statuses.reduce((total, status) => total + of(status), 0);

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
