// Turns a cursor into a Stop: frames with source ranges, scopes with handles, live beside replay.
import type { FlatPicture, RealmStop } from '../../core/sandbox/stop.js';
import type { ComparedPair } from '../../core/parity/index.js';
import type { EventRecord } from '../../core/schema/index.js';
import type {
  Frame,
  GateView,
  Scope,
  ScopeName,
  Stop,
  StrategyFailure,
} from '../replay/protocol.js';
import type { Landing } from './debug-navigation.js';
import { differencePictures, eventPair, livePictures } from './live-view.js';
import type { OpenReplay } from './open-replay.js';
import { eventTitle } from './run-replay.js';
import { ValueTable, type HostValue } from './value-table.js';

export interface StopParts {
  readonly open: OpenReplay;
  readonly landing: Landing;
  /** Compared pairs of the landing's tick. */
  readonly pairs: readonly ComparedPair[];
  /** The failure, when the run ended here with one. */
  readonly failure: StrategyFailure | null;
}

export function makeStop(parts: StopParts): { readonly stop: Stop; readonly table: ValueTable } {
  const { open, landing, pairs } = parts;
  const picture = JSON.parse(
    open.program.call(landing.cursor.tick, (realm) => realm.stop(JSON.stringify(landing.cursor))),
  ) as RealmStop;
  const table = new ValueTable(
    (ref, start, count) =>
      JSON.parse(
        open.program.call(landing.cursor.tick, (realm) => realm.parts(ref, start, count)),
      ) as readonly FlatPicture[],
  );
  const reached = new Set(picture.events.map((event) => event.seq));
  const failure = picture.kind === 'end' ? parts.failure : null;
  const stop: Stop = {
    cursor: landing.cursor,
    reason: failure === null ? landing.reason : 'error',
    breakpointIds: landing.hits.map((hit) => hit.id),
    description: describeStop(picture, landing, failure),
    ts: picture.ts,
    moment: picture.kind,
    symbol: picture.symbol,
    frames: framesOf(open, picture, table),
    scopes: scopesOf(parts, picture, table),
    gates: gatesOf(open, picture),
    pairs: pairs.map((pair) => eventPair(open, pair, (seq) => reached.has(seq))),
    failure,
  };
  return { stop, table };
}

const time = (ts: number): string =>
  new Date(ts).toISOString().replace('T', ' ').replace('.000Z', ' UTC');

function describeStop(
  picture: RealmStop,
  landing: Landing,
  failure: StrategyFailure | null,
): string {
  if (failure !== null) return failure.message;
  const error = landing.hits.find((hit) => hit.error !== null)?.error;
  if (error !== undefined && error !== null) return `condition of a breakpoint: ${error}`;
  if (landing.title !== undefined) return landing.title;
  if (landing.reason === 'end') return 'end of the recording';
  if (landing.reason === 'start') return 'start of the recording';
  return momentTitle(picture);
}

function momentTitle(picture: RealmStop): string {
  const gate = picture.gates.at(-1);
  if (picture.kind === 'gate' && gate !== undefined) {
    const verdict =
      gate.trigger === true
        ? gate.passed
          ? 'fired'
          : 'quiet'
        : gate.passed
          ? 'passed'
          : 'blocked';
    return `${picture.symbol ?? ''} ${gate.trigger === true ? 'trigger' : 'gate'} ${gate.name} ${verdict}: ${gate.value} ${gate.comparator ?? ''} ${gate.threshold}`;
  }
  const event = picture.events.at(-1);
  if ((picture.kind === 'decision' || picture.kind === 'event') && event !== undefined)
    return eventTitle(event);
  return picture.kind === 'tick'
    ? `tick ${String(picture.cursor.tick)}`
    : `tick ${String(picture.cursor.tick)}, ${picture.kind}`;
}

/** Innermost first: strategy functions, then the symbol, then the tick. The top frame is at the moment's own place. */
function framesOf(open: OpenReplay, picture: RealmStop, table: ValueTable): readonly Frame[] {
  const own = open.program.ranges.rangeOf(picture.site);
  const strategy = picture.frames.map((frame, index): Frame => ({
    name: frame.name,
    kind: 'strategy',
    range: index === 0 ? own : open.program.ranges.rangeOf(frame.site),
    locals: scope(table, 'Locals', frame.locals, ''),
  }));
  const symbol: readonly Frame[] =
    picture.symbol === null
      ? []
      : [{ name: picture.symbol, kind: 'symbol', range: own, locals: null }];
  const name = `tick ${String(picture.cursor.tick)} · ${time(picture.ts)}`;
  return [...strategy, ...symbol, { name, kind: 'tick', range: own, locals: null }];
}

// eslint-disable-next-line max-params -- name and values of one scope, and the table they go into
function scope(
  table: ValueTable,
  name: ScopeName,
  values: readonly HostValue[],
  expression: string | null,
): Scope {
  return { name, handle: table.add(values, expression), childCount: values.length };
}

function gatesOf(open: OpenReplay, picture: RealmStop): readonly GateView[] {
  return picture.gates.map((gate) => ({
    name: gate.name,
    value: gate.value,
    comparator: gate.comparator ?? 'verdict',
    threshold: gate.threshold,
    passed: gate.passed,
    trigger: gate.trigger === true,
    range: open.program.ranges.rangeOf(gate.site),
  }));
}

function scopesOf(parts: StopParts, picture: RealmStop, table: ValueTable): readonly Scope[] {
  const { open, pairs } = parts;
  const ofSymbol = pairs.filter((pair) => isOf(pair.live ?? pair.replay, picture.symbol));
  const live = ofSymbol.flatMap((pair) => (pair.live === null ? [] : [pair.live]));
  const { scopes } = picture;
  const entries: readonly (readonly [ScopeName, readonly HostValue[], string | null])[] = [
    ['Gates', linkGates(open, picture, scopes.gates), 'gates'],
    ['Decision', scopes.decision, 'decision'],
    ['Position', scopes.position, 'position'],
    ['Account', scopes.account, 'account'],
    ['Indicators', scopes.indicators, 'indicators'],
    ['Strategy state', scopes.state, 'state'],
    ['Live event', livePictures(open, live), null],
    ['Difference', differencePictures(open, ofSymbol), null],
  ];
  return entries.map(([name, children, expression]) => scope(table, name, children, expression));
}

const isOf = (event: EventRecord | null, symbol: string | null): boolean =>
  event !== null && (symbol === null || !('symbol' in event) || event.symbol === symbol);

/** Gates know the strategy call that evaluated them. */
function linkGates(
  open: OpenReplay,
  picture: RealmStop,
  gates: readonly FlatPicture[],
): readonly HostValue[] {
  return gates.map((gate, index) => {
    const source = open.program.ranges.rangeOf(picture.gates[index]?.site ?? -1);
    return source === null ? gate : { ...gate, source };
  });
}
