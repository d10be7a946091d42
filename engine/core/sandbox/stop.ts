// A stopped debugger inside the sandbox: the tick is left standing at a moment, and its values are drawn on demand.
import type { EventRecord, GateRecord } from '../schema/index.js';
import type { Cursor, MomentKind } from '../session/breakpoint.js';
import { toEventRecord, toGateRecord } from '../session/event-record.js';
import { ExpressionError, parseExpression } from '../session/expression.js';
import { scopeInput, type Navigator } from '../session/navigator.js';
import type { Picture, PictureType } from '../session/picture.js';
import type { Replay } from '../session/replay.js';
import type { MomentView } from '../session/tick-recording.js';
import { frameLocals, momentLookup, momentScopes, type MomentScopes } from '../session/scope.js';

/** A picture without its parts; `ref` above 0 fetches them while the stop lasts. */
export interface FlatPicture {
  readonly name: string;
  readonly value: string;
  readonly type: PictureType;
  readonly count: number;
  readonly ref: number;
}

export interface RealmFrame {
  readonly name: string;
  readonly site: number;
  readonly locals: readonly FlatPicture[];
}

export type RealmScopes = Readonly<Record<keyof MomentScopes, readonly FlatPicture[]>>;

/** A moment as the host sees it; `events` are those of the tick up to the moment. */
export interface RealmStop {
  readonly cursor: Cursor;
  readonly ts: number;
  readonly kind: MomentKind;
  readonly site: number;
  readonly symbol: string | null;
  /** Innermost first. */
  readonly frames: readonly RealmFrame[];
  readonly scopes: RealmScopes;
  readonly gates: readonly (GateRecord & { readonly site: number })[];
  readonly events: readonly EventRecord[];
}

/** One paused moment and the values handed out from it. */
export class PausedMoment {
  private readonly drawn: Picture[] = [];

  private constructor(
    private readonly replay: Replay,
    private readonly cursor: Cursor,
    private readonly paused: { readonly view: MomentView; readonly kind: MomentKind },
  ) {}

  private get view(): MomentView {
    return this.paused.view;
  }

  /** A tick that failed ends where it failed, so its end shows the last statement with its locals. */
  static at(replay: Replay, navigator: Navigator, cursor: Cursor): PausedMoment {
    const marks = navigator.marksOf(cursor.tick);
    const kind = marks[cursor.moment]?.kind ?? 'end';
    const isFailure = kind === 'end' && replay.failure?.tick === cursor.tick;
    const last = isFailure ? marks.findLastIndex((mark) => mark.kind === 'statement') : -1;
    const view = replay.inspect(cursor.tick, last >= 0 ? last : cursor.moment);
    if (view === null)
      throw new Error(`no moment ${String(cursor.moment)} in tick ${String(cursor.tick)}`);
    return new PausedMoment(replay, cursor, { view, kind });
  }

  stop(navigator: Navigator): RealmStop {
    const { replay, cursor, view } = this;
    const { moment } = view;
    const first = navigator.marksOf(cursor.tick).find((mark) => mark.site >= 0)?.site ?? -1;
    return {
      cursor,
      ts: this.ts,
      kind: this.paused.kind,
      site: moment.site >= 0 ? moment.site : first,
      symbol: replay.context.symbols[moment.symbol] ?? null,
      frames: this.frames(),
      scopes: this.scopes(),
      gates: view.gates
        .filter((entry) => entry.symbol === moment.symbol)
        .map(({ gate }) => ({ ...toGateRecord(replay.num, gate), site: gate.site })),
      events: view.events.map((event) => toEventRecord(replay.context, event)),
    };
  }

  private frames(): readonly RealmFrame[] {
    return [...this.view.frames].reverse().map((frame) => ({
      name: frame.name,
      site: frame.site,
      locals: frameLocals(this.replay.num, frame).map((part) => this.flatten(part)),
    }));
  }

  private get ts(): number {
    return this.replay.ticks[this.cursor.tick]?.ts ?? 0;
  }

  private scopes(): RealmScopes {
    const scopes = momentScopes(scopeInput(this.replay, this.view));
    const flat = (pictures: readonly Picture[]) => pictures.map((part) => this.flatten(part));
    return {
      gates: flat(scopes.gates),
      decision: flat(scopes.decision),
      position: flat(scopes.position),
      account: flat(scopes.account),
      indicators: flat(scopes.indicators),
      state: flat(scopes.state),
    };
  }

  parts(
    ref: number,
    range: { readonly start: number; readonly count: number },
  ): readonly FlatPicture[] {
    const parts = this.drawn[ref - 1]?.parts() ?? [];
    return parts.slice(range.start, range.start + range.count).map((part) => this.flatten(part));
  }

  /** `frame` 0 is the innermost; its locals come first among the names. */
  evaluate(text: string, frame: number): FlatPicture | { readonly error: string } {
    try {
      const { frames } = this.view;
      const callers = frames.slice(0, Math.max(0, frames.length - frame));
      const input = { ...scopeInput(this.replay, this.view), frames: callers };
      const lookup = momentLookup(input, this.ts, this.cursor.tick);
      return this.flatten(parseExpression(text).evaluate(this.replay.num, lookup));
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return { error: error.message };
    }
  }

  private flatten(part: Picture): FlatPicture {
    const { name, value, type, count } = part;
    if (count === 0) return { name, value, type, count, ref: 0 };
    this.drawn.push(part);
    return { name, value, type, count, ref: this.drawn.length };
  }
}
