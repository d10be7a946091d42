// What a stopped debugger shows, as pictures: taken from the live engine at one moment.
import type { Engine } from '../kernel/index.js';
import type { Gate, KernelEvent, Position } from '../model/index.js';
import type { Numeric } from '../numeric/index.js';
import { toEventRecord, type RecordContext } from './event-record.js';
import { picture, recordPicture, textPicture, type Picture } from './picture.js';
import type { CallFrame, Moment } from './tick-recorder.js';

/** Scopes of one moment. Gates are those evaluated on this tick for the moment's symbol, up to the moment. */
export interface MomentScopes {
  readonly gates: readonly Picture[];
  readonly decision: readonly Picture[];
  readonly position: readonly Picture[];
  readonly account: readonly Picture[];
  readonly indicators: readonly Picture[];
  readonly state: readonly Picture[];
}

export interface ScopeInput {
  readonly engine: Engine;
  readonly context: RecordContext;
  readonly moment: Moment;
  readonly frames: readonly CallFrame[];
  /** Gates of this tick so far, with their symbols. */
  readonly gates: readonly { readonly symbol: number; readonly gate: Gate }[];
  /** Last decision of the moment's symbol on this tick so far. */
  readonly decision: KernelEvent | null;
}

export function momentScopes(input: ScopeInput): MomentScopes {
  const { engine, moment } = input;
  const { num } = engine.setup;
  const position = engine.state.positions[moment.symbol];
  return {
    gates: input.gates
      .filter((entry) => entry.symbol === moment.symbol)
      .map(({ gate }) => gatePicture(num, gate)),
    decision: input.decision === null ? [] : eventFields(input.context, input.decision),
    position: position === undefined ? [] : positionFields(num, position),
    account: picture(num, 'account', engine.state.account).parts(),
    indicators: [...engine.trace.observed(moment.symbol)].map(([name, value]) =>
      picture(num, name, value),
    ),
    state: picture(num, 'state', engine.state.strategy).parts(),
  };
}

/** Local variables of a frame; one that cannot be read yet says so instead of failing the stop. */
export function frameLocals(num: Numeric, frame: CallFrame | undefined): readonly Picture[] {
  if (frame === undefined) return [];
  let locals: Readonly<Record<string, unknown>>;
  try {
    locals = frame.locals();
  } catch {
    return [textPicture('…', 'not readable at this statement')];
  }
  return Object.entries(locals).map(([name, value]) => picture(num, name, value));
}

export function gatePicture(num: Numeric, gate: Gate): Picture {
  const verdict = gate.trigger ? (gate.passed ? 'fired' : 'quiet') : gate.passed ? 'pass' : 'BLOCK';
  const comparator = gate.comparator === 'verdict' ? '~' : gate.comparator;
  const fields = [
    picture(num, 'value', gate.value),
    textPicture('comparator', gate.comparator),
    picture(num, 'threshold', gate.threshold),
    picture(num, 'passed', gate.passed),
    textPicture('verdict', verdict),
    textPicture('kind', gate.trigger ? 'trigger' : 'gate'),
  ];
  const value = `${verdict}  ${num.format(gate.value)} ${comparator} ${num.format(gate.threshold)}`;
  return recordPicture(gate.name, fields, value);
}

function positionFields(num: Numeric, position: Position): readonly Picture[] {
  if (position.side === 'flat') return [textPicture('side', 'flat')];
  return picture(num, 'position', position).parts();
}

/** Fields of an event record that are not shown elsewhere; numbers stay numbers for expressions. */
export function eventFields(context: RecordContext, event: KernelEvent): readonly Picture[] {
  const fields = Object.entries(toEventRecord(context, event)) as readonly (readonly [
    string,
    unknown,
  ])[];
  return fields
    .filter(([name]) => !SHOWN_ELSEWHERE.includes(name))
    .map(([name, value]) => {
      const isNumber = typeof value === 'string' && NUMERIC_FIELDS.includes(name);
      return picture(context.num, name, isNumber ? context.num(value) : value);
    });
}

const SHOWN_ELSEWHERE: readonly string[] = ['gates', 'indicators', 'prev'];
const NUMERIC_FIELDS: readonly string[] = ['price', 'size', 'fee', 'pnl', 'balance'];

/** Names an expression can use at a moment, nearest first: locals, the gate or event itself, indicators, scopes. */
export function momentLookup(
  input: ScopeInput,
  ts: number,
  tick: number,
): (name: string) => Picture | undefined {
  const { num } = input.engine.setup;
  let scopes: MomentScopes | null = null;
  const all = (): MomentScopes => (scopes ??= momentScopes(input));
  const find = (list: readonly Picture[], name: string) =>
    list.find((entry) => entry.name === name);
  return (name) => {
    switch (name) {
      case 'tick':
        return picture(num, name, tick);
      case 'ts':
        return picture(num, name, ts);
      case 'gates':
        return recordPicture(name, all().gates);
      case 'decision':
        return recordPicture(name, all().decision);
      case 'position':
        return recordPicture(name, all().position);
      case 'account':
        return recordPicture(name, all().account);
      case 'indicators':
        return recordPicture(name, all().indicators);
      case 'state':
        return recordPicture(name, all().state);
      case 'params':
        return picture(num, name, input.engine.setup.params);
      default:
        return (
          find(momentFields(input), name) ??
          find(frameLocals(num, input.frames.at(-1)), name) ??
          find(all().indicators, name) ??
          symbolField(input, name)
        );
    }
  };
}

function momentFields(input: ScopeInput): readonly Picture[] {
  const { moment } = input;
  if (moment.gate !== null)
    return [
      textPicture('gate', moment.gate.name),
      ...gatePicture(input.engine.setup.num, moment.gate).parts(),
    ];
  return moment.event === null ? [] : eventFields(input.context, moment.event);
}

function symbolField(input: ScopeInput, name: string): Picture | undefined {
  if (name !== 'symbol' && name !== 'symbolName') return undefined;
  const symbol = input.context.symbols[input.moment.symbol];
  return symbol === undefined ? undefined : textPicture(name, symbol);
}
