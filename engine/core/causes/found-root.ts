// A root as the search leaves it: what heals it, or why nothing is said to; the host adds places, cascades and words.
import type { Intervention } from '../schema/index.js';
import type { CauseClass, EvidenceStrength } from './cause-class.js';
import type { Departure, Excuse } from './trial.js';

export interface FoundRoot {
  readonly class: CauseClass;
  readonly title: string;
  /** Title of the candidate that heals it; empty where nothing does. */
  readonly proposal: string;
  readonly departure: Departure;
  readonly symbol: string;
  /** The strategy's call: of the gate that differs, or of the event; -1 when there is none. */
  readonly site: number;
  /** What heals it; empty where nothing does. */
  readonly interventions: readonly Intervention[];
  readonly strength: EvidenceStrength | null;
  /** Live events that match because of it. */
  readonly healed: number;
  readonly isHealedToEnd: boolean;
  readonly facts: readonly string[];
  readonly equivalents: readonly { readonly title: string; readonly intervention: Intervention }[];
  readonly trials: number;
  readonly doubts: readonly string[];
  readonly toRecord: readonly string[];
  /** How the run was brought back to live where nothing heals. */
  readonly bridge: readonly Intervention[];
  readonly excused: readonly Excuse[];
  readonly unsynchronised: readonly string[];
  readonly recurrences: readonly Recurrence[];
  /** Where the same cause shows again. */
  readonly signature: string;
}

/** A further place of a root; `title` where it shows in another way than at the first. */
export interface Recurrence {
  readonly tick: number;
  readonly ts: number;
  readonly symbol: string;
  readonly title?: string;
}

export interface Search {
  readonly roots: readonly FoundRoot[];
  /** Why it ended before everything was explained; null when it did not. */
  readonly stopped: string | null;
  readonly ticksSpent: number;
  readonly trials: number;
}

/** The kind of event, its first differing field and the call in the strategy: what repeats when a cause repeats. */
export function signatureOf({ kind, live, replay, fields, site }: Departure): string {
  const event = live ?? replay;
  const action = event !== null && 'action' in event ? event.action : '';
  const path = fields[0]?.path.replace(/\[\d+\]/g, '[]') ?? '';
  const where =
    path.startsWith('gates.') || path.startsWith('state.') ? '' : `${action}|${String(site)}`;
  const what = path === '' ? kind : path.replace(/^state\.positions\.[^.]+/, 'state.positions.*');
  return `${event?.kind ?? ''}|${what}|${where}`;
}
