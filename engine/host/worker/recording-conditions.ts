// Whether the recording belongs together and is one that can be replayed: venue, flags, data, state, events.
import type { Issue, Manifest } from '../../core/schema/index.js';
import { MARKET } from '../capture/index.js';
import { compareDecimals } from '../capture/compare-decimals.js';
import type { Precondition, PreconditionName } from '../replay/explanation.js';
import { failed, holds, substituted, waived, type PreconditionInput } from './condition.js';

export function venueCondition({ capture, opened }: PreconditionInput): Precondition {
  const name = 'venue';
  const { venue } = capture.manifest;
  const faults = venueFaults(capture.manifest);
  if (faults.length > 0) {
    const message = `The venue policy contradicts itself: ${faults.join('; ')}.`;
    return failed(name, { message, remedy: 'Correct venue in manifest.json.' });
  }
  const kinds = substituted(opened.interventions, name);
  if (kinds !== null)
    return waived(name, { message: `The venue policy is overridden by ${kinds}.` });
  return holds(name, {
    expected: venue.name,
    found: venue.name,
    message: 'The venue policy is the recorded one.',
  });
}

function venueFaults({ venue, symbols }: Manifest): readonly string[] {
  const faults: string[] = [];
  for (const [symbol, instrument] of Object.entries(venue.instruments)) {
    if (!symbols.includes(symbol)) faults.push(`instruments names ${symbol}, which is no symbol`);
    for (const [field, value] of Object.entries(instrument))
      if (compareDecimals(value, '0') < 0) faults.push(`${symbol} has a negative ${field}`);
  }
  const names = (venue.fee.extra ?? []).map((part) => part.name);
  const doubled = names.filter((part, index) => names.indexOf(part) < index);
  for (const part of new Set(doubled)) faults.push(`two fee parts are called ${part}`);
  return faults;
}

/** Flags of an engine's behaviour that this engine knows, with the values it knows. Any other would be ignored. */
const KNOWN_FLAGS: Readonly<Record<string, readonly string[]>> = {
  'market.gaps': ['refuse', 'expected'],
};

export function engineFlagsCondition({ capture }: PreconditionInput): Precondition {
  const name = 'engine-flags';
  const flags = Object.entries(capture.manifest.engine.flags);
  const found = flags.map(([flag, value]) => `${flag}=${JSON.stringify(value)}`).join(', ');
  const unknown = flags.filter(
    ([flag, value]) =>
      typeof value !== 'string' ||
      !Object.hasOwn(KNOWN_FLAGS, flag) ||
      !KNOWN_FLAGS[flag]?.includes(value),
  );
  if (unknown.length === 0) return holds(name, { found, message: 'Every engine flag is known.' });
  const known = Object.entries(KNOWN_FLAGS)
    .map(([flag, values]) => `${flag} (${values.join(', ')})`)
    .join('; ');
  const stated = unknown.map(([flag, value]) => `${flag}=${JSON.stringify(value)}`).join(', ');
  return failed(name, {
    expected: known,
    found,
    message: `Live's engine ran with flags this engine does not know: ${stated}.`,
    remedy: `Replay with an engine that knows them, or take a flag out of engine.flags if it changes nothing that is recorded. Known: ${known}.`,
  });
}

export function marketCondition({ capture, opened }: PreconditionInput): Precondition {
  const name = 'market';
  const { sha256 } = capture.manifest.files[MARKET];
  const kinds = substituted(opened.interventions, name);
  // A capture whose file has another hash does not open.
  const hashes = { expected: sha256, found: sha256 };
  if (kinds !== null)
    return waived(name, { ...hashes, message: `The market data is overridden by ${kinds}.` });
  return holds(name, { ...hashes, message: 'The market data is the recorded file.' });
}

const invalidating = (issues: readonly Issue[]): readonly Issue[] =>
  issues.filter(({ kind, severity }) => kind === 'invalid-comparison' && severity === 'error');

/** `events.jsonl:12: ...` */
const saying = ({ file, line, message }: Issue): string =>
  `${file}${line === undefined ? '' : `:${String(line)}`}: ${message}`;

function failedBy(name: PreconditionName, issues: readonly Issue[]): Precondition {
  const remedies = [...new Set(issues.map(({ remedy }) => remedy))];
  return failed(name, {
    message: issues.map(saying).join(' '),
    remedy: remedies.join(' '),
  });
}

const isOfSnapshot = ({ code }: Issue): boolean => code.startsWith('snapshot.');

export function snapshotCondition({ capture, opened }: PreconditionInput): Precondition {
  const name = 'snapshot';
  const found = invalidating(capture.issues).filter(isOfSnapshot);
  if (found.length > 0) return failedBy(name, found);
  const { cursor } = capture.snapshot;
  const first = capture.events[0]?.seq;
  const says = {
    expected: `events from ${String(cursor.seq + 1)} on`,
    found: first === undefined ? 'no event' : `first event ${String(first)}`,
  };
  const kinds = substituted(opened.interventions, name);
  if (kinds !== null)
    return waived(name, { ...says, message: `The snapshot is overridden by ${kinds}.` });
  return holds(name, { ...says, message: 'The snapshot is the state right before the window.' });
}

export function eventsCondition({ capture, events }: PreconditionInput): Precondition {
  const name = 'events';
  const counts = { expected: String(events.live), found: String(events.replay ?? 'not run') };
  const found = invalidating(capture.issues).filter((issue) => !isOfSnapshot(issue));
  if (found.length > 0) return failedBy(name, found);
  if (events.live === 0)
    return failed(name, {
      ...counts,
      message: 'Live recorded no event in this window: nothing can be compared.',
      remedy: 'Record events, or widen the window.',
    });
  if (events.replay === 0)
    return failed(name, {
      ...counts,
      message: 'The replay produced no event in this window: nothing can be compared.',
      remedy: 'Check strategy, params and snapshot.',
    });
  return holds(name, {
    ...counts,
    message: 'Both sides have events, and live contradicts itself nowhere.',
  });
}
