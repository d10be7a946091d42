// One intervention in words, for reports: what is substituted by what.
import type { Intervention, Json } from '../../core/schema/index.js';

/** `venue-policy: fee.rateBps is 3.5`. */
export const interventionText = (change: Intervention): string =>
  `${change.kind}: ${factsOf(change)}`;

function factsOf(change: Intervention): string {
  switch (change.kind) {
    case 'market-bar':
      return `${change.symbol} bar of ${utc(change.openTs)}: ${listed(change.bar)}`;
    case 'market-revision':
      return `${change.symbol} bar of ${utc(change.openTs)}: revision ${String(change.revision)}`;
    case 'market-shift': {
      const end = change.toTs === null ? 'the end' : utc(change.toTs);
      const where = change.bars > 0 ? 'late' : 'early';
      return `${change.symbols.join(', ')} ${counted(Math.abs(change.bars), 'bar')} ${where}, ${utc(change.fromTs)} to ${end}`;
    }
    case 'market-missing':
      return `no ${change.symbol} bars from ${utc(change.fromTs)} to ${utc(change.toTs)}`;
    case 'market-extra':
      return `another ${change.symbol} bar at ${utc(change.openTs)}: ${listed(change.bar)}`;
    case 'market-clock':
      return `the strategy's time counts ${String(change.unitMs)} ms, ${String(change.offsetMs)} ms apart`;
    case 'event-stamp':
      return `every event ${String(change.offsetMs)} ms later`;
    default:
      return settingFacts(change);
  }
}

type Setting = Exclude<
  Intervention,
  {
    kind:
      | 'market-bar'
      | 'market-revision'
      | 'market-shift'
      | 'market-missing'
      | 'market-extra'
      | 'market-clock'
      | 'event-stamp';
  }
>;

function settingFacts(change: Setting): string {
  switch (change.kind) {
    case 'state-field':
      return patches(change.fields);
    case 'state-warm-up':
      return `${change.symbols.join(', ')} without the first ${counted(change.skipBars, 'bar')}`;
    case 'state-frozen-balance':
      return 'the balance does not move';
    case 'state-window-end':
      return change.end === 'cut' ? 'the run goes on' : 'the run ends with the window';
    case 'numeric-policy':
      return shown(change.policy);
    case 'venue-policy':
    case 'params-value':
      return `${change.path} is ${shown(change.value)}`;
    case 'order-outcome':
      return `${change.action} ${change.side} ${change.symbol} of ${utc(change.placedTs)}: ${outcome(change)}`;
    case 'venue-event':
      return `${change.records.map(({ kind }) => kind).join(', ')} ${change.at} the turn of ${utc(change.tickTs)}`;
    case 'gate-verdict':
      return `${change.gate} of ${change.symbol} at ${utc(change.tickTs)} ${change.passed ? 'passes' : 'fails'}`;
    case 'adopt-state':
      return `after ${utc(change.tickTs)}: ${change.fields.map(({ path }) => path).join(', ')} as live recorded`;
  }
}

function outcome({ fills, reject }: Extract<Intervention, { kind: 'order-outcome' }>): string {
  const filled = fills.map(({ price, size }) => `${size} at ${price}`).join(', ');
  const fill = fills.length === 0 ? 'not filled' : `filled ${filled}`;
  return reject === null ? fill : `rejected (${reject.reason}), ${fill}`;
}

/** More fields than this are counted: a line stays a line. */
const FIELDS_MAX = 4;

function patches(fields: readonly { readonly path: string; readonly value: Json }[]): string {
  const texts = fields.slice(0, FIELDS_MAX).map(({ path, value }) => `${path} is ${shown(value)}`);
  const rest = fields.length - texts.length;
  return [...texts, ...(rest > 0 ? [`${String(rest)} more fields`] : [])].join(', ');
}

const listed = (values: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value ?? ''}`)
    .join(', ');

/** Long values are cut; the whole of them is in the stored evidence. */
const VALUE_CHARACTERS_MAX = 80;

function shown(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= VALUE_CHARACTERS_MAX ? text : `${text.slice(0, VALUE_CHARACTERS_MAX)}...`;
}

const counted = (count: number, noun: string): string =>
  `${String(count)} ${noun}${Math.abs(count) === 1 ? '' : 's'}`;

/** `2026-01-24 13:00 UTC`, with seconds only where there are some. */
function utc(ts: number): string {
  const [date = '', time = ''] = new Date(ts).toISOString().replace('Z', '').split('T');
  return `${date} ${time.replace(/\.000$/, '').replace(/:00$/, '')} UTC`;
}

/** All that heals a root, in words; empty where nothing does. */
export const healingText = (interventions: readonly Intervention[]): string =>
  interventions.map(interventionText).join('; ');
