// Pictures one moment for a stopped debugger, as data that leaves the sandbox.
import type { Cursor, MomentKind } from '../session/breakpoint.js';
import { toEventRecord } from '../session/event-record.js';
import { ExpressionError, parseExpression } from '../session/expression.js';
import { scopeInput, type Navigator } from '../session/navigator.js';
import type { Picture } from '../session/picture.js';
import type { MomentView, Replay } from '../session/replay.js';
import { frameLocals, momentLookup, momentScopes, type MomentScopes } from '../session/scope.js';
import { toGateRecord } from '../session/event-record.js';
import type { EventRecord, GateRecord } from '../schema/index.js';

export interface RealmFrame {
  readonly name: string;
  readonly site: number;
  readonly locals: readonly Picture[];
}

/** A moment as the host sees it; `events` are those of the tick up to the moment, `laterEvents` the rest. */
export interface RealmStop {
  readonly cursor: Cursor;
  readonly ts: number;
  readonly kind: MomentKind;
  readonly site: number;
  readonly symbol: string | null;
  readonly frames: readonly RealmFrame[];
  readonly scopes: MomentScopes;
  readonly gates: readonly (GateRecord & { readonly site: number })[];
  readonly events: readonly EventRecord[];
  readonly laterEvents: readonly EventRecord[];
  readonly seq: number;
}

/** Re-runs the cursor's tick and pictures its moment. */
export function pictureStop(replay: Replay, navigator: Navigator, cursor: Cursor): RealmStop {
  let stop: RealmStop | null = null;
  const later: EventRecord[] = [];
  const first = navigator.marksOf(cursor.tick).find((mark) => mark.site >= 0)?.site ?? -1;
  replay.record(cursor.tick, (view) => {
    if (view.index === cursor.moment) stop = pictureMoment(replay, { view, cursor, first });
    else if (view.index > cursor.moment && view.moment.event !== null) later.push(toEventRecord(replay.context, view.moment.event));
  });
  if (stop === null) throw new Error(`no moment ${String(cursor.moment)} in tick ${String(cursor.tick)}`);
  return { ...(stop as RealmStop), laterEvents: later };
}

function pictureMoment(replay: Replay, at: { view: MomentView; cursor: Cursor; first: number }): RealmStop {
  const { view, cursor, first } = at;
  const { moment } = view;
  const input = scopeInput(replay, view);
  return {
    cursor,
    ts: replay.ticks[cursor.tick]?.ts ?? 0,
    kind: moment.kind,
    site: moment.site >= 0 ? moment.site : first,
    symbol: replay.context.symbols[moment.symbol] ?? null,
    frames: [...view.frames].reverse().map((frame) => ({ name: frame.name, site: frame.site, locals: frameLocals(replay.num, frame) })),
    scopes: momentScopes(input),
    gates: view.gates.filter((entry) => entry.symbol === moment.symbol).map(({ gate }) => ({ ...toGateRecord(replay.num, gate), site: gate.site })),
    events: view.events.map((event) => toEventRecord(replay.context, event)),
    laterEvents: [],
    seq: moment.event?.seq ?? -1,
  };
}

/** A debugger expression at a cursor. */
export function evaluateAt(replay: Replay, cursor: Cursor, text: string): Picture | { readonly error: string } {
  let result: Picture | { readonly error: string } = { error: 'the cursor points nowhere' };
  replay.record(cursor.tick, (view) => {
    if (view.index !== cursor.moment) return;
    try {
      const lookup = momentLookup(scopeInput(replay, view), replay.ticks[cursor.tick]?.ts ?? 0, cursor.tick);
      result = parseExpression(text).evaluate(replay.num, lookup);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      result = { error: error.message };
    }
  });
  return result;
}
