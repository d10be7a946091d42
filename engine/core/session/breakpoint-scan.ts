// Finds where breakpoints hit, tick by tick from the window's start, so that hit counts mean the same in both
// directions: the third hit is the third of the run, however one got there.
import type { Breakpoint } from './breakpoint.js';
import { ExpressionError, isTrue, parseExpression, type Expression } from './expression.js';
import type { Numeric } from '../numeric/index.js';
import type { Picture } from './picture.js';
import type { Moment } from './tick-recorder.js';

/** A breakpoint made ready: names resolved, expressions parsed. */
export interface ArmedBreakpoint {
  readonly id: number;
  readonly matches: (moment: Moment, tick: number) => boolean;
  readonly condition: Expression | null;
  readonly wants: ((count: number) => boolean) | null;
  readonly log: readonly (string | Expression)[] | null;
  hits: number;
}

export interface Hit {
  readonly tick: number;
  readonly moment: number;
  readonly id: number;
  readonly kind: Breakpoint['kind'];
  /** Text to print instead of stopping. */
  readonly log: string | null;
  readonly site: number;
  /** Why the condition could not be judged; such a hit stops, so that it cannot hide. */
  readonly error: string | null;
}

/** A place where replay and live differ: a replay event, or (seq null) what the replay decided instead of one. */
export interface Departure {
  readonly tick: number;
  readonly symbol: number;
  readonly seq: number | null;
}

export interface ArmContext {
  /** Sites of statements by file and line. */
  readonly sitesOf: (file: string, line: number) => readonly number[];
  readonly departures: Departures;
}

export function arm(breakpoint: Breakpoint, context: ArmContext): ArmedBreakpoint {
  const hitCondition = 'hitCondition' in breakpoint ? breakpoint.hitCondition : undefined;
  const logMessage = 'logMessage' in breakpoint ? breakpoint.logMessage : undefined;
  return {
    id: breakpoint.id,
    matches: matcher(breakpoint, context),
    condition:
      breakpoint.condition === undefined || breakpoint.condition.trim() === ''
        ? null
        : parseExpression(breakpoint.condition),
    wants:
      hitCondition === undefined || hitCondition.trim() === '' ? null : hitCounter(hitCondition),
    log: logMessage === undefined ? null : logParts(logMessage),
    hits: 0,
  };
}

function matcher(
  breakpoint: Breakpoint,
  context: ArmContext,
): (moment: Moment, tick: number) => boolean {
  switch (breakpoint.kind) {
    case 'line': {
      const sites = new Set(context.sitesOf(breakpoint.file, breakpoint.line));
      return (moment) => moment.kind === 'statement' && sites.has(moment.site);
    }
    case 'name':
      return nameMatcher(breakpoint.name);
    case 'departure':
      return (moment, tick) => context.departures.has(moment, tick);
    case 'blocked':
      return (moment) => moment.gate !== null && !moment.gate.trigger && !moment.gate.passed;
    case 'error':
      return () => false;
  }
}

/** Places where replay and live differ. More may be found while the run goes on. */
export class Departures {
  private readonly seqs = new Set<number | null>();
  private readonly instead = new Set<string>();

  constructor(departures: readonly Departure[]) {
    this.add(departures);
  }

  add(departures: readonly Departure[]): void {
    for (const { tick, symbol, seq } of departures) {
      this.seqs.add(seq);
      if (seq === null) this.instead.add(placeKey(tick, symbol));
    }
  }

  has({ kind, event }: Moment, tick: number): boolean {
    if (event === null) return false;
    return (
      this.seqs.has(event.seq) ||
      (kind === 'decision' && this.instead.has(placeKey(tick, event.symbol)))
    );
  }
}

const placeKey = (tick: number, symbol: number): string => `${String(tick)}:${String(symbol)}`;

/** `gate:NAME`, `event:KIND` or `event:ACTION`, and plain names that may be a gate, a reason or CODE.detail. */
export function nameMatcher(name: string): (moment: Moment) => boolean {
  const trimmed = name.trim();
  if (trimmed.startsWith('gate:')) return gateNamed(trimmed.slice('gate:'.length));
  if (trimmed.startsWith('event:')) return eventNamed(trimmed.slice('event:'.length));
  const bare = trimmed.startsWith('reason:') ? trimmed.slice('reason:'.length) : trimmed;
  const gate = gateNamed(bare);
  return (moment) => gate(moment) || (moment.kind === 'decision' && hasReason(moment, bare));
}

const gateNamed = (name: string) => (moment: Moment) =>
  moment.gate !== null && moment.gate.name === name;

const eventNamed = (name: string) => (moment: Moment) =>
  moment.event !== null &&
  (moment.event.kind === name || (moment.event.kind === 'ledger' && moment.event.action === name));

function hasReason(moment: Moment, name: string): boolean {
  const { event } = moment;
  const cause = event !== null && 'cause' in event ? event.cause : undefined;
  return (
    cause !== undefined &&
    (cause.reason === name || (cause.detail !== null && `${cause.reason}.${cause.detail}` === name))
  );
}

/** `3` and `== 3`, `>= 3`, `> 3`, `< 3`, `<= 3`, `% 3`. */
export function hitCounter(text: string): (count: number) => boolean {
  const match = /^\s*(==|=|>=|>|<=|<|%)?\s*(\d+)\s*$/.exec(text);
  if (match === null)
    throw new ExpressionError(
      `hit count "${text}" is not understood; write a number, or >= 3, % 10`,
    );
  const limit = Number(match[2]);
  switch (match[1]) {
    case '>=':
      return (count) => count >= limit;
    case '>':
      return (count) => count > limit;
    case '<=':
      return (count) => count <= limit;
    case '<':
      return (count) => count < limit;
    case '%':
      return (count) => limit > 0 && count % limit === 0;
    default:
      return (count) => count === limit;
  }
}

function logParts(message: string): readonly (string | Expression)[] {
  return message
    .split(/(\{[^{}]*\})/)
    .map((part) =>
      part.startsWith('{') && part.endsWith('}') ? parseExpression(part.slice(1, -1)) : part,
    );
}

export interface JudgeScope {
  readonly num: Numeric;
  readonly lookup: (name: string) => Picture | undefined;
}

/** Whether a matching moment is a hit; counts it when its condition holds. */
export function judge(
  armed: ArmedBreakpoint,
  scope: JudgeScope,
): { hit: boolean; log: string | null; error: string | null } {
  try {
    if (armed.condition !== null && !isTrue(armed.condition.evaluate(scope.num, scope.lookup)))
      return MISS;
    armed.hits += 1;
    if (armed.wants !== null && !armed.wants(armed.hits)) return MISS;
    return { hit: true, log: armed.log === null ? null : logText(armed.log, scope), error: null };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { hit: true, log: null, error: error.message };
  }
}

const MISS = { hit: false, log: null, error: null };

const logText = (parts: readonly (string | Expression)[], scope: JudgeScope): string =>
  parts
    .map((part) => (typeof part === 'string' ? part : part.evaluate(scope.num, scope.lookup).value))
    .join('');
