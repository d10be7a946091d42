// A debugger's moves over the example, against a plain list of all moments; every move back undoes its move forward.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Cursor, MomentKind } from '../../../engine/core/session/breakpoint.js';
import { before as isBefore, Navigator } from '../../../engine/core/session/navigator.js';
import type { Replay } from '../../../engine/core/session/replay.js';
import { loadExample, replayExample } from '../../support/builds.js';

/** Entries begin at tick 200: this window has quiet ticks and trades. */
const TICKS = 206;

interface Place extends Cursor {
  readonly kind: MomentKind;
}

type Step = 'statement' | 'decision' | 'tick';

const MATCHES: Readonly<Record<Step, (place: Place) => boolean>> = {
  statement: ({ kind }) => kind === 'statement',
  decision: ({ kind }) => kind === 'gate' || kind === 'decision',
  tick: ({ kind }) => kind === 'tick',
};

const BACK = { statement: 'statementBack', decision: 'decisionBack', tick: 'tickBack' } as const;

const cursorOf = ({ tick, moment }: Cursor): Cursor => ({ tick, moment });

describe('navigator', () => {
  let replay: Replay;
  let navigator: Navigator;
  const places: Place[] = [];
  /** Index into `places` of each tick's first moment. */
  const starts: number[] = [];

  before(async function () {
    this.timeout(60_000);
    replay = replayExample(await loadExample(), TICKS);
    replay.advance(TICKS);
    for (let tick = 0; tick < TICKS; tick += 1) {
      starts.push(places.length);
      replay.record(tick, ({ moment, index }) => {
        places.push({ tick, moment: index, kind: moment.kind });
      });
    }
    navigator = new Navigator(replay);
  });

  /** Half of them in the last ticks, where something happens. */
  const cursor = fc
    .oneof(
      fc.nat(),
      fc.nat({ max: 30_000 }).map((n) => -n),
    )
    .map((n) => {
      const index = ((n % places.length) + places.length) % places.length;
      return { index, place: places[index] as Place };
    });
  const step = fc.constantFrom<Step>('statement', 'decision', 'tick');

  const expectedForward = (index: number, kind: Step): Cursor =>
    cursorOf(places.slice(index + 1).find(MATCHES[kind]) ?? (places.at(-1) as Place));
  const expectedBack = (index: number, kind: Step): Cursor =>
    cursorOf(places.slice(0, index).findLast(MATCHES[kind]) ?? (places[0] as Place));

  it('each tick opens with `tick`, ends with `end`, and has both nowhere else', () => {
    for (const [tick, start] of starts.entries()) {
      const own = places.slice(start, starts[tick + 1]);
      assert.deepEqual(
        own.map(({ moment }) => moment),
        [...own.keys()],
      );
      assert.equal(
        own.findIndex(({ kind }) => kind === 'tick'),
        0,
      );
      assert.equal(
        own.findLastIndex(({ kind }) => kind === 'tick'),
        0,
      );
      assert.equal(
        own.findIndex(({ kind }) => kind === 'end'),
        own.length - 1,
      );
    }
  });

  it('moves to the nearest moment of its kind, forward and back', () => {
    fc.assert(
      fc.property(cursor, step, ({ index, place }, kind) => {
        assert.deepEqual(navigator[kind](place), expectedForward(index, kind));
        assert.deepEqual(navigator[BACK[kind]](place), expectedBack(index, kind));
      }),
      { numRuns: 120 },
    );
  }).timeout(60_000);

  it('a move back undoes the move forward, and the other way round', () => {
    fc.assert(
      fc.property(cursor, step, ({ place }, kind) => {
        const on = navigator[kind](place);
        if (on.tick === TICKS - 1 && on.moment === navigator.end.moment) return;
        assert.deepEqual(navigator[BACK[kind]](navigator[kind](on)), on);
        const back = navigator[BACK[kind]](on);
        if (back.tick > 0) assert.deepEqual(navigator[kind](back), on);
      }),
      { numRuns: 60 },
    );
  }).timeout(60_000);

  it('the ends hold: no move leaves the recording', () => {
    const { start, end } = navigator;
    assert.deepEqual(end, cursorOf(places.at(-1) as Place));
    for (const kind of ['statement', 'decision', 'tick'] as const) {
      assert.deepEqual(navigator[kind](end), end);
      assert.deepEqual(navigator[BACK[kind]](start), start);
      assert.deepEqual(navigator[kind](navigator[BACK[kind]](end)), end);
    }
  });

  const CLAMPED: readonly (readonly [Cursor, () => Cursor])[] = [
    [{ tick: -1, moment: 5 }, () => ({ tick: 0, moment: 0 })],
    [{ tick: 3, moment: -4 }, () => ({ tick: 3, moment: 0 })],
    [{ tick: 3, moment: 2 }, () => ({ tick: 3, moment: 2 })],
    [{ tick: 3, moment: 1e9 }, () => cursorOf(places[(starts[4] ?? 0) - 1] as Place)],
    [{ tick: 1e9, moment: 0 }, () => navigator.end],
  ];
  for (const [given, expected] of CLAMPED) {
    it(`clamps ${JSON.stringify(given)}`, () => {
      assert.deepEqual(navigator.clamp(given), expected());
    });
  }

  it('before is a strict order of tick, then moment', () => {
    const some = fc.record({ tick: fc.nat({ max: 2 }), moment: fc.nat({ max: 2 }) });
    fc.assert(
      fc.property(some, some, (a, b) => {
        assert.equal(isBefore(a, b), a.tick * 10 + a.moment < b.tick * 10 + b.moment);
      }),
    );
  });
});
