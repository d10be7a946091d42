// An intervention in words: what it puts in place of what the replay had. Part of a sentence, without full stop.
import type { Intervention, OrderOutcome, Patch, VenueEvent } from '../engine/core/schema/index.js';
import { minuteText, plural } from './texts.js';

/** More fields of one intervention than this are counted, not listed. */
const FIELDS_MAX = 3;

/** `ETH one bar late from 2026-01-24 03:00 UTC`: for headings, quick fixes and the list of overrides. */
export function interventionText(intervention: Intervention): string {
  const { kind } = intervention;
  switch (kind) {
    case 'market-bar':
      return `${intervention.symbol} bar of ${minuteText(intervention.openTs)} with ${valuesText(intervention.bar)}`;
    case 'market-revision':
      return `${intervention.symbol} bar of ${minuteText(intervention.openTs)} in revision ${String(intervention.revision)}`;
    case 'market-shift':
      return shiftText(intervention);
    case 'market-missing':
      return `${intervention.symbol} without the bars ${spanText(intervention.fromTs, intervention.toTs)}`;
    case 'market-extra':
      return `${intervention.symbol} with a further bar at ${minuteText(intervention.openTs)}`;
    case 'market-clock':
      return clockText(intervention);
    case 'event-stamp':
      return `event times ${signed(intervention.offsetMs)} ms`;
    case 'state-field':
      return `state at the start with ${patchesText(intervention.fields)}`;
    case 'state-warm-up':
      return `${intervention.symbols.join(', ')} without the first ${plural(intervention.skipBars, 'bar')} of warm-up`;
    case 'state-frozen-balance':
      return 'sizing by the balance of the start throughout';
    case 'state-window-end':
      return intervention.end === 'finish'
        ? 'the end-of-run rules at the end of the window'
        : 'no end-of-run rules at the end of the window';
    case 'numeric-policy':
      return policyText(intervention.policy);
    case 'venue-policy':
      return `venue policy ${intervention.path} = ${JSON.stringify(intervention.value)}`;
    case 'params-value':
      return `parameter ${intervention.path} = ${JSON.stringify(intervention.value)}`;
    case 'order-outcome':
      return orderText(intervention);
    case 'venue-event':
      return venueEventText(intervention);
    case 'gate-verdict':
      return `gate ${intervention.gate} of ${intervention.symbol} ${intervention.passed ? 'passed' : 'blocked'} at ${minuteText(intervention.tickTs)}`;
    case 'adopt-state':
      return `state after ${minuteText(intervention.tickTs)} with ${patchesText(intervention.fields)}`;
  }
}

type Of<K extends Intervention['kind']> = Extract<Intervention, { readonly kind: K }>;

function shiftText({ symbols, bars, fromTs, toTs }: Of<'market-shift'>): string {
  const direction = bars > 0 ? 'late' : 'early';
  const end = toTs === null ? '' : ` to ${minuteText(toTs)}`;
  return `${symbols.join(', ')} ${plural(Math.abs(bars), 'bar')} ${direction} from ${minuteText(fromTs)}${end}`;
}

function clockText({ unitMs, offsetMs }: Of<'market-clock'>): string {
  const unit = unitMs === 1 ? 'milliseconds' : unitMs === 1000 ? 'seconds' : `${String(unitMs)} ms`;
  const offset = offsetMs === 0 ? '' : `, ${signed(offsetMs)} ms`;
  return `a clock in ${unit}${offset}`;
}

const policyText = (policy: Of<'numeric-policy'>['policy']): string =>
  policy.kind === 'binary64'
    ? 'binary64 arithmetic'
    : `decimal arithmetic, ${String(policy.precision)} digits, ${policy.rounding}`;

function orderText({ symbol, action, side, placedTs, fills, reject }: OrderOutcome): string {
  const order = `${action} ${side} ${symbol} of ${minuteText(placedTs)}`;
  if (reject === null) return `${order} with ${plural(fills.length, 'recorded fill')}`;
  if (fills.length === 0) return `${order} rejected (${reject.reason})`;
  return `${order} reported as ${reject.reason} and filled all the same`;
}

function venueEventText({ symbol, tickTs, change }: VenueEvent): string {
  const of = symbol === null ? '' : ` of ${symbol}`;
  const at = minuteText(tickTs);
  return change.kind === 'exit'
    ? `${change.action} ${change.side}${of} by the venue at ${at} (${change.reason})`
    : `${change.action}${of} ${change.amount} at ${at}`;
}

function patchesText(fields: readonly Patch[]): string {
  const shown = fields
    .slice(0, FIELDS_MAX)
    .map(({ path, value }) => `${path} = ${JSON.stringify(value)}`);
  const more = fields.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${String(more)} more` : '');
}

const valuesText = (values: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]))
    .join(', ');

const spanText = (fromTs: number, toTs: number): string =>
  fromTs === toTs
    ? `of ${minuteText(fromTs)}`
    : `from ${minuteText(fromTs)} to ${minuteText(toTs)}`;

const signed = (value: number): string => (value < 0 ? String(value) : `+${String(value)}`);
