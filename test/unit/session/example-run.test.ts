// The example's whole window: saved and restored before every tick, reached again through checkpoints, and recorded;
// each must agree with the run that never stopped.
import assert from 'node:assert/strict';
import type { EventRecord, Snapshot } from '../../../engine/core/schema/index.js';
import { compareContinuation } from '../../../engine/core/session/continuation.js';
import { toEventRecord } from '../../../engine/core/session/event-record.js';
import { PaperRun } from '../../../engine/core/session/paper-run.js';
import type { Replay } from '../../../engine/core/session/replay.js';
import type { ReplaySession } from '../../../engine/core/session/replay-session.js';
import { exampleSettings, loadExample, replayExample, type Example } from '../../support/builds.js';

/** Whole continuations are compared from every so many ticks, next ticks from every one. */
const WHOLE_TICKS = 25;
const NEXT_TICKS = 2;

interface Straight {
  readonly replay: Replay;
  /** Events of each tick and the state before it, as text; one state more, after the last. */
  readonly events: readonly string[];
  readonly states: readonly string[];
}

const eventText = (replay: Replay, session: ReplaySession): string =>
  JSON.stringify(session.step().map((event) => toEventRecord(replay.context, event)));

/** A list's text without its brackets. */
const inner = (text: string): string => text.slice(1, -1);

const withoutHolds = (text: string): string =>
  JSON.stringify(
    (JSON.parse(text) as readonly EventRecord[]).filter(
      (event) => event.kind !== 'decision' || event.action !== 'hold',
    ),
  );

/** Without a diff: the texts are long, and where they differ first is what matters. */
function same(actual: string, expected: string | undefined, what: string): void {
  if (actual === expected) return;
  let at = 0;
  while (at < actual.length && actual[at] === expected?.[at]) at += 1;
  const near = (text: string | undefined) => text?.slice(Math.max(0, at - 40), at + 80);
  assert.fail(`${what}: ${String(near(actual))} instead of ${String(near(expected))}`);
}

/** Paper notes the bar of each decision; this replay was not asked to. */
const withoutBar = (event: EventRecord): object =>
  Object.fromEntries(Object.entries(event).filter(([key]) => key !== 'bar'));

const stateText = (session: ReplaySession): string => JSON.stringify(session.save());

function runStraight(example: Example): Straight {
  const replay = replayExample(example);
  const session = replay.freshSession();
  session.restore(example.snapshot, 0);
  const events: string[] = [];
  const states: string[] = [stateText(session)];
  while (session.position < replay.ticks.length) {
    events.push(eventText(replay, session));
    states.push(stateText(session));
  }
  return { replay, events, states };
}

describe('session: the whole example', () => {
  let straight: Straight;
  let example: Example;
  before(async function () {
    this.timeout(60_000);
    example = await loadExample();
    straight = runStraight(example);
  });

  it('has something to compare', () => {
    const { events, states } = straight;
    assert.equal(events.length, 600);
    assert.equal(new Set(states).size, 601);
    assert.ok(events.filter((text) => text.includes('"ledger"')).length > 50);
  });

  it('restored from text before every tick, the next ticks and the state after them are the same', () => {
    const { replay, events, states } = straight;
    const session = replay.freshSession();
    for (let position = 0; position <= events.length; position += 1) {
      session.restore(JSON.parse(states[position] ?? '') as Snapshot, position);
      const end = Math.min(position + NEXT_TICKS, events.length);
      for (let tick = position; tick < end; tick += 1)
        same(eventText(replay, session), events[tick], `tick ${String(tick)}`);
      same(stateText(session), states[end], `state at ${String(end)} from ${String(position)}`);
    }
  }).timeout(60_000);

  it('seeded before every tick, paper does the next one as the replay does, and is left in its state', () => {
    const { events, states } = straight;
    const { symbols } = example.manifest;
    const settings = exampleSettings(example);
    // The last tick of the window has the rules of its end behind it, which paper does not know.
    for (let position = 0; position < events.length - 1; position += 1) {
      const seed = JSON.parse(states[position] ?? '') as Snapshot;
      const paper = new PaperRun(example.program.plain, settings, seed);
      const at = position * symbols.length;
      const { events: made, failure } = paper.tick(example.bars.slice(at, at + symbols.length));
      assert.equal(failure, null);
      same(JSON.stringify(made.map(withoutBar)), events[position], `tick ${String(position)}`);
      same(JSON.stringify(paper.snapshot()), states[position + 1], `state ${String(position + 1)}`);
    }
  }).timeout(60_000);

  it('restored from a snapshot as it is, the whole rest is the same', () => {
    const { replay, events, states } = straight;
    const unbroken = replay.freshSession();
    unbroken.restore(example.snapshot, 0);
    const acting = events.map(withoutHolds);
    for (let position = 0; position <= events.length; position += WHOLE_TICKS) {
      const session = replay.freshSession();
      session.keep((action) => action !== 'hold');
      session.restore(unbroken.save(), position);
      for (let tick = position; tick < events.length; tick += 1)
        same(eventText(replay, session), acting[tick], `tick ${String(tick)}`);
      same(stateText(session), states.at(-1), `the end from ${String(position)}`);
      for (let tick = 0; tick < WHOLE_TICKS; tick += 1) unbroken.step();
    }
  }).timeout(60_000);

  it('a snapshot is not changed by what runs after it', () => {
    const { replay, states } = straight;
    const session = replay.freshSession();
    session.restore(JSON.parse(states[300] ?? '') as Snapshot, 300);
    const saved = session.save();
    for (let tick = 0; tick < 20; tick += 1) session.step();
    same(JSON.stringify(saved), states[300], 'snapshot');
  });

  it('the state before any tick, in any order, during the first pass and after it', () => {
    const expected = [JSON.stringify(example.snapshot), ...straight.states.slice(1)];
    const replay = replayExample(example);
    const check = (position: number) => {
      same(JSON.stringify(replay.stateBefore(position)), expected[position], String(position));
    };
    for (const position of [0, 40, 7]) check(position);
    replay.advance(100);
    for (const position of [99, 100, 3, 64, 63]) check(position);
    const { done, finished } = replay.advance(1_000);
    assert.deepEqual({ done, finished }, { done: 600, finished: true });
    // A stride without common factor with 601 scatters them.
    for (let visit = 0; visit < 60; visit += 1) check((visit * 237) % 601);
    for (const position of [600, 599, 598, 597, 0]) check(position);
  }).timeout(60_000);

  it('the first pass in pieces is the first pass, whatever was looked at in between', () => {
    const { events } = straight;
    const replay = replayExample(example);
    const found: string[] = [];
    for (const count of [1, 31, 168, 37, 400]) {
      found.push(...replay.advance(count).events.map(({ event }) => JSON.stringify(event)));
      replay.stateBefore(5);
      replay.record(11, () => undefined);
    }
    same(found.join(','), events.map(inner).filter(Boolean).join(','), 'events');
  }).timeout(60_000);

  it('the recording build gives the same events with the same numbers', () => {
    const { replay, events } = straight;
    for (const [tick, expected] of events.entries()) {
      const found: string[] = [];
      replay.record(tick, ({ moment }) => {
        if (moment.event !== null)
          found.push(JSON.stringify(toEventRecord(replay.context, moment.event)));
      });
      same(`[${found.join(',')}]`, expected, `tick ${String(tick)}`);
    }
  }).timeout(60_000);

  it('any tick looked at alone is what it is in a row', () => {
    const { replay, events } = straight;
    for (const tick of [599, 200, 201, 0, 350, 200]) {
      const last = { moments: 0, events: '' };
      replay.record(tick, (view) => {
        last.moments = view.index;
        last.events = JSON.stringify(
          view.events.map((event) => toEventRecord(replay.context, event)),
        );
      });
      same(last.events, events[tick], `tick ${String(tick)}`);
      const end = replay.inspect(tick, last.moments);
      assert.equal(end?.moment.kind, 'end');
      assert.equal(end.events.length, (JSON.parse(last.events) as unknown[]).length);
    }
  });

  it('compareContinuation agrees', () => {
    const { replay } = straight;
    for (const position of [250, 600])
      assert.deepEqual(compareContinuation(replay, position), { equal: true, difference: null });
  });
});
