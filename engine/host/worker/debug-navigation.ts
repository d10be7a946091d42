// Moves of a debugger over an open replay: steps, searches for breakpoints, seeks. Answers cursors, no pictures.
import type { Hit } from '../../core/session/breakpoint-scan.js';
import type { RealmMove } from '../../core/sandbox/realm-api.js';
import type { Breakpoint, Cursor, LogOutput, Move, StopReason } from '../replay/protocol.js';
import type { RealmCalls } from '../sandbox/sandbox.js';
import type { OpenReplay } from './open-replay.js';
import type { RequestContext } from './request-context.js';
import type { Departure } from '../../core/session/breakpoint-scan.js';

export interface Landing {
  readonly cursor: Cursor;
  readonly reason: StopReason;
  readonly hits: readonly Hit[];
  /** What the place is, where that is more than its moment. */
  readonly title?: string;
}

/** A root of the differences, as a place to stop at. */
export interface RootStop extends Departure {
  readonly title: string;
}

/** Ticks scanned between two looks at progress and cancellation. */
const SCAN_TICKS = 16;

const STEPS: Readonly<Partial<Record<Move['kind'], RealmMove>>> = {
  statement: 'statement',
  'statement-back': 'statementBack',
  decision: 'decision',
  'decision-back': 'decisionBack',
  tick: 'tick',
  'tick-back': 'tickBack',
};

export class DebugNavigation {
  private cursor: Cursor = { tick: 0, moment: 0 };
  private roots: readonly RootStop[] = [];
  private rootsEnd: string | null = null;

  constructor(
    private open: OpenReplay,
    /** Ascending by tick. */
    private departures: readonly Departure[],
  ) {
    open.program.prepareRecording();
  }

  /**
   * The replay has more ticks behind its last. Breakpoints, what was found of them and the place stay; false where
   * something departs otherwise than before in ticks that were there, so that all of it has to be made anew.
   */
  grow(open: OpenReplay, departures: readonly Departure[]): boolean {
    const known = this.departures.length;
    const before = JSON.stringify(this.departures);
    if (JSON.stringify(departures.slice(0, known)) !== before) return false;
    const more = JSON.stringify(departures.slice(known));
    open.program.call(-1, (realm) => {
      realm.departed(more);
    });
    this.open = open;
    this.departures = departures;
    this.roots = [];
    this.rootsEnd = null;
    return true;
  }

  get at(): Cursor {
    return this.cursor;
  }

  /** Ascending by tick; `note` is what has to be known where there are no more of them. */
  setRoots(roots: readonly RootStop[], note: string | null): void {
    this.roots = roots;
    this.rootsEnd = note;
  }

  /** Breakpoints in engine terms; ids of those whose condition or hit count cannot be read come back with why. */
  setBreakpoints(
    breakpoints: readonly Breakpoint[],
  ): readonly { readonly id: number; readonly error: string }[] {
    const lines: Record<string, readonly number[]> = {};
    for (const breakpoint of breakpoints) {
      if (breakpoint.kind !== 'line') continue;
      const found = this.open.program.ranges.statementsAt(breakpoint.file, breakpoint.line);
      lines[`${breakpoint.file}:${String(breakpoint.line)}`] = found?.sites ?? [];
    }
    const request = JSON.stringify({ breakpoints, lines, departures: this.departures });
    return JSON.parse(
      this.open.program.call(-1, (realm) => realm.breakpoints(request)),
    ) as readonly { id: number; error: string }[];
  }

  async move(move: Move, context: RequestContext): Promise<Landing> {
    const landing = await this.land(move, context);
    this.cursor = landing.cursor;
    return landing;
  }

  private async land(move: Move, context: RequestContext): Promise<Landing> {
    const step = STEPS[move.kind];
    if (step !== undefined)
      return this.atEdge(
        { cursor: this.realm((realm, from) => realm.move(step, from)), reason: 'step', hits: [] },
        move,
      );
    switch (move.kind) {
      case 'entry':
        return { cursor: { tick: 0, moment: 0 }, reason: 'entry', hits: [] };
      case 'seek':
        return { cursor: this.clamp(move.cursor), reason: 'goto', hits: [] };
      case 'departure':
      case 'departure-back':
        return this.along(this.departures, move.kind === 'departure', 'departure');
      case 'root':
      case 'root-back':
        return this.toRoot(move.kind === 'root');
      case 'continue':
        return this.search(true, context);
      default:
        return this.search(false, context);
    }
  }

  private realm(run: (realm: RealmCalls, from: string) => string): Cursor {
    return JSON.parse(
      this.open.program.call(this.cursor.tick, (realm) => run(realm, JSON.stringify(this.cursor))),
    ) as Cursor;
  }

  private clamp(cursor: Cursor): Cursor {
    return JSON.parse(
      this.open.program.call(cursor.tick, (realm) => realm.move('clamp', JSON.stringify(cursor))),
    ) as Cursor;
  }

  private ends(): { readonly start: Cursor; readonly end: Cursor } {
    return JSON.parse(this.open.program.call(-1, (realm) => realm.ends())) as {
      start: Cursor;
      end: Cursor;
    };
  }

  /** A step that went nowhere stands at an end of the recording, and says so. */
  private atEdge(landing: Landing, move: Move): Landing {
    const { end } = this.ends();
    if (same(landing.cursor, end)) return { ...landing, reason: 'end' };
    const isStart = landing.cursor.tick === 0 && landing.cursor.moment === 0;
    return isStart && move.kind !== 'tick' ? { ...landing, reason: 'start' } : landing;
  }

  private toRoot(forward: boolean): Landing {
    const landing = this.along(this.roots, forward, 'root');
    if (landing.reason !== 'root')
      return this.rootsEnd === null ? landing : { ...landing, title: this.rootsEnd };
    const here = this.roots.filter(
      (root) => root.tick === landing.cursor.tick && same(this.cursorOf(root), landing.cursor),
    );
    return { ...landing, title: here.map(({ title }) => title).join('; ') };
  }

  /** To the nearest of some places ahead or behind; to the end of the recording when there is none. */
  private along(
    places: readonly Departure[],
    forward: boolean,
    reason: 'departure' | 'root',
  ): Landing {
    const found = forward ? this.nextOf(places) : this.previousOf(places);
    const { start, end } = this.ends();
    if (found === undefined) {
      return { cursor: forward ? end : start, reason: forward ? 'end' : 'start', hits: [] };
    }
    return { cursor: found, reason, hits: [] };
  }

  /** Cursors are made tick by tick, since finding a moment means running its tick. */
  private nextOf(places: readonly Departure[]): Cursor | undefined {
    const { tick } = this.cursor;
    const here = this.cursorsAt(places, tick).find((candidate) => isBefore(this.cursor, candidate));
    if (here !== undefined) return here;
    const later = places.find((place) => place.tick > tick);
    return later === undefined ? undefined : this.cursorsAt(places, later.tick)[0];
  }

  private previousOf(places: readonly Departure[]): Cursor | undefined {
    const { tick } = this.cursor;
    const here = this.cursorsAt(places, tick).findLast((candidate) =>
      isBefore(candidate, this.cursor),
    );
    if (here !== undefined) return here;
    const earlier = places.findLast((place) => place.tick < tick);
    return earlier === undefined ? undefined : this.cursorsAt(places, earlier.tick).at(-1);
  }

  private cursorsAt(places: readonly Departure[], tick: number): readonly Cursor[] {
    return places
      .filter((place) => place.tick === tick)
      .map((place) => this.cursorOf(place))
      .sort((a, b) => a.moment - b.moment);
  }

  private cursorOf(departure: Departure): Cursor {
    const text = JSON.stringify(departure);
    const answer = this.open.program.call(departure.tick, (realm) => realm.departureMoment(text));
    return JSON.parse(answer) as Cursor;
  }

  private async search(forward: boolean, context: RequestContext): Promise<Landing> {
    const from = JSON.stringify(this.cursor);
    const total = this.open.opened.tickTs.length;
    for (;;) {
      const answer = JSON.parse(
        this.open.program.call(this.cursor.tick, (realm) =>
          realm.scan(SCAN_TICKS, forward ? from : 'null'),
        ),
      ) as { scanned: number; found: boolean; finished: boolean };
      const enough = forward ? answer.found : answer.scanned > this.cursor.tick;
      if (enough || answer.finished) break;
      await context.breathe({ phase: 'search', done: answer.scanned, total });
    }
    const hits = JSON.parse(this.open.program.call(-1, (realm) => realm.hit(from, forward))) as
      readonly Hit[] | null;
    const [hit] = hits ?? [];
    const { start, end } = this.ends();
    if (hits === null || hit === undefined)
      return { cursor: forward ? end : start, reason: forward ? 'end' : 'start', hits: [] };
    return { cursor: { tick: hit.tick, moment: hit.moment }, reason: reasonOf(hits), hits };
  }

  /** What logpoints printed between two cursors. */
  logs(from: Cursor, to: Cursor): readonly LogOutput[] {
    const hits = JSON.parse(
      this.open.program.call(-1, (realm) => realm.logs(JSON.stringify(from), JSON.stringify(to))),
    ) as readonly Hit[];
    return hits.flatMap((hit) => {
      const range = this.open.program.ranges.rangeOf(hit.site);
      return range === null || hit.log === null
        ? []
        : [{ cursor: { tick: hit.tick, moment: hit.moment }, text: hit.log, range }];
    });
  }
}

function reasonOf(hits: readonly Hit[]): StopReason {
  if (hits.some((hit) => hit.kind === 'line' || hit.kind === 'name')) return 'breakpoint';
  return hits.some((hit) => hit.kind === 'departure') ? 'departure' : 'blocked';
}

export const isBefore = (a: Cursor, b: Cursor): boolean =>
  a.tick < b.tick || (a.tick === b.tick && a.moment < b.moment);
const same = (a: Cursor, b: Cursor): boolean => a.tick === b.tick && a.moment === b.moment;
