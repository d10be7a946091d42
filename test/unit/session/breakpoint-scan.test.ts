// Breakpoints over a run: which moments they hit, in both directions, with conditions, hit counts and log messages.
import assert from 'node:assert/strict';
import type { EventRecord } from '../../../engine/core/schema/index.js';
import type { Breakpoint, Cursor } from '../../../engine/core/session/breakpoint.js';
import { Departures, hitCounter, type Hit } from '../../../engine/core/session/breakpoint-scan.js';
import { before as isBefore, Navigator } from '../../../engine/core/session/navigator.js';
import type { Replay } from '../../../engine/core/session/replay.js';
import { loadExample, replayExample, replayOfText, SCRIPT_FILE } from '../../support/builds.js';

/** The first entries, exits and holds. */
const TICKS = 230;

const START: Cursor = { tick: 0, moment: 0 };
const NAME = { id: 1, kind: 'name' } as const;

function scanned(replay: Replay, breakpoints: readonly Breakpoint[]): Navigator {
  const navigator = new Navigator(replay);
  const errors = navigator.setBreakpoints(breakpoints, {
    sitesOf: () => [],
    departures: new Departures([]),
  });
  assert.deepEqual(errors, []);
  while (!navigator.scan(50, null).finished);
  return navigator;
}

const cursorOf = ({ tick, moment }: Cursor): Cursor => ({ tick, moment });

/** All stops from the start on, walked forward. */
function forward(navigator: Navigator): readonly Hit[] {
  const hits: Hit[] = [];
  for (let hit = navigator.nextHit(START); hit !== undefined; hit = navigator.nextHit(hit))
    hits.push(hit);
  return hits;
}

describe('breakpoints by name', () => {
  let replay: Replay;
  let events: readonly EventRecord[];
  before(async function () {
    this.timeout(60_000);
    replay = replayExample(await loadExample(), TICKS);
    events = replay.advance(TICKS).events.map(({ event }) => event);
  });

  const decisions = () => events.filter((event) => event.kind === 'decision');
  const gates = () => decisions().flatMap((event) => event.gates);

  const TABLE: readonly (readonly [string, () => number])[] = [
    ['gate:adx_min', () => gates().filter(({ name }) => name === 'adx_min').length],
    ['adx_min', () => gates().filter(({ name }) => name === 'adx_min').length],
    ['entry_signal', () => decisions().filter(({ reason }) => reason === 'entry_signal').length],
    [
      'reason:exit_filter',
      () => decisions().filter(({ reason }) => reason === 'exit_filter').length,
    ],
    [
      'exit_filter.trend_exhaustion',
      () => decisions().filter(({ detail }) => detail === 'trend_exhaustion').length,
    ],
    ['event:ledger', () => events.filter(({ kind }) => kind === 'ledger').length],
    ['event:fill', () => events.filter(({ kind }) => kind === 'fill').length],
    ['event:decision', () => decisions().length],
    ['event:OPEN', () => events.filter((e) => e.kind === 'ledger' && e.action === 'OPEN').length],
    [
      ' event:CLOSE ',
      () => events.filter((e) => e.kind === 'ledger' && e.action === 'CLOSE').length,
    ],
  ];
  for (const [name, count] of TABLE) {
    it(name.trim(), () => {
      const navigator = scanned(replay, [{ ...NAME, name }]);
      const hits = forward(navigator);
      assert.ok(count() > 0, 'the example has some');
      assert.equal(hits.length, count());
      const back: Hit[] = [];
      for (
        let hit = navigator.previousHit(navigator.end);
        hit !== undefined;
        hit = navigator.previousHit(hit)
      )
        back.push(hit);
      assert.deepEqual(back.reverse().map(cursorOf), hits.map(cursorOf));
    }).timeout(60_000);
  }

  it('a name that nothing has hits nothing', () => {
    const names = ['gate:entry_signal', 'event:nope', 'exit_filter.nope', ''];
    const navigator = scanned(
      replay,
      names.map((name, id) => ({ ...NAME, id, name })),
    );
    assert.deepEqual(forward(navigator), []);
  }).timeout(60_000);

  it('blocked: gates that failed, no triggers', () => {
    const failed = gates().filter(({ passed, trigger }) => !passed && trigger !== true).length;
    assert.equal(forward(scanned(replay, [{ id: 1, kind: 'blocked' }])).length, failed);
  }).timeout(60_000);

  it('conditions over the event, the gate, the position and the account', () => {
    const of = (name: string, condition: string) =>
      forward(scanned(replay, [{ ...NAME, name, condition }])).length;
    const closes = events.filter((event) => event.kind === 'ledger' && event.action === 'CLOSE');
    const losses = closes.filter((event) => event.kind === 'ledger' && event.pnl.startsWith('-'));
    assert.ok(losses.length > 0 && losses.length < closes.length);
    assert.equal(of('event:CLOSE', 'pnl < 0'), losses.length);
    assert.equal(of('event:CLOSE', 'position.side == "flat"'), 0);
    const btc = closes.filter((event) => 'symbol' in event && event.symbol === 'BTC');
    assert.equal(of('event:CLOSE', 'symbol == "BTC" && account.balance > 0'), btc.length);
    const low = gates().filter(({ name, value }) => name === 'adx_min' && Number(value) < 20);
    assert.equal(of('adx_min', 'value < 20 && gate == "adx_min"'), low.length);
    assert.equal(
      of('event:OPEN', 'tick == 202'),
      forward(scanned(replay, [{ ...NAME, name: 'event:OPEN' }])).filter(({ tick }) => tick === 202)
        .length,
    );
  }).timeout(60_000);

  it('hit counts number the hits of the run, in both directions', () => {
    const all = forward(scanned(replay, [{ ...NAME, name: 'event:OPEN' }])).map(cursorOf);
    const wanted = (hitCondition: string) => {
      const navigator = scanned(replay, [{ ...NAME, name: 'event:OPEN', hitCondition }]);
      const last = navigator.previousHit(navigator.end);
      const hits = forward(navigator).map(cursorOf);
      assert.deepEqual(last === undefined ? undefined : cursorOf(last), hits.at(-1));
      return hits;
    };
    assert.deepEqual(wanted('3'), [all[2]]);
    assert.deepEqual(wanted('>= 3'), all.slice(2));
    assert.deepEqual(
      wanted('% 2'),
      all.filter((_hit, index) => index % 2 === 1),
    );
  }).timeout(60_000);

  it('a scan that stops at the first hit finds the same one', () => {
    const full = scanned(replay, [{ ...NAME, name: 'event:OPEN' }]);
    const navigator = new Navigator(replay);
    navigator.setBreakpoints([{ ...NAME, name: 'event:OPEN' }], {
      sitesOf: () => [],
      departures: new Departures([]),
    });
    const from = { tick: 100, moment: 3 };
    let answer = navigator.scan(16, from);
    while (!answer.found && !answer.finished) answer = navigator.scan(16, from);
    assert.deepEqual(navigator.nextHit(from), full.nextHit(from));
    assert.ok(answer.scanned < TICKS);
  }).timeout(60_000);

  it('a condition that cannot be judged stops, and says why', () => {
    const [hit, ...others] = forward(
      scanned(replay, [{ ...NAME, name: 'event:OPEN', condition: 'unknown > 1' }]),
    );
    assert.equal(hit?.error, 'nothing here is called "unknown"');
    assert.ok(others.every(({ error }) => error !== null));
    const [number] = forward(scanned(replay, [{ ...NAME, name: 'event:OPEN', condition: 'pnl' }]));
    assert.match(number?.error ?? '', /not true or false/);
  }).timeout(60_000);
});

const TEXT = `import { defineStrategy } from 'lockstep/strategy';
export default defineStrategy({
  id: 't', params: {}, gates: {}, reasons: { go: 'Go' },
  state: () => ({ total: 0 }),
  onTick(tick) {
    for (let round = 0; round < 3; round += 1) {
      const twice = round * 2;
      tick.state.total += twice;
    }
    tick.hold(0, 'go');
  },
});`;

describe('breakpoints on lines', () => {
  const LINE = { id: 7, kind: 'line', file: SCRIPT_FILE, line: 8 } as const;

  function navigate(breakpoints: readonly Breakpoint[]) {
    const { replay, program } = replayOfText(TEXT, { ticks: [{ BTC: '1' }, { BTC: '2' }] });
    replay.advance(9);
    const navigator = new Navigator(replay);
    const errors = navigator.setBreakpoints(breakpoints, {
      sitesOf: (file, line) => program.ranges.statementsAt(file, line)?.sites ?? [],
      departures: new Departures([]),
    });
    while (!navigator.scan(1, null).finished);
    return { navigator, errors };
  }

  it('hit once for each run of the statement', () => {
    assert.equal(forward(navigate([LINE]).navigator).length, 6);
  });

  it('a condition sees the locals of the statement', () => {
    const hits = forward(navigate([{ ...LINE, condition: 'twice == 4 && tick == 1' }]).navigator);
    assert.equal(hits.length, 1);
    assert.equal(hits[0]?.tick, 1);
  });

  it('a log message prints and does not stop', () => {
    const { navigator } = navigate([
      {
        ...LINE,
        logMessage: 'round {round}: {twice + 1} of {state.total}',
        condition: 'round > 0',
      },
    ]);
    assert.deepEqual(forward(navigator), []);
    const logs = (from: Cursor, to: Cursor) =>
      navigator.logsBetween(from, to).map(({ log }) => log);
    const middle = { tick: 1, moment: 0 };
    const first = ['round 1: 3 of 0', 'round 2: 5 of 2'];
    const second = ['round 1: 3 of 6', 'round 2: 5 of 8'];
    assert.deepEqual(logs(START, middle), first);
    assert.deepEqual(logs(middle, navigator.end), second);
    assert.deepEqual(logs(navigator.end, START), [...first, ...second]);
  });

  it('several breakpoints at one moment are all reported', () => {
    const { navigator } = navigate([
      LINE,
      { ...LINE, id: 8 },
      { ...LINE, id: 9, condition: 'round == 9' },
    ]);
    const hit = navigator.nextHit(START);
    assert.ok(hit);
    assert.deepEqual(
      navigator.hitsAt(hit).map(({ id }) => id),
      [7, 8],
    );
    assert.ok(isBefore(START, hit));
  });

  it('what cannot be read is answered when it is set, and the rest stays armed', () => {
    const { navigator, errors } = navigate([
      { ...LINE, id: 1, condition: 'round >' },
      { ...LINE, id: 2, hitCondition: 'often' },
      { ...LINE, id: 3, logMessage: 'x {round +} y' },
      { ...LINE, id: 4, condition: '  ' },
    ]);
    assert.deepEqual(
      errors.map(({ id }) => id),
      [1, 2, 3],
    );
    assert.equal(forward(navigator).length, 6);
  });

  const COUNTS: readonly (readonly [string, readonly number[]])[] = [
    ['3', [3]],
    ['== 3', [3]],
    ['=3', [3]],
    ['> 3', [4, 5, 6]],
    ['>=3', [3, 4, 5, 6]],
    ['< 3', [1, 2]],
    ['<= 3', [1, 2, 3]],
    ['% 3', [3, 6]],
    ['% 0', []],
  ];
  for (const [text, expected] of COUNTS) {
    it(`hit count ${text}`, () => {
      assert.deepEqual([1, 2, 3, 4, 5, 6].filter(hitCounter(text)), expected);
    });
  }
});
