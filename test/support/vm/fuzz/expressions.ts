// Random expressions of a wanted type over what is in scope. Whole numbers stay small and numbers of the policy within a
// range, so that a program runs to its end unless a lane is wrong.
import type { SeededRandom } from '../../seeded-random.js';

export type Type =
  | 'int'
  | 'num'
  | 'flag'
  | 'text'
  | 'row'
  | 'maybeInt'
  | 'maybeNum'
  | 'maybeRow'
  | 'happening'
  | 'ints'
  | 'nums'
  | 'rows';

/** A function of the program that may be called. */
export interface Callee {
  readonly name: string;
  readonly parameters: readonly Type[];
  readonly result: Type;
}

export interface Scope {
  /** Readable names by type; `s`, `num` and `tick` are always there. */
  readonly names: ReadonlyMap<Type, readonly string[]>;
  readonly callees: readonly Callee[];
}

export const typeText: Readonly<Record<Type, string>> = {
  int: 'number',
  num: 'Num',
  flag: 'boolean',
  text: 'Color',
  row: 'Row',
  maybeInt: 'number | undefined',
  maybeNum: 'Num | null',
  maybeRow: 'Row | undefined',
  happening: 'Happening',
  ints: 'readonly number[]',
  nums: 'readonly Num[]',
  rows: 'readonly Row[]',
};

const EFFECT_CHANCE = 0.12;
const END_CHANCE = 0.02;

const NUMBERS = [
  "num('0.1')",
  "num('-2.5')",
  'num(3)',
  'num.zero',
  "num('-0')",
  "num('123456.789')",
  "num('0.00001')",
  'num(1).div(3)',
  'num(1).div(0)',
  'num(0).div(0)',
  "num('99999.99999')",
];
/** Of 1, 2, 5, 7, 16 and 20 digits. */
const TIES = [
  ...['15', '2.5', '10.5', '275', '12345.5', '-1000.05', '1234567.5', '-765.43225'],
  ...[
    '1234567890123456.5',
    '-2.0000000000000045',
    '12345678901234567890.5',
    '-0.909090909090909090905',
  ],
];
const STATE: Readonly<Record<Type, readonly string[]>> = {
  int: [
    's.n',
    's.m',
    's.xs.length',
    's.rows.length',
    's.mut.at',
    's.desk.count',
    'tick.index',
    'tick.symbolCount',
  ],
  num: [
    's.x',
    's.y',
    's.mut.price',
    's.desk.pocket.x',
    's.desk.pocket.half',
    's.desk.level',
    's.desk.pocket.mean',
    'tick.account.balance',
  ],
  flag: ['s.on', 's.off', 's.mut.on', 's.desk.isBusy', 's.desk.isOpen'],
  text: ['s.tag', 's.mut.tag', 's.desk.tag'],
  row: [],
  maybeInt: ['s.o', 's.desks[1]?.count', 's.rows[0]?.note'],
  maybeNum: ['s.ox', 's.mut.extra'],
  maybeRow: ['s.rows[0]', 's.rows[2]'],
  happening: [],
  ints: ['s.xs', '[1, 2, 3]', 'STEPS'],
  nums: ['s.ys'],
  rows: ['s.rows'],
};

/** What the generator knows. A seed that is kept gives its program only in the generation it was found in. */
export type Generation = 1 | 2;

export class Expressions {
  /** Effects within expressions, rests below zero, the ends of whole numbers, lists that grow during a tick; and more of all. */
  readonly knowsMore: boolean;

  constructor(
    private readonly random: SeededRandom,
    generation: Generation,
  ) {
    this.knowsMore = generation > 1;
  }

  of(type: Type, scope: Scope, depth: number): string {
    const names = [...(scope.names.get(type) ?? []), ...STATE[type]];
    if (names.length > 0 && this.random.chance(depth <= 0 ? 0.85 : 0.25))
      return this.random.pick(names);
    if (this.knowsMore && depth > 0 && this.random.chance(EFFECT_CHANCE)) {
      const made = this.effect(type, scope, depth - 1);
      if (made !== null) return made;
    }
    const callees = scope.callees.filter(({ result }) => result === type);
    if (callees.length > 0 && depth > 0 && this.random.chance(0.2))
      return this.call(this.random.pick(callees), scope, depth - 1);
    return this.made(type, scope, depth - 1);
  }

  /** What the second generation knows: mostly calls that change state, with what they change read before or behind them. */
  private effect(type: Type, scope: Scope, depth: number): string | null {
    const of = (wanted: Type): string => this.of(wanted, scope, depth);
    const { random } = this;
    const operator = random.pick(['+', '-']);
    if (type === 'int')
      return random.pick([
        `bump(tick, ${of('int')})`,
        `(bump(tick, ${of('int')}) ${operator} s.m)`,
        `(s.m ${operator} bump(tick, ${of('int')}))`,
        `(${of('maybeInt')} ?? bump(tick, ${of('int')}))`,
        // Odd, so that no rest is a negative zero.
        `((0 - fold(${of('int')}) * 2 - 1) % ${random.pick(['2', '4', '(0 - 6)', '10'])})`,
      ]);
    if (type === 'num')
      return random.pick([
        `spend(tick, ${of('num')})`,
        `spend(tick, ${of('num')}).sub(s.y)`,
        `s.y.sub(spend(tick, ${of('num')}))`,
        `(${of('maybeNum')} ?? spend(tick, ${of('num')}))`,
      ]);
    if (type !== 'flag') return null;
    return random.pick([
      `turn(tick, ${of('flag')})`,
      `(${of('flag')} ${random.pick(['&&', '||'])} turn(tick, ${of('flag')}))`,
      `(bump(tick, ${of('int')}) ${random.pick(['<', '>='])} s.m)`,
    ]);
  }

  call({ name, parameters }: Callee, scope: Scope, depth: number): string {
    return `${name}(tick, ${parameters.map((type) => this.of(type, scope, Math.min(depth, 1))).join(', ')})`;
  }

  private made(type: Type, scope: Scope, depth: number): string {
    switch (type) {
      case 'int':
        return this.int(scope, depth);
      case 'num':
        return this.num(scope, depth);
      case 'flag':
        return this.flag(scope, depth);
      case 'text':
        return this.text(scope, depth);
      default:
        return this.compound(type, scope, depth);
    }
  }

  private int(scope: Scope, depth: number): string {
    const { random } = this;
    const int = (): string => this.of('int', scope, depth);
    if (depth <= 0) return String(random.int(0, 9));
    if (this.knowsMore && random.chance(0.25)) return this.zero(scope, depth);
    // The last whole numbers. Beyond them lanes stop, which has tests of its own.
    if (this.knowsMore && random.chance(END_CHANCE))
      return random.chance(0.5)
        ? `(9007199254740987 + (fold(${int()}) % 5) - 9007199254740000)`
        : `(-9007199254740987 - (fold(${int()}) % 5) + 9007199254740000)`;
    return random.pick<() => string>([
      () => `(${int()} + ${int()})`,
      () => `(${int()} - ${int()})`,
      () => `(fold(${int()}) * fold(${int()}))`,
      () => `(fold(${int()}) % ${String(random.int(1, 12))})`,
      () => `Math.${random.pick(['min', 'max'])}(${int()}, ${int()})`,
      () => `Math.abs(${int()})`,
      () => `(${this.of('flag', scope, depth)} ? ${int()} : ${int()})`,
      () => `(${this.of('maybeInt', scope, depth)} ?? ${int()})`,
      () => `(${this.of('ints', scope, depth)}[fold(${int()}) % 5] ?? ${int()})`,
      () => `(s.os[fold(${int()}) % 4] ?? ${int()})`,
      () => `whole(${this.of('num', scope, depth)})`,
      () => `order(${this.of('num', scope, depth)}, ${this.of('num', scope, depth)})`,
      () => `(${this.of('maybeRow', scope, depth)}?.inner.a ?? ${int()})`,
      () => `${this.of(random.pick(['ints', 'nums', 'rows']), scope, depth)}.length`,
      () => String(random.int(-5, 1000)),
    ])();
  }

  /** What is often a zero, and in JavaScript often a negative one. */
  private zero(scope: Scope, depth: number): string {
    const { random } = this;
    const int = (): string => this.of('int', scope, depth);
    return random.pick<() => string>([
      () => `(-${int()})`,
      () => `(-fold(${int()}) % ${String(random.int(1, 4))})`,
      () => `((fold(${int()}) % 2) * -${String(random.int(0, 3))})`,
      () => `(0 * ${int()})`,
      () => `Math.${random.pick(['min', 'max'])}(-0, ${int()} * 0)`,
      () =>
        `Math.${random.pick(['round', 'ceil', 'trunc', 'floor'])}(-${random.pick(['0.2', '0.5', '0.9', '1.5'])})`,
      () => `(${int()} + 0)`,
      () => `(-${int()} - ${int()})`,
      () => `whole(${this.of('num', scope, depth)})`,
      () => `part(${this.of('num', scope, depth)})`,
    ])();
  }

  private num(scope: Scope, depth: number): string {
    const { random } = this;
    const num = (): string => this.of('num', scope, depth);
    if (depth <= 0) return random.pick(NUMBERS);
    if (this.knowsMore && random.chance(0.15)) {
      const zero = this.zero(scope, depth);
      return random.pick([
        `num(${zero})`,
        `${num()}.${random.pick(['add', 'sub', 'mul', 'div'])}(${zero})`,
      ]);
    }
    if (this.knowsMore && random.chance(0.08)) {
      const same = num();
      return random.pick([() => `${same}.sub(${same})`, () => this.tie()])();
    }
    return random.pick<() => string>([
      () => `${num()}.${random.pick(['add', 'sub', 'mul', 'div'])}(${num()})`,
      () => `${num()}.${random.pick(['add', 'sub', 'mul', 'div'])}(${num()})`,
      () => `${num()}.${random.pick(['add', 'mul', 'div'])}(${this.of('int', scope, depth)})`,
      () => `${num()}.${random.pick(['add', 'sub', 'mul'])}('${this.literal()}')`,
      () => `${num()}.${random.pick(['neg', 'abs', 'trunc'])}()`,
      () => `${num()}.abs().sqrt()`,
      () => `${random.pick(['max', 'min'])}(${num()}, ${num()})`,
      () => `clamp(${num()}, num(-2), ${num()})`,
      () => `num(${this.of('int', scope, depth)})`,
      () => `(${this.of('flag', scope, depth)} ? ${num()} : ${num()})`,
      () => `(${this.of('maybeNum', scope, depth)} ?? ${num()})`,
      () =>
        `(${this.of('nums', scope, depth)}[fold(${this.of('int', scope, depth)}) % 4] ?? ${num()})`,
      () => `(${this.of('maybeRow', scope, depth)}?.price.add(1) ?? ${num()})`,
      () => `(${this.of('maybeRow', scope, depth)}?.inner.b ?? ${num()})`,
      () =>
        `tick.bar(${random.pick(['0', 'tick.symbols[0] ?? 0'])}).${random.pick(['close', 'high', 'volume'])}`,
      () => `tame(${num()})`,
    ])();
  }

  /** Half a unit of the last place under some policy, or a little beside it. */
  private tie(): string {
    const half = this.random.pick(TIES);
    return `num('${half}').${this.random.pick(['add', 'sub'])}('${this.random.pick(['0', '2e-38'])}')`;
  }

  private literal(): string {
    const known = ['0.1', '-3', '1e-3', '12345.678901'];
    // Far below what it is added to.
    return this.random.pick(this.knowsMore ? [...known, '2e-38', '-7e-38'] : known);
  }

  private flag(scope: Scope, depth: number): string {
    const { random } = this;
    const of = (type: Type): string => this.of(type, scope, depth);
    if (depth <= 0) return random.pick(['true', 'false', 's.on']);
    if (this.knowsMore && random.chance(0.1)) {
      const sign = random.pick(['<', '<=', '>', '>=', '===', '!==']);
      const order = `${of('num')}.cmp(${of(random.pick(['num', 'int']))})`;
      const zero = `${of('num')}.mul(num('-0'))`;
      return random.pick([
        `(${order} ${sign} 0)`,
        `(0 ${sign} ${order})`,
        `(${order} === -1)`,
        `${zero}.isNeg()`,
      ]);
    }
    return random.pick<() => string>([
      () => `(${of('int')} ${random.pick(['<', '<=', '>', '>=', '===', '!=='])} ${of('int')})`,
      () => `${of('num')}.${random.pick(['eq', 'lt', 'lte', 'gt', 'gte'])}(${of('num')})`,
      () => `${of('num')}.${random.pick(['isZero', 'isNeg', 'isNaN', 'isFinite'])}()`,
      () => `(${of('flag')} && ${of('flag')})`,
      () => `(${of('flag')} || ${of('flag')})`,
      () => `!${of('flag')}`,
      () => `(${of('text')} === ${of('text')})`,
      () => `(${of('maybeInt')} ${random.pick(['===', '!=='])} ${of('int')})`,
      () => `(${of('maybeInt')} ${random.pick(['===', '!=='])} undefined)`,
      () => `(${of('maybeNum')} ${random.pick(['===', '!=='])} null)`,
      () => `(s.of ?? ${of('flag')})`,
      () => `(s.fs[fold(${of('int')}) % 4] ?? ${of('flag')})`,
      () => `(${of('maybeRow')}?.isHot ?? ${of('flag')})`,
      () => `(${of('happening')}.kind === '${random.pick(['up', 'down', 'none'])}')`,
    ])();
  }

  private text(scope: Scope, depth: number): string {
    const { random } = this;
    const color = `('${random.pick(['red', 'green', 'blue'])}' as Color)`;
    if (depth <= 0) return color;
    return random.pick<() => string>([
      () => color,
      () => `s.desk.color(${this.of('int', scope, depth)})`,
      () =>
        `(${this.of('flag', scope, depth)} ? ${this.of('text', scope, depth)} : ${this.of('text', scope, depth)})`,
      () => `(${this.of('maybeRow', scope, depth)}?.tag ?? ${this.of('text', scope, depth)})`,
    ])();
  }

  private compound(type: Type, scope: Scope, depth: number): string {
    const of = (wanted: Type): string => this.of(wanted, scope, depth);
    switch (type) {
      case 'row':
        return this.row(scope, depth);
      case 'maybeInt':
        return this.random.pick([
          `s.xs[fold(${of('int')}) % 6]`,
          's.muts[3]?.at',
          's.rows[1]?.inner.a',
        ]);
      case 'maybeNum':
        return this.random.chance(0.5)
          ? 's.ox'
          : `(s.rows[fold(${of('int')}) % 3]?.inner.b ?? s.mut.extra)`;
      case 'maybeRow':
        return `s.rows[fold(${of('int')}) % 6]`;
      case 'happening':
        return `happened(num, ${of('int')}, ${of('num')})`;
      case 'nums':
        return `[${of('num')}, ${of('num')}]`;
      case 'rows':
        return 's.rows';
      default:
        return `[${of('int')}, ${of('int')}, 3]`;
    }
  }

  row(scope: Scope, depth: number): string {
    const of = (type: Type): string => this.of(type, scope, depth);
    if (this.knowsMore && this.random.chance(0.4)) return this.spread(scope, depth);
    const note = this.random.chance(0.5) ? `, note: ${of('int')}` : '';
    const b = this.random.chance(0.3) ? 'null' : of('num');
    const parts = this.random.pick(['[]', `[${of('num')}]`, `[${of('num')}, ${of('num')}]`]);
    return `{ at: fold(${of('int')}), price: clean(num, ${of('num')}), tag: ${of('text')}, isHot: ${of('flag')}${note}, inner: { a: ${of('int')}, b: ${b} }, parts: ${parts} }`;
  }

  /** Of other records; and what state holds, before later fields change it. */
  private spread(scope: Scope, depth: number): string {
    const of = (type: Type): string => this.of(type, scope, depth);
    const inner = this.random.pick([
      '{ ...firstRow(num, s).inner, ...lastRow(num, s).inner }',
      '{ ...lastRow(num, s).inner, ...firstRow(num, s).inner }',
      `{ ...lastRow(num, s).inner, a: ${of('int')} }`,
      `{ ...firstRow(num, s).inner, b: ${of('num')} }`,
      `{ a: s.m, b: s.y }`,
    ]);
    const row = this.random.pick(['firstRow(num, s)', 'lastRow(num, s)']);
    return this.random.pick([
      `{ ...${row}, at: fold(${of('int')}), inner: ${inner} }`,
      `{ ...${row}, price: clean(num, ${of('num')}), isHot: ${of('flag')} }`,
      `{ at: s.m, price: num('1.25'), tag: s.tag, isHot: s.on, inner: ${inner}, parts: [spend(tick, ${of('num')}), num(bump(tick, ${of('int')}))] }`,
    ]);
  }
}
