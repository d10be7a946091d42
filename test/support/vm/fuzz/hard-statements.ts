// Statements of the second generation: what compilers and lanes get wrong more easily than the rest. Orders of effects,
// rounds of a loop that miss what the one before had, parameters that are assigned, lists longer by an index.
import type { SeededRandom } from '../../seeded-random.js';
import { typeText, type Scope, type Type } from './expressions.js';
import { leaf, type Piece } from './piece.js';

/** What statements are made from. */
export interface Maker {
  readonly random: SeededRandom;
  of(type: Type, scope: Scope): string;
  row(scope: Scope): string;
  /** A name of its own. */
  fresh(): string;
}

export const hardStatement = (maker: Maker, scope: Scope): Piece =>
  maker.random.pick([ordered, walked, passed])(maker, scope);

/** An assignment whose place, or what it adds to, is changed while its value is computed. */
function ordered(maker: Maker, scope: Scope): Piece {
  const { random } = maker;
  const bump = `bump(tick, ${maker.of('int', scope)})`;
  const at = `fold(${random.pick(['s.m', bump])}) % 3`;
  return random.pick<() => Piece>([
    () => leaf(`s.os[${at}] = fold(${bump});`),
    () => leaf(`s.fs[${at}] = ${bump} > s.m * 2 || turn(tick, s.on);`),
    () => ({
      open: 'if (s.xs.length > 2)',
      body: [leaf(`s.xs[${at}] += ${bump};`), leaf(`s.xs[0] = fold(s.xs[0] ?? 0);`)],
    }),
    () => ({
      open: 'if (s.m >= 0)',
      body: [leaf(`s.m ${random.pick(['+=', '-='])} ${bump};`), leaf('s.m = fold(s.m);')],
    }),
  ])();
}

/** Elements from the first to beyond the last, so that a round misses what the one before it had. */
function walked(maker: Maker, scope: Scope): Piece {
  const { random } = maker;
  const i = maker.fresh();
  const ints = [...(scope.names.get('ints') ?? []), 's.xs', 's.os'];
  const nums = [...(scope.names.get('nums') ?? []), 's.ys'];
  const int = random.pick([
    `${random.pick(ints)}[${i}]`,
    `s.muts[${i}]?.at`,
    `s.rows[${i}]?.inner.a`,
    `s.rows[${i} % 5]?.note`,
  ]);
  const num = random.pick([
    `${random.pick(nums)}[${i}]`,
    `s.muts[${i}]?.price`,
    `s.rows[${i}]?.price`,
    `s.rows[${i}]?.inner.b`,
  ]);
  const change = random.pick([
    `s.m = fold(s.m * 5 + (${int} ?? ${maker.of('int', scope)}));`,
    `s.y = tame(s.y.mul(3).add(${num} ?? ${maker.of('num', scope)}));`,
  ]);
  return {
    open: `for (let ${i} = 0; ${i} < ${String(random.int(3, 18))}; ${i} += 1)`,
    body: [leaf(change)],
  };
}

/** A value read again behind a call that was given it. */
function passed(maker: Maker, scope: Scope): Piece {
  const name = maker.fresh();
  const [type, change] = maker.random.pick([
    ['int', 's.m = fold(lowered(K) * 3 + K);'],
    ['int', 's.n = fold(K * lowered(K) + K);'],
    ['num', 's.y = tame(shrunk(K).sub(K));'],
  ] as const);
  return {
    open: 'if (true)',
    body: [
      leaf(`const ${name}: ${typeText[type]} = ${maker.of(type, scope)};`),
      leaf(change.replaceAll('K', name)),
    ],
  };
}

/** Lists that are longer by an index, zeros of both signs kept in state, lists shared with records in state. */
export function edge(maker: Maker, scope: Scope): Piece {
  const of = (type: Type): string => maker.of(type, scope);
  const { random } = maker;
  // What is added is known before the index, since computing it may change the list.
  const appended = (list: string, type: string, item: string): Piece => {
    const name = maker.fresh();
    const added = leaf(`${list}[${list}.length] = ${name};`);
    return {
      open: 'if (true)',
      body: [
        leaf(`const ${name}: ${type} = ${item};`),
        { open: `if (${list}.length < 15)`, body: [added] },
      ],
    };
  };
  const small = (): string => `(-fold(${of('int')}) % ${String(random.int(1, 3))})`;
  return random.pick<() => Piece>([
    () => appended('s.xs', 'number', small()),
    () => appended('s.ys', 'Num', `tame(${of('num')})`),
    () => appended('s.rows', 'Row', maker.row(scope)),
    () => leaf(`s.${random.pick(['n', 'm'])} = ${small()};`),
    () => leaf(`s.o = ${small()};`),
    () => leaf(`s.os[${String(random.int(0, 2))}] = ${small()};`),
    () => leaf(`s.mut.at = ${small()} * ${small()};`),
    () => leaf(`tick.observe(0, '${random.pick(['a', 'b', 'c'])}', num(${small()}));`),
    () => {
      const name = maker.fresh();
      const body = [
        leaf(`const ${name}: Num[] = [num(${small()})];`),
        leaf(`for (let i = 0; i < 3; i += 1) ${name}[${name}.length] = clean(num, ${of('num')});`),
        leaf(`s.ys[0] = ${name}[${String(random.int(0, 3))}] ?? num.zero;`),
        {
          open: 'if (s.rows.length < 14)',
          body: [
            leaf(
              `s.rows.push({ at: 1, price: num.zero, tag: 'red', isHot: true, inner: { a: ${small()}, b: null }, parts: ${name} });`,
            ),
          ],
        },
      ];
      return { open: 'if (true)', body };
    },
  ])();
}
