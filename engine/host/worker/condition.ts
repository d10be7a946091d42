// One precondition as a value, and what the substitutions in force say about it.
import type { Intervention, Json } from '../../core/schema/index.js';
import type { Capture } from '../capture/index.js';
import type { Precondition, PreconditionName } from '../replay/explanation.js';
import type { ExplainOptions, Opened } from '../replay/protocol.js';

export interface PreconditionInput {
  readonly capture: Capture;
  readonly opened: Pick<Opened, 'codeHash' | 'numeric' | 'interventions'>;
  /** The strategy's params in force. */
  readonly params: Json;
  /** Covered events of both sides; `replay` is null before anything was replayed. */
  readonly events: { readonly live: number; readonly replay: number | null };
  /** What the caller sets aside on purpose. */
  readonly waive: NonNullable<ExplainOptions['waive']>;
}

interface Says {
  readonly expected?: string | null;
  readonly found?: string | null;
  readonly message: string;
}

const condition = (
  name: PreconditionName,
  status: Precondition['status'],
  { expected = null, found = null, message }: Says,
): Precondition => ({ name, status, expected, found, message, remedy: null });

export const holds = (name: PreconditionName, says: Says): Precondition =>
  condition(name, 'ok', says);
export const waived = (name: PreconditionName, says: Says): Precondition =>
  condition(name, 'waived', says);
export const notRecorded = (name: PreconditionName, says: Says): Precondition =>
  condition(name, 'not-recorded', says);
export const failed = (
  name: PreconditionName,
  { remedy, ...says }: Says & { readonly remedy: string },
): Precondition => ({ ...condition(name, 'failed', says), remedy });

/** What a substitution sets aside. Outcomes of the venue are no input of the replay: they set nothing aside. */
const SETS_ASIDE: Readonly<Record<Intervention['kind'], PreconditionName | null>> = {
  'market-bar': 'market',
  'market-revision': 'market',
  'market-shift': 'market',
  'market-missing': 'market',
  'market-extra': 'market',
  'market-clock': 'market',
  'event-stamp': 'venue',
  'state-field': 'snapshot',
  'state-warm-up': 'snapshot',
  'state-frozen-balance': 'snapshot',
  'state-window-end': 'snapshot',
  'numeric-policy': 'numeric',
  'venue-policy': 'venue',
  'params-value': 'config',
  'order-outcome': null,
  'venue-event': null,
  'gate-verdict': 'strategy',
  'adopt-state': 'snapshot',
};

/** The kinds in force that set a precondition aside, as text; null: none does. */
export function substituted(
  interventions: readonly Intervention[],
  name: PreconditionName,
): string | null {
  const kinds = interventions.map(({ kind }) => kind).filter((kind) => SETS_ASIDE[kind] === name);
  return kinds.length === 0 ? null : [...new Set(kinds)].join(', ');
}
