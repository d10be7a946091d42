// Programs of values: records, unions, text, what may be missing, the order in which things are computed.
import { type Row, COLOR, DESK, ROW, SHAPE, logged } from './parts.js';

export const VALUES: readonly Row[] = [
  [
    'fractions that are written and rounded',
    logged(
      's.log.push(Math.floor(2.5)); s.log.push(Math.floor(-2.5)); s.log.push(Math.round(-2.5)); s.log.push(Math.ceil(0.2)); s.log.push(Math.trunc(-0.7)); s.log.push(Math.floor(7.9) === 7 ? 1 : 0); s.x = num(Math.round(-0.2)).add(num(Math.floor(-1.5)));',
      { fields: 'x: Num;', initial: 'x: num.zero' },
    ),
  ],
  [
    'the order of values, asked of what may be no number',
    logged(
      `let n = 1; for (const x of s.xs) for (const y of s.xs) {
  n = mix(n, x.cmp(y) > 0); n = mix(n, x.cmp(y) >= 0); n = mix(n, x.cmp(y) < 0); n = mix(n, x.cmp(y) <= 0);
  n = mix(n, x.cmp(y) === 0); n = mix(n, x.cmp(y) !== 0); n = mix(n, 0 > x.cmp(y)); n = mix(n, 0 === x.cmp(y));
  n = mix(n, (x.cmp(y)) === 1); n = mix(n, x.cmp(y) === -1); n = mix(n, 1 !== x.cmp(y)); n = mix(n, !(x.cmp(y) > 0));
  n = mix(n, x.cmp(2) < 0); n = mix(n, x.cmp('0.5') > 0); if (x.cmp(y) < 0 && n > 40) n += 3;
  s.log.push(n);
}`,
      {
        top: 'const mix = (n: number, holds: boolean): number => (n * 2 + (holds ? 1 : 0)) % 1000003;',
        fields: 'xs: Num[];',
        initial: "xs: [num(1), num(2), num(0).div(0), num('-0'), num(0)]",
      },
    ),
  ],
  [
    'optional fields: there and not',
    {
      top: 'interface Held { o?: number; f: boolean | null; x: Num | null; }',
      fields: 'held: Held; log: number[];',
      initial: '{ held: { f: null, x: null }, log: [] }',
      body: 's.log.length = 0; s.log.push(s.held.o ?? -1); s.log.push(s.held.f ? 4 : 5); s.log.push(s.held.f === null ? 1 : s.held.f ? 2 : 3); s.log.push(s.held.x === null ? 0 : 1); if (tick.index === 1) { s.held.o = 5; s.held.f = false; s.held.x = num(3); } if (tick.index === 2) { s.held.f = true; } if (tick.index === 3) { s.held.f = null; s.held.x = null; }',
    },
  ],
  [
    'an optional value beside one that is there',
    {
      fields: 'o?: number; p: number | null; n: number;',
      initial: '{ p: null, n: 0 }',
      body: 's.n = (s.o === 5 ? 1 : 0) + (5 === s.o ? 2 : 0) + (s.p !== 5 ? 4 : 0) + (s.o !== undefined ? 8 : 0) + (s.p === null ? 16 : 0); s.o = 4 + tick.index; s.p = tick.index === 2 ? null : 5;',
    },
  ],
  [
    'two values that may be missing',
    {
      fields: 'o?: number; l: number[]; n: number; p: number | null; q: number | null;',
      initial: '{ l: [4, 5], n: 0, p: null, q: null }',
      body: 's.n = (s.o === s.l[0] ? 1 : 0) + (s.o === s.l[9] ? 2 : 0) + (s.l[1] !== s.l[tick.index] ? 4 : 0) + (s.p === s.q ? 8 : 0); s.o = 3 + tick.index; s.p = tick.index === 1 ? 5 : null; s.q = tick.index === 1 ? 5 : 6;',
    },
  ],
  [
    'a narrowed value that a function takes away again',
    {
      top: 'function drop(s: State): void { s.p = null; }',
      fields: 'p: number | null; n: number;',
      initial: '{ p: 1, n: 0 }',
      body: 's.p = 7; if (s.p !== null) { drop(s); s.n = s.p ?? 3; if (s.p === 7) s.n += 100; }',
    },
  ],
  [
    'a chain whose beginning is missing',
    {
      top: 'interface A { readonly b?: B } interface B { readonly c: C } interface C { readonly n: number; readonly x: Num; readonly on: boolean }',
      fields: 'a: A; b: A; n: number; x: Num; on: boolean;',
      initial:
        '{ a: {}, b: { b: { c: { n: 4, x: num(3), on: true } } }, n: 0, x: num.zero, on: false }',
      body: 's.n = (s.a.b?.c.n ?? 7) * 100 + (s.b.b?.c.n ?? 7); s.x = (s.a.b?.c.x.add(1) ?? num(9)).add(s.b.b?.c.x.add(1) ?? 5); s.on = s.b.b?.c.on === true && s.a.b?.c.on !== true;',
    },
  ],
  [
    'calls, getters and elements of what is missing',
    {
      top: DESK,
      classes: 'Desk, Pocket',
      fields: 'd: Desk | null; e: Desk | null; l: number[] | null; n: number;',
      initial: '{ d: null, e: new Desk(num), l: null, n: 0 }',
      body: 's.d?.feed(num(1)); s.e?.feed(num(tick.index)); s.n = (s.d?.pocket.add(1) ?? 7) + (s.e?.pocket.add(1) ?? 7) * 10 + (s.d?.pocket.isFull === true ? 100 : 0) + (s.l?.[0] ?? 1000) + (s.l?.length ?? 5000); const x = s.d?.sum; if (x !== undefined) s.n = 0;',
    },
  ],
  [
    'the object and the index before the value',
    {
      top: 'function next(s: State): number { s.i += 1; return s.i; }\nfunction grow(s: State): number { s.l.push(1); s.i += 2; return s.l.length; }',
      fields: 'l: number[]; i: number',
      initial: '{ l: [0, 0, 0, 0], i: 0 }',
      body: 's.i = 0; s.l[s.i] = next(s); s.l[s.i] = (s.l[s.i] ?? 0) + next(s); s.i = 0; s.l[s.i] += grow(s); s.l[next(s)] *= 2;',
    },
  ],
  [
    'fields of a record in the order they are written',
    logged(
      'const r = { a: next(s), b: next(s), c: s.log.length }; s.log.push(r.a * 100 + r.b * 10 + r.c); const t = { c: s.log.length, b: next(s) }; s.log.push(t.c * 10 + t.b);',
      { top: 'function next(s: State): number { s.log.push(0); return s.log.length; }' },
    ),
  ],
  [
    'arguments in their order',
    logged('s.log.push(three(next(s), next(s), s.log.length));', {
      top: 'function next(s: State): number { s.log.push(0); return s.log.length; }\nconst three = (a: number, b: number, c: number): number => a * 100 + b * 10 + c;',
    }),
  ],
  [
    'a variable given away, then changed',
    logged(
      'let i = 1; const r = { i, j: i + 1 }; const list = [i, i]; i = 9; s.log.push(r.i); s.log.push(r.j); s.log.push(list[1] ?? 0); s.log.push(i);',
    ),
  ],
  [
    'a number of state read, then changed',
    {
      fields: 'x: Num; y: Num;',
      initial: '{ x: num(1), y: num(2) }',
      body: 'const before = s.x; const o = { b: s.x }; s.x = s.x.add(1); s.y = before.mul(10).add(o.b).add(s.x.mul(100));',
    },
  ],
  [
    'unions told apart by a literal field',
    {
      top: SHAPE,
      fields: 'n: number; x: Num;',
      initial: '{ n: 0, x: num.zero }',
      body: 'const it = shape(num, tick.index); switch (it.kind) { case "dot": s.n = 1; break; case "line": s.n = it.length; break; case "box": s.n = it.length * 10; s.x = it.side; } if (it.kind !== "dot") s.n += it.length; if (it.kind === "box" && it.side.gt(0)) s.x = s.x.add(it.side);',
    },
  ],
  [
    'a union with null in one of its records',
    {
      top: "type U = { readonly kind: 'a'; readonly v: Num } | { readonly kind: 'b'; readonly v: Num | null };\nconst made = (n: number, x: Num): U => (n % 2 === 0 ? { kind: 'a', v: x } : { kind: 'b', v: n === 1 ? null : x });",
      fields: 'n: number;',
      initial: '{ n: 0 }',
      body: "const u = made(tick.index, num(2)); s.n = u.kind === 'b' && u.v === null ? 1 : u.v === null ? 2 : u.v.gt(1) ? 3 : 4;",
    },
  ],
  [
    'text literals, empty text among them',
    {
      top: "type W = '' | 'a' | 'b';\nconst w = (n: number): W => (n % 3 === 0 ? '' : n % 3 === 1 ? 'a' : 'b');",
      fields: 'w: W; v: W | null; n: number;',
      initial: "{ w: '', v: null, n: 0 }",
      body: "s.n = (s.w === '' ? 1 : 0) + (s.v === null ? 2 : 0) + (s.v === '' ? 4 : 0) + (s.w === s.v ? 8 : 0); s.w = w(tick.index); s.v = tick.index === 2 ? null : w(tick.index + 1);",
    },
  ],
  [
    'a table by a literal name',
    logged('for (let i = 0; i < 4; i += 1) s.log.push(TABLE[color(i)]);', {
      top: `${COLOR}\nconst TABLE = { red: 5, green: 7, blue: 11, none: 13 } as const;`,
    }),
  ],
  [
    'constants of the file',
    logged(
      'for (const n of STEPS) s.log.push(n * FACTOR); s.log.push(LIMITS.high - LIMITS.low); s.log.push(STEPS[2] ?? 0);',
      {
        top: 'const FACTOR = 3;\nconst STEPS = [1, 5, 9] as const;\nconst LIMITS = { low: 2, high: 40 } as const;',
      },
    ),
  ],
  [
    'taking apart',
    logged(
      'const { at, inner } = row(num, 3, 4); const { a: twice } = inner; s.log.push(at); s.log.push(twice); for (const { n } of [row(num, 1, 8), row(num, 2, 9)]) s.log.push(n);',
      { top: ROW },
    ),
  ],
  [
    'spreading a record',
    logged(
      'const a = row(num, 1, 3); const b: Row = { ...a, n: 9 }; s.log.push(b.at * 10 + b.n); s.log.push(b.inner.a); s.log.push(b.note ?? 77);',
      { top: ROW },
    ),
  ],
  [
    'a field that is spread by choice',
    {
      body: "const wants = tick.index % 2 === 0; if (tick.position(0).side === 'flat') tick.open(0, { side: 'long', size: num(1), margin: num(1), leverage: num(1), reason: 'go', ...(wants ? { price: num(50) } : {}) }); else tick.close(0, { reason: 'stop', ...(wants ? { price: num(60) } : {}) });",
    },
  ],
  [
    'fewer fields are a copy',
    logged('s.log.push(use(row(num, 4, 5)));', {
      top: `${ROW}\ninterface Less { readonly at: number; readonly inner: Inner }\nconst use = (less: Less): number => less.at + less.inner.a;`,
    }),
  ],
  [
    'Pick and Omit of a readonly record',
    logged('s.log.push(use(row(num, 4, 5)) + other(row(num, 1, 2)));', {
      top: `${ROW}\nconst use = (less: Pick<Row, 'at'>): number => less.at;\nconst other = (less: Omit<Row, 'inner' | 'note'>): number => less.n;`,
    }),
  ],
  [
    'casts that widen',
    logged(
      "const c = 'red' as Color; s.log.push(c === color(0) ? 1 : 0); const n = (s.log[0] as number) + 1; s.log.push(n); s.log.push(s.log[1]!);",
      { top: COLOR },
    ),
  ],
  [
    'a record whose type refers to itself, not followed',
    {
      top: 'interface Node { readonly next: Node | null; readonly n: number }',
      fields: 'node: Node; n: number;',
      initial: '{ node: { next: { next: null, n: 2 }, n: 1 }, n: 0 }',
      body: 's.n += s.node.n;',
    },
  ],
  [
    'parameters that may be left out',
    {
      top: 'function f(a: number, b?: number, c?: Num): number { return a + (b ?? 10) + (c === undefined ? 100 : 0); }',
      fields: 'n: number',
      initial: '{ n: 0 }',
      body: 's.n = f(1) + f(1, 2) + f(1, 2, num(3)) + f(1, undefined);',
    },
  ],
  [
    'a number given to a function that changes where it lay',
    {
      top: 'function f(a: Num, s: State): Num { s.x = s.x.add(1); return a.add(s.x); }',
      fields: 'x: Num',
      initial: '{ x: num(1) }',
      body: 's.x = f(s.x, s); const y = s.x; s.x = f(y, s).add(y);',
    },
  ],
  [
    'numbers in variables of loops',
    {
      top: 'function f(n: number, x: Num): Num { let a = x; for (let i = 0; i < n; i += 1) { const b = a; a = a.add(b); if (i === 2) return b; } return a; }',
      fields: 'x: Num',
      initial: '{ x: num(1) }',
      body: 's.x = f(tick.index, s.x).add(f(5, s.x));',
    },
  ],
  [
    'a variable that may be null, over rounds',
    {
      fields: 'x: Num | null; n: number',
      initial: '{ x: null, n: 0 }',
      body: 'let m: Num | null = null; for (let i = 0; i < 3; i += 1) { const before = m; m = before === null ? num(i + 1) : before.add(i); if (before !== null && m.gt(before)) s.n += 1; } s.x = m;',
    },
  ],
  [
    'literals as numbers: -0, fractions, exponents, by choice',
    {
      fields: 'x: Num; y: Num; z: Num',
      initial: '{ x: num.zero, y: num.zero, z: num.zero }',
      body: "s.x = num(-0); s.y = s.y.add(0.25).sub(1e-7).mul(1.5e3).add(tick.bar(0).close.mul(-0)); s.z = s.z.add(tick.index > 1 ? '0.5' : '2').add(-3);",
    },
  ],
  [
    'no number',
    {
      fields: 'x: Num; n: number',
      initial: '{ x: num(1), n: 0 }',
      body: 's.x = num(0).div(0).neg(); s.n = (s.x.eq(s.x) ? 1 : 2) + (s.x.lte(1) ? 4 : 8) + (s.x.isNeg() ? 16 : 32) + (num(1).gt(s.x) ? 64 : 128);',
    },
  ],
];
