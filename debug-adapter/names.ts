// The names a function breakpoint and the console know: reason codes, gates and event kinds of the open replay.
// Says what a misspelt one probably meant. No protocol of an editor in this file.
import type { EventKind, LedgerEvent } from '../engine/core/schema/index.js';
import { nearestName } from '../engine/core/schema/nearest.js';
import type { Opened } from '../engine/host/replay/protocol.js';

/** Each kind once; the record type makes the compiler ask for a new one. */
const EVENT_KINDS: Readonly<Record<EventKind, true>> = {
  decision: true,
  ledger: true,
  intent: true,
  order: true,
  acknowledgement: true,
  reject: true,
  fill: true,
  funding: true,
  balance: true,
  risk: true,
  restart: true,
  checkpoint: true,
  gap: true,
};
const LEDGER_ACTIONS: Readonly<Record<LedgerEvent['action'], true>> = {
  OPEN: true,
  ADD: true,
  REDUCE: true,
  CLOSE: true,
  FUNDING: true,
  FEE: true,
  ADJUST: true,
};

export interface KnownName {
  readonly name: string;
  readonly kind: 'reason' | 'gate' | 'event';
  /** The catalogue's wording. */
  readonly text: string;
}

/** Every name that can be stopped on, with its wording. */
export function knownNames(opened: Opened): readonly KnownName[] {
  const events = [...Object.keys(EVENT_KINDS), ...Object.keys(LEDGER_ACTIONS)];
  return [
    ...Object.entries(opened.reasons).map(([name, text]) => named('reason', name, text)),
    ...Object.entries(opened.gates).map(([name, text]) => named('gate', name, text)),
    ...Object.entries(opened.gates).map(([name, text]) => named('gate', `gate:${name}`, text)),
    ...events.map((name) => named('event', `event:${name}`, 'event')),
  ];
}

const named = (kind: KnownName['kind'], name: string, text: string): KnownName => ({
  kind,
  name,
  text,
});

/** `reason:CODE` says what a plain CODE means, where a gate has the same name. */
export function isKnownName(name: string, opened: Opened): boolean {
  const reason = name.startsWith('reason:') ? name.slice('reason:'.length) : null;
  if (reason !== null) return Object.hasOwn(opened.reasons, reason);
  return knownNames(opened).some((known) => known.name === name);
}

/** What to tell someone whose name is not among them. */
export function describeUnknownName(name: string, opened: Opened): string {
  const near = nearestName(
    name,
    knownNames(opened).map((known) => known.name),
  );
  const what = `No reason code, gate or event kind is called "${name}".`;
  if (near !== undefined) return `${what} Did you mean "${near}"?`;
  return `${what} Use a reason code, gate:NAME or event:KIND, such as ${examples(opened).join(', ')}.`;
}

function examples(opened: Opened): readonly string[] {
  const [reason] = Object.keys(opened.reasons);
  const [gate] = Object.keys(opened.gates);
  return [
    ...(reason === undefined ? [] : [reason]),
    ...(gate === undefined ? [] : [`gate:${gate}`]),
    'event:ledger',
  ];
}
