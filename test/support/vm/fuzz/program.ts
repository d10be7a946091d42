// A random portable strategy with its market and numbers, as a seed determines it.
import { HOUR_MS, START_TS } from '../../captures.js';
import type { BarRecord } from '../../../../engine/core/schema/index.js';
import { ROUNDING_MODES, type NumericPolicy } from '../../../../engine/core/numeric/index.js';
import { seededRandom, type SeededRandom } from '../../seeded-random.js';
import { strategySource } from '../lane-program.js';
import { typeText, type Callee, type Generation, type Type } from './expressions.js';
import { linesOf, type Piece } from './piece.js';
import { PRELUDE, STATE } from './prelude.js';
import { Statements } from './statements.js';

export interface RandomFunction {
  /** `function f1(tick: Run, ...): T` */
  readonly head: string;
  readonly body: readonly Piece[];
  /** Its last statement. */
  readonly last: string;
}

export interface RandomProgram {
  readonly functions: readonly RandomFunction[];
  readonly tick: readonly Piece[];
  readonly numeric: NumericPolicy;
  readonly bars: readonly BarRecord[];
}

const PARAMETERS = [
  'int',
  'num',
  'flag',
  'text',
  'maybeInt',
  'maybeNum',
  'maybeRow',
  'row',
  'rows',
] as const;
const RESULTS = ['int', 'num', 'flag', 'text', 'maybeInt', 'maybeNum', 'row', 'happening'] as const;

export function randomProgram(seed: number, generation: Generation = 2): RandomProgram {
  const random = seededRandom(seed);
  const statements = new Statements(random, generation);
  const callees: Callee[] = [];
  const functions: RandomFunction[] = [];
  const count = random.int(0, 4);
  for (let i = 1; i <= count; i += 1) {
    const callee: Callee = {
      name: `f${String(i)}`,
      parameters: Array.from({ length: random.int(0, 3) }, () => random.pick(PARAMETERS)),
      result: random.pick(RESULTS),
    };
    functions.push(randomFunction(callee, [...callees], statements));
    callees.push(callee);
  }
  const tick = statements.body(new Map(), callees, null);
  return { functions, tick, numeric: randomPolicy(random), bars: randomBars(random) };
}

function randomFunction(
  { name, parameters, result }: Callee,
  callees: readonly Callee[],
  statements: Statements,
): RandomFunction {
  const names = new Map<Type, readonly string[]>();
  const head = parameters.map((type, i) => {
    const parameter = `p${String(i)}`;
    names.set(type, [...(names.get(type) ?? []), parameter]);
    return `${parameter}: ${typeText[type]}`;
  });
  const body = statements.body(names, callees, result);
  const last = `return ${statements.expressions.of(result, { names, callees }, 2)};`;
  return {
    head: `function ${name}(${['tick: Run', ...head].join(', ')}): ${typeText[result]}`,
    body,
    last,
  };
}

function randomPolicy(random: SeededRandom): NumericPolicy {
  if (random.chance(0.25)) return { kind: 'binary64' };
  const precision = random.pick([1, 2, 5, 7, 16, 20, 20, 20, 28, 34]);
  return { kind: 'decimal', precision, rounding: random.pick(ROUNDING_MODES) };
}

const TICKS = 24;
const SYMBOLS = ['BTC', 'ETH'];

function randomBars(random: SeededRandom): readonly BarRecord[] {
  const digits = (): string => String(random.int(1, 99_999)).padStart(random.int(1, 7), '0');
  const price = (): string =>
    random.pick([`${String(random.int(1, 99_999))}.${digits()}`, `0.${digits()}`]);
  return Array.from({ length: TICKS }, (_, i) =>
    SYMBOLS.flatMap((symbol, at): readonly BarRecord[] => {
      if (at > 0 && random.chance(0.1)) return [];
      const [low, middle, high] = [price(), price(), price()].sort(
        (a, b) => Number(a) - Number(b),
      ) as [string, string, string];
      const openTs = START_TS + i * HOUR_MS;
      const [open, close] = [random.pick([low, middle, high]), random.pick([low, middle, high])];
      return [
        {
          kind: 'bar',
          symbol,
          openTs,
          closeTs: openTs + HOUR_MS - 1,
          open,
          high,
          low,
          close,
          volume: String(random.int(0, 999)),
        },
      ];
    }),
  ).flat();
}

/** Calls that leave something behind: whether they happen, how often and in which order shows in state. */
const EFFECTS = `function bump(tick: Run, n: number): number {
  const s = tick.state;
  s.m = fold(s.m * 3 + fold(n) + 1);
  return s.m;
}
function turn(tick: Run, on: boolean): boolean {
  const s = tick.state;
  s.n = fold(s.n * 5 + (on ? 2 : 1));
  s.off = !s.off;
  return on !== s.off;
}
function spend(tick: Run, x: Num): Num {
  const s = tick.state;
  s.y = tame(s.y.sub(x).mul('0.75'));
  return s.y;
}
/** These assign what they are given. */
function lowered(n: number): number {
  if (n > 3) n -= 3;
  return n;
}
function shrunk(x: Num): Num {
  if (x.isFinite()) x = x.mul(HALF);
  return x.add(1);
}
const plainRow = (num: Numeric, at: number): Row =>
  ({ at, price: num(at), tag: 'green', isHot: false, inner: { a: at, b: null }, parts: [] });
const firstRow = (num: Numeric, s: State): Row => s.rows[0] ?? plainRow(num, 31);
const lastRow = (num: Numeric, s: State): Row => s.rows[s.rows.length - 1] ?? plainRow(num, 32);
`;

const TRADE = `function happened(num: Numeric, n: number, x: Num): Happening {
  if (n > 20) return { kind: 'up', by: n };
  if (n < 5) return { kind: 'none' };
  return { kind: 'down', size: x, cause: x.isNeg() ? 'red' : 'blue' };
}
function trade(tick: Run, symbol: number, x: Num, wants: boolean): void {
  const { num } = tick;
  for (const each of tick.symbols) {
    if (each !== symbol) continue;
    const held = tick.position(symbol);
    const size = positive(num, x);
    if (held.side === 'flat')
      tick.open(symbol, { side: wants ? 'long' : 'short', size, margin: size.mul(2), leverage: num(3), reason: 'go', values: [size], confidence: 'high' });
    else if (wants && held.side === 'long') tick.add(symbol, { side: 'long', size, margin: num(1), leverage: num(1), reason: 'go' });
    else if (x.isNeg()) tick.reduce(symbol, { fraction: num('0.3'), reason: 'stop' });
    else tick.close(symbol, { reason: 'stop', ...(wants ? { price: size } : {}) });
  }
}
`;

export function textOf({ functions, tick }: RandomProgram): string {
  const written = functions.map(({ head, body, last }) =>
    [
      `${head} {`,
      '  const { num } = tick;',
      '  const s = tick.state;',
      ...linesOf(body),
      `  ${last}`,
      '}',
    ].join('\n'),
  );
  return strategySource({
    fields: null,
    top: [PRELUDE, EFFECTS, TRADE, ...written].join('\n'),
    initial: STATE,
    classes: 'Pocket, Desk',
    body: linesOf(tick).join('\n'),
  });
}
