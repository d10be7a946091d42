// Whether the replay runs what live ran: the strategy's code, its params, the numbers it calculates with.
import { canonicalJson } from '../../core/schema/index.js';
import { sha256 } from '../capture/index.js';
import type { Precondition } from '../replay/explanation.js';
import {
  failed,
  holds,
  notRecorded,
  substituted,
  waived,
  type PreconditionInput,
} from './condition.js';

export function strategyCondition({ capture, opened, waive }: PreconditionInput): Precondition {
  const name = 'strategy';
  const hashes = { expected: capture.manifest.strategy.codeHash, found: opened.codeHash };
  const kinds = substituted(opened.interventions, name);
  if (hashes.expected !== null && hashes.expected !== hashes.found) {
    const message = 'The strategy is not the code that live ran: its hash is another.';
    if (waive.includes(name)) return waived(name, { ...hashes, message });
    const remedy =
      "Check out the code live ran, or set this aside on purpose (waive: strategy) to judge a changed strategy against live's events.";
    return failed(name, { ...hashes, message, remedy });
  }
  if (kinds !== null)
    return waived(name, { ...hashes, message: `The strategy is overridden by ${kinds}.` });
  if (hashes.expected !== null)
    return holds(name, { ...hashes, message: 'The strategy is the code that live ran.' });
  const message =
    'The recording does not say which code live ran; record strategy.codeHash in manifest.json.';
  return notRecorded(name, { ...hashes, message });
}

export function configCondition(input: PreconditionInput): Precondition {
  const { capture, opened, params, waive } = input;
  const name = 'config';
  const { configHash: expected, params: recorded } = capture.manifest.strategy;
  const found = sha256(canonicalJson(params));
  const hashes = { expected, found };
  const kinds = substituted(opened.interventions, name);
  const isOverridden = canonicalJson(params) !== canonicalJson(recorded);
  const isRecorded = expected === null || expected === sha256(canonicalJson(recorded));
  if (expected !== found && !isRecorded) {
    const message = 'The params are not those that live ran with: their hash is another.';
    if (waive.includes(name)) return waived(name, { ...hashes, message });
    const remedy =
      'Record the params live ran with in strategy.params; strategy.configHash is the sha-256 of their canonical JSON (RFC 8785).';
    return failed(name, { ...hashes, message, remedy });
  }
  if (kinds !== null)
    return waived(name, { ...hashes, message: `The params are overridden by ${kinds}.` });
  if (isOverridden && expected !== found)
    return waived(name, { ...hashes, message: 'The params are overridden by the caller.' });
  if (expected !== null)
    return holds(name, { ...hashes, message: 'The params are those that live ran with.' });
  const message =
    'The recording has no hash of its params to check them by; record strategy.configHash in manifest.json.';
  return notRecorded(name, { ...hashes, message });
}

export function numericCondition({ capture, opened }: PreconditionInput): Precondition {
  const name = 'numeric';
  const expected = canonicalJson(capture.manifest.numeric);
  const found = canonicalJson(opened.numeric);
  const kinds = substituted(opened.interventions, name);
  if (expected !== found || kinds !== null) {
    const by = kinds ?? 'the caller';
    return waived(name, { expected, found, message: `The numeric policy is overridden by ${by}.` });
  }
  return holds(name, { expected, found, message: 'The numeric policy is the recorded one.' });
}
