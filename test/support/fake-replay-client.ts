// A replay worker that is only a table: five ticks of the same few moments, no strategy behind them. For what the
// adapter makes of answers, and for errors the real worker gives only when something breaks.
import type {
  Breakpoint,
  Cursor,
  Move,
  Moved,
  Opened,
  OpenResult,
  ReplayReport,
  ReplayRequests,
  Stop,
  StopReason,
  ValueNode,
} from '../../engine/host/replay/protocol.js';
import {
  ReplayError,
  type ReplayClient,
  type RequestOptions,
} from '../../engine/host/replay/replay-client.js';

export const FAKE_STRATEGY = '/workspace/strategy.ts';
export const FAKE_CAPTURE = '/workspace/capture';
const TICKS = 5;
const HOUR_MS = 3_600_000;
const FIRST_TS = 1_769_259_600_000;

type Method = keyof ReplayRequests;

/** One moment of every tick of the fake. Lines are those of its imaginary strategy. */
interface FakeMoment {
  readonly kind: Stop['moment'];
  readonly line: number;
  readonly names: readonly string[];
}
const MOMENTS: readonly FakeMoment[] = [
  { kind: 'tick', line: 0, names: [] },
  { kind: 'statement', line: 10, names: [] },
  { kind: 'gate', line: 11, names: ['adx_min', 'gate:adx_min'] },
  { kind: 'decision', line: 12, names: ['entry_signal', 'event:decision'] },
  { kind: 'event', line: 12, names: ['event:ledger', 'event:OPEN'] },
  { kind: 'end', line: 12, names: [] },
];

export interface FakeScript {
  /** Answer of `open` instead of a replay. */
  readonly open?: OpenResult;
  /** Thrown by a method: `{ move: 'worker-died' }`. */
  readonly failures?: Partial<Record<Method, 'worker-died' | 'internal'>>;
  /** Methods that answer only by being cancelled. */
  readonly endless?: readonly Method[];
  /** Changes the stop of a move before it is answered. */
  readonly dress?: (stop: Stop) => Stop;
  /** What every move says to have been printed on its way. */
  readonly logs?: Moved['logs'];
  readonly evaluate?: (expression: string) => ReplayRequests['evaluate']['answer'];
  readonly children?: (request: ReplayRequests['children']['request']) => readonly ValueNode[];
  readonly report?: Partial<ReplayReport>;
}

export class FakeReplayClient implements ReplayClient {
  alive = true;
  /** Requests in the order they came. */
  readonly log: { readonly method: Method; readonly request: unknown }[] = [];
  #cursor: Cursor = { tick: 0, moment: 0 };
  #breakpoints: readonly Breakpoint[] = [];

  constructor(public script: FakeScript = {}) {}

  async request<K extends Method>(
    method: K,
    request: ReplayRequests[K]['request'],
    options: RequestOptions = {},
  ): Promise<ReplayRequests[K]['answer']> {
    this.log.push({ method, request });
    await this.#obstacles(method, options);
    return this.#answer(method, request) as ReplayRequests[K]['answer'];
  }

  dispose(): Promise<void> {
    this.alive = false;
    return Promise.resolve();
  }

  async #obstacles(method: Method, { signal }: RequestOptions): Promise<void> {
    await Promise.resolve();
    if (this.script.endless?.includes(method) === true) {
      await new Promise<void>((resolve) => {
        signal?.addEventListener('abort', () => {
          resolve();
        });
      });
    }
    if (signal?.aborted === true) throw new ReplayError('cancelled', 'cancelled');
    const failure = this.script.failures?.[method];
    if (failure === undefined) return;
    if (failure === 'worker-died') this.alive = false;
    throw new ReplayError(failure, `fake ${failure}`);
  }

  #answer(method: Method, request: unknown): unknown {
    switch (method) {
      case 'open':
        return this.script.open ?? { replay: fakeOpened(), issues: [], findings: [], watch: [] };
      case 'move':
        return this.#move(request as Move);
      case 'breakpoints':
        return this.#setBreakpoints(request as ReplayRequests['breakpoints']['request']);
      case 'children':
        return this.script.children?.(request as ReplayRequests['children']['request']) ?? [];
      case 'evaluate': {
        const { expression } = request as ReplayRequests['evaluate']['request'];
        return this.script.evaluate?.(expression) ?? { error: `nothing is called ${expression}` };
      }
      case 'run':
        return { ...PARITY, ...this.script.report };
      case 'explain':
      case 'lanes':
      case 'configurations':
      case 'inspect':
      case 'trials':
      case 'events':
      case 'snapshot':
      case 'check':
      case 'paperOpen':
      case 'paperTick':
      case 'paperSnapshot':
      case 'grow':
      case 'sides':
      case 'sideRows':
        throw new ReplayError('internal', 'not part of the fake');
    }
  }

  #setBreakpoints({ breakpoints }: ReplayRequests['breakpoints']['request']): unknown {
    this.#breakpoints = breakpoints;
    return breakpoints.map((breakpoint) => {
      const { id } = breakpoint;
      if (breakpoint.kind === 'name') {
        return { id, verified: MOMENTS.some(({ names }) => names.includes(breakpoint.name)) };
      }
      if (breakpoint.kind !== 'line') return { id, verified: true };
      const lines = MOMENTS.map(({ line }) => line);
      const moved = lines.find((line) => line > 0 && line >= breakpoint.line);
      return moved === undefined
        ? { id, verified: false, message: 'no statement at or below this line' }
        : { id, verified: true, line: moved };
    });
  }

  #move(move: Move): Moved {
    const [cursor, reason, ids] = this.#destination(move);
    this.#cursor = cursor;
    const stop = fakeStop(cursor, reason, ids);
    return { stop: this.script.dress?.(stop) ?? stop, logs: this.script.logs ?? [] };
  }

  #destination(move: Move): readonly [Cursor, StopReason, readonly number[]] {
    switch (move.kind) {
      case 'entry':
        return [{ tick: 0, moment: 0 }, 'entry', []];
      case 'seek':
        return [move.cursor, 'goto', []];
      case 'statement':
        return this.#search(1, ({ kind }) => kind === 'statement');
      case 'statement-back':
        return this.#search(-1, ({ kind }) => kind === 'statement');
      case 'decision':
        return this.#search(1, ({ kind }) => kind === 'gate' || kind === 'decision');
      case 'decision-back':
        return this.#search(-1, ({ kind }) => kind === 'gate' || kind === 'decision');
      case 'tick':
        return this.#search(1, ({ kind }) => kind === 'tick');
      case 'tick-back':
        return this.#search(-1, ({ kind }) => kind === 'tick');
      case 'continue':
      case 'departure':
      case 'root':
        return this.#search(1, (moment) => this.#hits(moment).length > 0);
      case 'reverse-continue':
      case 'departure-back':
      case 'root-back':
        return this.#search(-1, (moment) => this.#hits(moment).length > 0);
    }
  }

  #search(
    direction: 1 | -1,
    wanted: (moment: FakeMoment) => boolean,
  ): readonly [Cursor, StopReason, readonly number[]] {
    const last = TICKS * MOMENTS.length - 1;
    let position = this.#cursor.tick * MOMENTS.length + this.#cursor.moment + direction;
    for (; position >= 0 && position <= last; position += direction) {
      const moment = MOMENTS[position % MOMENTS.length];
      if (moment === undefined || !wanted(moment)) continue;
      const ids = this.#hits(moment);
      return [toCursor(position), ids.length > 0 ? 'breakpoint' : 'step', ids];
    }
    return direction === 1 ? [toCursor(last), 'end', []] : [toCursor(0), 'start', []];
  }

  #hits(moment: FakeMoment): readonly number[] {
    return this.#breakpoints
      .filter((breakpoint) => {
        if (breakpoint.kind === 'name') return moment.names.includes(breakpoint.name);
        return breakpoint.kind === 'line' && breakpoint.line === moment.line;
      })
      .map(({ id }) => id);
  }
}

const toCursor = (position: number): Cursor => ({
  tick: Math.floor(position / MOMENTS.length),
  moment: position % MOMENTS.length,
});

const PARITY: ReplayReport = {
  verdict: 'parity',
  reasons: [],
  events: { live: 1, replay: 1, matched: 1 },
  byKind: {},
  mismatches: [],
  failure: null,
  ticks: TICKS,
  bars: TICKS,
  lane: 'reference',
  elapsedMs: 1,
};

export function fakeOpened(): Opened {
  const manifest = { symbols: ['BTC'], venue: { eventTime: 'bar-open' } };
  return {
    manifest: manifest as unknown as Opened['manifest'],
    capture: FAKE_CAPTURE,
    strategyFiles: [FAKE_STRATEGY],
    strategyId: 'fake',
    tickTs: Array.from({ length: TICKS }, (_, tick) => FIRST_TS + tick * HOUR_MS),
    reasons: { entry_signal: 'Signal', exit_stop_loss: 'Stop', 'exit_filter.slow': 'Slow' },
    gates: { adx_min: 'ADX above its minimum' },
    declaredParams: {},
    liveEvents: 1,
    coverage: { kinds: ['decision', 'ledger'] },
    numeric: { kind: 'decimal', precision: 20, rounding: 'half-up' },
    interventions: [],
    codeHash: '0'.repeat(64),
  };
}

export function fakeStop(
  cursor: Cursor,
  reason: StopReason,
  breakpointIds: readonly number[] = [],
): Stop {
  const moment = MOMENTS[cursor.moment];
  const ts = FIRST_TS + cursor.tick * HOUR_MS;
  const line = moment?.line ?? 0;
  const range = { file: FAKE_STRATEGY, line, column: 5, endLine: line, endColumn: 20 };
  const tick = { name: `tick ${cursor.tick}`, kind: 'tick', range: null, locals: null } as const;
  const symbol = { name: 'BTC', kind: 'symbol', range: null, locals: null } as const;
  const locals = { name: 'Locals', handle: 1, childCount: 1 } as const;
  const strategy = { name: 'onTick', kind: 'strategy', range, locals } as const;
  return {
    cursor,
    reason,
    breakpointIds,
    description: '',
    ts,
    moment: moment?.kind ?? 'tick',
    symbol: line === 0 ? null : 'BTC',
    frames: line === 0 ? [tick] : [strategy, symbol, tick],
    scopes: [
      { name: 'Gates', handle: 2, childCount: 1 },
      { name: 'Account', handle: 3, childCount: 1 },
    ],
    gates: [],
    pairs: [],
    failure: null,
  };
}
