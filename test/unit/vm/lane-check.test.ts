// The check of lanes against each other, with a reference that was tampered with: the difference is named by its tick, its
// kind, its field and both values.
import assert from 'node:assert/strict';
import type { NumericPolicy } from '../../../engine/core/numeric/index.js';
import { numWordsFor } from '../../../engine/core/memory/number-cells.js';
import { ReferenceLane, type LaneTick } from '../../../engine/core/memory/reference-lane.js';
import { TypeWriter } from '../../../engine/core/memory/type-table.js';
import { checkFastLane, type LaneCheck } from '../../../engine/host/lanes/check-lanes.js';
import { compilePortable } from '../../../engine/host/lanes/portable-strategy.js';
import { staticMemory } from '../../../engine/vm/fast/static-memory.js';
import type { Program } from '../../../engine/vm/ir/program.js';
import { replayOfText, SCRIPT_FILE } from '../../support/builds.js';
import { DECIMAL, SYMBOLS } from '../../support/session.js';
import { strategySource } from '../../support/vm/lane-program.js';

const TEXT = strategySource({
  fields: 'n: number; x: Num; log: Num[]; tag: string | null;',
  initial: '{ n: 0, x: num.zero, log: [], tag: null }',
  body: `s.n += 3;
  s.x = s.x.add(tick.bar(0).close);
  s.log.push(s.x.div(3));
  tick.gate(0, 'low', s.x, '>', 1);
  tick.observe(0, 'x', s.x);
  tick.hold(0, 'go');`,
});
const TICKS = [1, 2, 3, 4, 5].map((close) => ({ BTC: String(close) }));

function programOf(policy: NumericPolicy): Program {
  const numWords = numWordsFor(policy) ?? 0;
  const { program, issues } = compilePortable([{ path: SCRIPT_FILE, text: TEXT }], {
    numWords,
    trace: 'full',
  });
  assert.ok(program !== null, issues.map(({ message }) => message).join('\n'));
  return program;
}

function referenceOf(program: Program): ReferenceLane {
  const { replay, program: built } = replayOfText(TEXT, { ticks: TICKS, numeric: DECIMAL });
  const types = new TypeWriter();
  const roots = program.roots.map(({ name, type }) => ({ name, type: types.write(type) }));
  const { symbols, numWords } = program;
  const objectsAt = staticMemory(program).end;
  const plan = { roots, shapes: types.shapes, literals: symbols, numWords, objectsAt };
  const run = {
    ticks: replay.ticks,
    finishes: false,
    reset: () => {
      built.plain.runtime.reset();
    },
  };
  return new ReferenceLane(replay.sessionAtStart(), run, plan);
}

interface Tampering {
  readonly tick?: (tick: LaneTick, index: number) => LaneTick;
  readonly state?: (words: number[], start: number) => void;
}

async function check({ tick = (given) => given, state }: Tampering): Promise<LaneCheck> {
  const program = programOf(DECIMAL);
  const reference = referenceOf(program);
  const start = reference.opening();
  let at = 0;
  return checkFastLane({
    program,
    numeric: DECIMAL,
    symbolCount: SYMBOLS.length,
    reference: {
      start,
      ticks: (count) => reference.next(count).map((given) => tick(given, at++)),
      stateAfter: (count) => {
        const again = referenceOf(program);
        again.next(count);
        const words = [...again.state()];
        state?.(words, start.stateStart / 4);
        return words;
      },
    },
    rangeOf: () => null,
    isFastWanted: true,
    ticksEnd: Infinity,
    onTick: () => undefined,
    breathe: () => Promise.resolve(),
  });
}

const inTick =
  (wanted: number, change: (tick: LaneTick) => Partial<LaneTick>) =>
  (tick: LaneTick, index: number): LaneTick =>
    index === wanted ? { ...tick, ...change(tick) } : tick;

const replaced = (from: string, to: string): Tampering => ({
  tick: inTick(2, ({ events }) => ({ events: events.map((event) => event.replace(from, to)) })),
});

/** The first whole number of that value behind the start of state becomes another. */
const word =
  (from: number, to: number) =>
  (words: number[], start: number): void => {
    words[words.indexOf(from, start)] = to;
  };

const ROWS: readonly (readonly [string, Tampering, string])[] = [
  ['nothing', {}, 'null'],
  [
    'a gate has another value',
    replaced('"value":"6"', '"value":"6.5"'),
    '2 event gates[0].value 6.5 6',
  ],
  [
    'a gate has another verdict',
    replaced('"passed":true', '"passed":false'),
    '2 event gates[0].passed false true',
  ],
  [
    'a decision has another reason',
    replaced('"reason":"go"', '"reason":"stop"'),
    '2 event cause.reason stop go',
  ],
  [
    'an event is missing',
    { tick: inTick(1, ({ events }) => ({ events: events.slice(1) })) },
    '1 event',
  ],
  [
    'an event is there twice',
    { tick: inTick(3, ({ events }) => ({ events: [...events, ...events.slice(-1)] })) },
    '3 event',
  ],
  [
    'a whole number of state',
    { tick: inTick(2, () => ({ digest: 'other' })), state: word(9, 8) },
    '2 state strategy.n 8 9',
  ],
  [
    'a digest alone',
    { tick: inTick(2, () => ({ digest: 'other' })) },
    '2 state  other unused memory other unused memory',
  ],
  [
    'the reference stops',
    { tick: inTick(3, () => ({ failure: { code: 'strategy.threw', message: 'mine' } })) },
    '3 stop  stopped: mine went on',
  ],
  [
    'no lane holds the state',
    { tick: inTick(3, () => ({ unheld: 'strategy.n: 0.5 is no whole number' })) },
    '3 stop  state that no lane holds: strategy.n: 0.5 is no whole number went on',
  ],
];

describe('check of lanes', () => {
  for (const [title, tampering, expected] of ROWS)
    it(title, async () => {
      const { divergence } = await check(tampering);
      if (divergence === null) {
        assert.equal('null', expected);
        return;
      }
      const { lane, tick, kind, field, reference, found } = divergence;
      assert.equal(lane, 'fast');
      const text = [String(tick), kind, field, reference, found].join(' ');
      assert.ok(text === expected || (kind === 'event' && text.startsWith(`${expected} `)), text);
    }).timeout(20_000);

  it('counts the ticks that agreed', async () => {
    assert.equal((await check({})).ticks, TICKS.length);
    assert.equal((await check(replaced('"value":"6"', '"value":"7"'))).ticks, 2);
  }).timeout(20_000);
});
