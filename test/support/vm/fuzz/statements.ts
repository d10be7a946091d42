// Random statements: locals, assignments to state, loops, jumps, switches, calls of the tick. What they leave in state is
// bounded, because a lane's room is.
import type { SeededRandom } from '../../seeded-random.js';
import {
  Expressions,
  typeText,
  type Callee,
  type Generation,
  type Scope,
  type Type,
} from './expressions.js';
import { edge, hardStatement, type Maker } from './hard-statements.js';
import { leaf, type Piece } from './piece.js';

interface Place extends Scope {
  readonly assignable: ReadonlyMap<Type, readonly string[]>;
  readonly inLoop: boolean;
  /** What `return` gives, or nothing. */
  readonly result: Type | null;
}

const LOCAL_TYPES = [
  'int',
  'num',
  'flag',
  'text',
  'maybeInt',
  'maybeNum',
  'maybeRow',
  'row',
  'happening',
  'nums',
  'ints',
] as const;
const DEPTH = 3;
/** Most of what a program costs is not its length. */
const MORE = 2;

export class Statements implements Maker {
  readonly expressions: Expressions;
  private nextName = 0;

  constructor(
    readonly random: SeededRandom,
    generation: Generation,
  ) {
    this.expressions = new Expressions(random, generation);
  }

  /** The body of a function, or of `onTick`. */
  body(
    names: ReadonlyMap<Type, readonly string[]>,
    callees: readonly Callee[],
    result: Type | null,
  ): readonly Piece[] {
    const { knowsMore } = this.expressions;
    // A function may assign its parameters, which are variables of its own.
    const assignable = knowsMore ? names : new Map<Type, readonly string[]>();
    const place: Place = { names, callees, assignable, inLoop: false, result };
    const more = knowsMore ? MORE : 1;
    const [least, most] = result === null ? [6, 16] : [2, 5];
    return this.block(place, this.random.int(least * more, most * more), 2);
  }

  private block(outer: Place, count: number, depth: number): readonly Piece[] {
    let place = outer;
    const pieces: Piece[] = [];
    for (let i = 0; i < count; i += 1) {
      if (this.expressions.knowsMore && this.random.chance(0.04)) {
        const grown = this.grown(place);
        pieces.push(...grown.pieces);
        place = grown.place;
      } else if (this.random.chance(0.25)) {
        const declared = this.declaration(place);
        pieces.push(declared.piece);
        place = declared.place;
      } else pieces.push(...this.statement(place, depth));
    }
    return pieces;
  }

  of(type: Type, place: Scope): string {
    return this.expressions.of(type, place, this.random.int(1, DEPTH));
  }

  row(place: Scope): string {
    return this.expressions.row(place, 1);
  }

  fresh(): string {
    this.nextName += 1;
    return `v${String(this.nextName)}`;
  }

  private declaration(place: Place): { readonly piece: Piece; readonly place: Place } {
    const type = this.random.pick(LOCAL_TYPES);
    const name = this.fresh();
    const isLet = this.random.chance(0.5) && type !== 'nums' && type !== 'ints';
    const value = this.of(type, place);
    const piece = leaf(`${isLet ? 'let' : 'const'} ${name}: ${typeText[type]} = ${value};`);
    const names = withName(place.names, type, name);
    const assignable = isLet ? withName(place.assignable, type, name) : place.assignable;
    return { piece, place: { ...place, names, assignable } };
  }

  /** A list that is made during a tick, and may have to move when it outgrows its room. */
  private grown(place: Place): { readonly pieces: readonly Piece[]; readonly place: Place } {
    const type = this.random.pick(['ints', 'nums'] as const);
    const [name, at] = [this.fresh(), this.fresh()];
    const [element, value] = type === 'ints' ? ['number', 'int' as const] : ['Num', 'num' as const];
    const inner: Place = { ...place, names: withName(place.names, 'int', at) };
    const open = `for (let ${at} = 0; ${at} < ${String(this.random.int(0, 20))}; ${at} += 1)`;
    const body = [leaf(`${name}.push(${this.of(value, inner)});`)];
    const each = type === 'ints' ? 's.m = fold(s.m * 3 + E);' : 's.x = tame(s.x.mul(HALF).add(E));';
    const read = leaf(each.replace('E', at));
    const pieces = [
      leaf(`const ${name}: ${element}[] = [];`),
      { open, body },
      { open: `for (const ${at} of ${name})`, body: [read] },
    ];
    return { pieces, place: { ...place, names: withName(place.names, type, name) } };
  }

  private statement(place: Place, depth: number): readonly Piece[] {
    const { random } = this;
    const nested = depth > 0 && random.chance(0.35);
    if (nested) return [this.nested(place, depth - 1)];
    if (place.inLoop && random.chance(0.12))
      return [
        {
          open: `if (${this.of('flag', place)})`,
          body: [leaf(random.pick(['break;', 'continue;']))],
        },
      ];
    if (random.chance(0.06)) {
      const value = place.result === null ? '' : ` ${this.of(place.result, place)}`;
      return [{ open: `if (${this.of('flag', place)})`, body: [leaf(`return${value};`)] }];
    }
    const locals = [...place.assignable].filter(([, names]) => names.length > 0);
    if (locals.length > 0 && random.chance(0.3)) {
      const [type, names] = random.pick(locals);
      return [leaf(`${random.pick(names)} = ${this.of(type, place)};`)];
    }
    if (this.expressions.knowsMore && random.chance(0.2)) return [hardStatement(this, place)];
    return random.chance(0.25) ? [this.tickCall(place)] : [this.stateChange(place)];
  }

  private nested(place: Place, depth: number): Piece {
    const { random } = this;
    const inner = (scope: Place): readonly Piece[] => this.block(scope, random.int(1, 4), depth);
    const loop = (name: string, type: Type): Place => ({
      ...place,
      names: withName(place.names, type, name),
      inLoop: true,
    });
    const name = this.fresh();
    switch (random.int(0, 7)) {
      case 0:
      case 1:
        return { open: `if (${this.of('flag', place)})`, body: inner(place) };
      case 2:
        return {
          open: `if (${this.of('flag', place)})`,
          body: inner(place),
          otherwise: inner(place),
        };
      case 3: {
        const open = `for (let ${name} = 0; ${name} < ${String(random.int(1, 6))}; ${name} += 1)`;
        return { open, body: inner(this.indexed(loop(name, 'int'), name)) };
      }
      case 4: {
        const type = random.pick(['int', 'num', 'row'] as const);
        const list = { int: 'ints', num: 'nums', row: 'rows' } as const;
        return {
          open: `for (const ${name} of ${this.of(list[type], place)})`,
          body: inner(loop(name, type)),
        };
      }
      case 5: {
        const open = `for (const ${name} of s.muts)`;
        const body = [
          leaf(`${name}.${this.fieldChange(place)}`),
          ...inner({ ...place, inLoop: true }),
        ];
        return { open, body };
      }
      case 6:
        return { open: `switch (${this.of('text', place)})`, body: this.clauses(place, depth) };
      default:
        return this.narrowed(place, depth);
    }
  }

  /** Elements by the number of the round, which are there in some rounds only. */
  private indexed(place: Place, name: string): Place {
    if (!this.expressions.knowsMore) return place;
    const withInt = withName(place.names, 'maybeInt', `s.xs[${name} + ${name}]`);
    return { ...place, names: withName(withInt, 'maybeRow', `s.rows[${name} * 2 + 1]`) };
  }

  private clauses(place: Place, depth: number): readonly Piece[] {
    const inner = (): readonly Piece[] =>
      this.block({ ...place, inLoop: false }, this.random.int(1, 2), depth);
    const clause = (label: string): Piece => {
      const end = this.random.chance(0.7) ? [leaf('break;')] : [];
      return { open: `${label}:`, body: [...inner(), ...end] };
    };
    const colors = ['red', 'green', 'blue'].filter(() => this.random.chance(0.75));
    const last = this.random.chance(0.5) ? [clause('default')] : [];
    return [...colors.map((color) => clause(`case '${color}'`)), ...last];
  }

  /** A value that is asked for its kind, or whether it is there. */
  private narrowed(place: Place, depth: number): Piece {
    const name = this.fresh();
    const [type, test, read, as] = this.random.pick([
      ['happening', "if (K.kind === 'up')", 'K.by', 'int'],
      ['happening', "if (K.kind === 'down')", 'K.size', 'num'],
      ['maybeRow', 'if (K !== undefined)', 'K.price', 'num'],
      ['maybeInt', 'if (K !== undefined)', 'K', 'int'],
      ['maybeNum', 'if (K !== null)', 'K', 'num'],
    ] as const);
    const inner = { ...place, names: withName(place.names, as, read.replace('K', name)) };
    return {
      open: 'if (true)',
      body: [
        leaf(`const ${name}: ${typeText[type]} = ${this.of(type, place)};`),
        { open: test.replace('K', name), body: this.block(inner, this.random.int(1, 3), depth) },
      ],
    };
  }

  private fieldChange(place: Place): string {
    const of = (type: Type): string => this.of(type, place);
    return this.random.pick<() => string>([
      () => `at = fold(${of('int')});`,
      () => `at += ${String(this.random.int(0, 3))};`,
      () => `price = tame(${of('num')});`,
      () => `on = ${of('flag')};`,
      () => `tag = ${of('text')};`,
      () => `note = ${of('maybeInt')} ?? null;`,
      () => `note = null;`,
      () => `extra = ${of('maybeNum')} === null ? null : tame(${of('num')});`,
    ])();
  }

  private stateChange(place: Place): Piece {
    const of = (type: Type): string => this.of(type, place);
    const { random } = this;
    const at = (size: number): string => `fold(${of('int')}) % ${String(size)}`;
    if (this.expressions.knowsMore && random.chance(0.25)) return edge(this, place);
    return random.pick<() => Piece>([
      () => leaf(`s.${random.pick(['n', 'm'])} = fold(${of('int')});`),
      () => leaf(`s.n = fold(s.n + ${of('int')});`),
      () => leaf(`s.${random.pick(['x', 'y'])} = tame(${of('num')});`),
      () => leaf(`s.${random.pick(['on', 'off'])} = ${of('flag')};`),
      () => leaf(`s.tag = ${of('text')};`),
      () => leaf(`s.mut.${this.fieldChange(place)}`),
      () => leaf(`s.ox = ${random.pick(['null', `tame(${of('num')})`])};`),
      () => leaf(`s.of = ${random.pick(['null', of('flag')])};`),
      () => leaf(`s.o = fold(${of('int')});`),
      () => ({ open: 'if (s.xs.length < 15)', body: [leaf(`s.xs.push(fold(${of('int')}));`)] }),
      () => ({ open: 'if (s.ys.length < 15)', body: [leaf(`s.ys.push(tame(${of('num')}));`)] }),
      () => ({
        open: 'if (s.rows.length < 14)',
        body: [leaf(`s.rows.push(${this.row(place)});`)],
      }),
      () => ({ open: 'if (s.rows.length < 14)', body: [leaf(`s.rows.push(${of('row')});`)] }),
      () => ({
        open: 'if (s.rows.length > 2)',
        body: [leaf(`s.rows[${at(3)}] = ${this.row(place)};`)],
      }),
      () => leaf(`s.rows.sort(${random.pick(['byAt', 'byAtDown', 'byPrice'])});`),
      () => ({ open: 'if (s.rows.length > 8)', body: [leaf(`s.rows.length = ${at(8)};`)] }),
      () => ({ open: 'if (s.xs.length > 8)', body: [leaf(`s.xs.length = ${at(8)};`)] }),
      () => ({ open: 'if (s.ys.length > 8)', body: [leaf(`s.ys.length = ${at(8)};`)] }),
      () => ({
        open: 'if (s.xs.length > 1)',
        body: [
          leaf(`s.xs[${at(2)}] ${random.pick(['=', '+='])} ${String(random.int(0, 9))};`),
          leaf('s.xs[0] = fold(s.xs[0] ?? 0);'),
        ],
      }),
      () => leaf(`s.os[${at(3)}] = ${random.pick(['null', `fold(${of('int')})`])};`),
      () => leaf(`s.fs[${at(3)}] = ${of('flag')};`),
      () => ({
        open: 'if ((s.grid[1]?.length ?? 16) < 10)',
        body: [leaf(`s.grid[1]?.push(tame(${of('num')}));`)],
      }),
      () => leaf(`s.desk.feed(num, ${of('num')});`),
      () => leaf(`s.desks[${at(3)}]?.feed(num, ${of('num')});`),
      () => leaf(`s.desk.tag = s.desk.color(${of('int')});`),
      () => leaf(`s.desk.isOpen = ${of('flag')};`),
      () => leaf(`s.desk.pocket.put(${of('num')});`),
    ])();
  }

  private tickCall(place: Place): Piece {
    const of = (type: Type): string => this.of(type, place);
    const { random } = this;
    const symbol = random.pick(['0', '1', 'tick.symbols[0] ?? 0']);
    const name = random.pick(["'low'", "'high'"]);
    const comparator = random.pick(["'>'", "'>='", "'<'", "'<='", "'=='", "'!='"]);
    return random.pick<() => Piece>([
      () =>
        leaf(
          `tick.observe(${symbol}, '${random.pick(['a', 'b', 'c'])}', clean(num, ${of('num')}));`,
        ),
      () => leaf(`tick.observe(${symbol}, '${random.pick(['d', 'e'])}', ${of('flag')});`),
      () =>
        leaf(
          `s.on = tick.gate(${symbol}, ${name}, clean(num, ${of('num')}), ${comparator}, clean(num, ${of('num')}));`,
        ),
      () =>
        leaf(
          `s.off = tick.trigger(${symbol}, ${name}, clean(num, ${of('num')}), ${comparator}, ${String(random.int(-2, 9))});`,
        ),
      () =>
        leaf(
          `s.on = tick.verdict(${symbol}, ${name}, ${of('flag')}, clean(num, ${of('num')}), '0.25');`,
        ),
      () => leaf(`trade(tick, ${symbol}, ${of('num')}, ${of('flag')});`),
      () => leaf(`trade(tick, ${symbol}, ${of('num')}, ${of('flag')});`),
      () => leaf(`tick.hold(${symbol}, 'stop');`),
      () => leaf(`tick.block(${symbol}, ${random.pick(["'long'", "'short'"])}, 'go');`),
    ])();
  }
}

function withName(
  names: ReadonlyMap<Type, readonly string[]>,
  type: Type,
  name: string,
): ReadonlyMap<Type, readonly string[]> {
  return new Map([...names, [type, [...(names.get(type) ?? []), name]]]);
}
