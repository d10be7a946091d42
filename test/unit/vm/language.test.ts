// Small portable programs, run in the reference and the fast lane side by side: what JavaScript does with each form is what
// the lanes do. Traps and limits have a table of their own (traps.test.ts).
import assert from 'node:assert/strict';
import {
  LaneBench,
  outcomeOf,
  strategySource,
  type LaneProgram,
} from '../../support/vm/lane-program.js';

const LOG = 'log: number[];';
/** Room for many numbers: a list keeps what it had room for at the start. */
const LOG_START = `log: [${Array.from({ length: 64 }, () => '0').join(', ')}]`;
const CLEAR = 's.log.length = 0;\n';

const logged = (body: string, more: Partial<LaneProgram> = {}): LaneProgram => ({
  ...more,
  fields: `${LOG} ${more.fields ?? ''}`,
  initial: `{ ${LOG_START}, ${more.initial ?? ''} }`,
  body: CLEAR + body,
});

const COLOR = `type Color = 'red' | 'green' | 'blue' | 'none';
function color(n: number): Color {
  switch (n % 4) {
    case 0: return 'red';
    case 1: return 'green';
    case 2: return 'blue';
    default: return 'none';
  }
}`;
const ROW = `interface Row { readonly at: number; readonly n: number; readonly inner: Inner; readonly note?: number }
interface Inner { readonly a: number; readonly x: Num | null }
const byAt = (a: Row, b: Row): number => a.at - b.at;
const row = (num: Numeric, at: number, n: number): Row => ({ at, n, inner: { a: at * 2, x: n % 2 === 0 ? null : num(n) } });`;
const SHAPE = `type Shape =
  | { readonly kind: 'dot' }
  | { readonly kind: 'line'; readonly length: number }
  | { readonly kind: 'box'; readonly length: number; readonly side: Num };
function shape(num: Numeric, n: number): Shape {
  if (n === 0) return { kind: 'dot' };
  return n === 1 ? { kind: 'line', length: 4 } : { kind: 'box', length: n, side: num(n).div(3) };
}`;
const DESK = `class Pocket {
  n: number;
  constructor() { this.n = 1; }
  get isFull(): boolean { return this.n > 3; }
  add(by: number): number { this.n += by; return this.n; }
}
class Desk {
  readonly pocket: Pocket;
  readonly ring: Ring;
  private total: Num;
  state: 'idle' | 'busy';
  constructor(num: Numeric) {
    this.pocket = new Pocket();
    this.ring = new Ring(num, 3);
    this.total = num.zero;
    this.state = 'idle';
  }
  get sum(): Num { return this.total; }
  feed(x: Num): boolean {
    this.ring.push(x);
    if (!this.ring.isFull()) return false;
    this.total = this.total.add(this.ring.mean());
    this.state = this.pocket.isFull ? 'busy' : 'idle';
    return true;
  }
}`;

type Row = readonly [title: string, program: LaneProgram];

const STATEMENTS: readonly Row[] = [
  [
    'break and continue in nested loops',
    logged(
      'for (let i = 0; i < 5; i += 1) { if (i === 1) continue; for (let j = 0; j < 5; j += 1) { if (j === 3) break; if (j === i) continue; s.log.push(i * 10 + j); } }',
    ),
  ],
  [
    'continue in a while',
    logged(
      'let i = 0; while (i < 9) { i += 1; if (i % 3 === 0) continue; if (i > 7) break; s.log.push(i); }',
    ),
  ],
  [
    'for without its parts',
    logged('let i = 0; for (;;) { if (i > 4) break; s.log.push(i); i += 2; }'),
  ],
  [
    '++ and -- as statements',
    logged('let i = 3; i++; ++i; i--; s.log.push(i); for (let k = 3; k > 0; k--) s.log.push(k);'),
  ],
  [
    'early return',
    logged(
      'for (const n of [1, 2, 3]) { s.log.push(n); if (n === tick.index) return; } s.log.push(99);',
    ),
  ],
  [
    'a return within loops and switches',
    logged('for (const n of [1, 2, 3, 4]) s.log.push(first(n));', {
      top: 'function first(n: number): number { for (let i = 0; ; i += 1) { switch (i) { case 0: continue; case 1: if (n === 1) return 7; break; default: if (i >= n) return i * 10; } } }',
    }),
  ],
  [
    'switch: falling through, into default',
    logged(
      'for (let i = 0; i < 4; i += 1) { switch (color(i)) { case "red": s.log.push(1); case "green": s.log.push(2); break; case "blue": s.log.push(3); default: s.log.push(4); } }',
      { top: COLOR },
    ),
  ],
  [
    'switch: shared clauses, no default',
    logged(
      'for (let i = 0; i < 4; i += 1) { switch (color(i)) { case "red": case "blue": s.log.push(1); break; case "none": s.log.push(2); } s.log.push(3); }',
      { top: COLOR },
    ),
  ],
  [
    'switch on whole numbers',
    logged(
      'for (let i = -2; i < 4; i += 1) { switch (i) { case -1: s.log.push(1); break; case 2: case 3: s.log.push(2); break; default: s.log.push(0); } }',
    ),
  ],
  [
    'switch: the subject changes in a clause',
    logged(
      'let i = 1; switch (i) { case 1: i = 2; s.log.push(1); case 2: s.log.push(2); break; case 3: s.log.push(3); } s.log.push(i);',
    ),
  ],
  [
    'break of a switch within a loop',
    logged(
      'for (let i = 0; i < 4; i += 1) { switch (i) { case 1: break; case 2: continue; default: s.log.push(i); } s.log.push(100 + i); }',
    ),
  ],
  [
    'a variable of a round begins without a value',
    logged(
      'for (let i = 0; i < 4; i += 1) { let x: number | undefined; let c: "a" | undefined; if (i === 1) { x = 5; c = "a"; } s.log.push(x ?? 100); s.log.push(c === undefined ? 1 : 0); }',
    ),
  ],
  [
    'variables of the same name',
    logged(
      'const n = 1; { const n = 2; s.log.push(n); } for (const n of [3]) s.log.push(n); s.log.push(n);',
    ),
  ],
  [
    'a variable swapped with another',
    logged(
      'let a = 1; let b = 2; for (let i = 0; i < 3; i += 1) { const c = a; a = b; b = c + b; s.log.push(a); s.log.push(b); }',
    ),
  ],
  [
    'numbers of the policy swapped',
    {
      fields: 'x: Num; y: Num;',
      initial: '{ x: num(1), y: num(2) }',
      body: 'let a = s.x; let b = s.y; for (let i = 0; i < 3; i += 1) { const c = a; a = b; b = c.add(b); } s.x = a; s.y = b;',
    },
  ],
  [
    'the list of a loop is another after it began',
    logged(
      'let a = [1, 2, 3]; const b = [7, 8, 9, 10]; for (const n of a) { a = b; s.log.push(n); } s.log.push(a.length);',
    ),
  ],
  [
    'a list that grows while a loop goes over it',
    logged(
      'const a = [1, 2, 3]; for (const n of a) { if (a.length < 6) a.push(n * 2); s.log.push(n); }',
    ),
  ],
  [
    'conditions that need not be looked at',
    logged(
      'if (s.log.length > 0 && grow(s)) s.log.push(1); if (s.log.length === 0 || grow(s)) s.log.push(2); const x = s.log.length === 9 ? grow(s) : !grow(s); s.log.push(x ? 1 : 0);',
      { top: 'function grow(s: State): boolean { s.log.push(77); return true; }' },
    ),
  ],
  ['code that nothing reaches', logged('if (true) { s.log.push(1); return; } s.log.push(2);')],
];

const VALUES: readonly Row[] = [
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
];

const OBJECTS: readonly Row[] = [
  [
    'classes with nested objects, getters and rings',
    {
      top: DESK,
      classes: 'Desk, Pocket',
      fields: 'd: Desk; l: Desk[]; n: number; x: Num;',
      initial: '{ d: new Desk(num), l: [new Desk(num), new Desk(num)], n: 0, x: num.zero }',
      body: 'for (const d of s.l) if (d.feed(num(tick.index).div(3))) s.n += d.pocket.add(2); s.d.feed(tick.bar(0).close); s.x = s.d.sum.add(s.l[0]?.ring.newest() ?? 0); if (s.l[1]?.state === "busy") s.n += 1000;',
    },
  ],
  [
    'an object of state by two names',
    {
      top: DESK,
      classes: 'Desk, Pocket',
      fields: 'l: Desk[]; n: number;',
      initial: '{ l: [new Desk(num)], n: 0 }',
      body: 'const a = s.l[0]; const b = s.l[0]; if (a === undefined || b === undefined) return; a.pocket.add(2); s.n = b.pocket.n;',
    },
  ],
  [
    'objects of state collected in a list of the tick',
    {
      top: DESK,
      classes: 'Desk, Pocket',
      fields: 'l: Desk[]; n: number;',
      initial: '{ l: [new Desk(num), new Desk(num), new Desk(num)], n: 0 }',
      body: 'const some: Desk[] = []; for (const d of s.l) if (d.pocket.n > some.length) some.push(d); for (const d of some) d.pocket.add(1); s.n = some.length;',
    },
  ],
  [
    'indicators',
    {
      fields: 'e: Ema; x: Num;',
      initial: "{ e: new Ema(num, { window: 3, seed: 'simple-mean' }), x: num.zero }",
      body: 's.e.update(tick.bar(0).close); s.x = s.e.value;',
    },
  ],
];

const LISTS: readonly Row[] = [
  [
    'numbers of the policy: push, index, shortened',
    {
      fields: 'l: Num[]; x: Num;',
      initial: '{ l: [], x: num.zero }',
      body: 's.l.push(tick.bar(0).close); s.l.push(num(tick.index).div(7)); s.x = s.x.add(s.l[1] ?? 5).add(s.l[9] ?? 0); if (tick.index === 2) s.l.length = 1; s.l[0] = s.x;',
    },
  ],
  [
    'flags, whole numbers, text',
    {
      fields: "f: boolean[]; n: number[]; w: ('a' | 'b')[];",
      initial: '{ f: [], n: [], w: [] }',
      body: "s.f.push(tick.index === 1); s.n.push(0 - tick.index * 2 - 1); s.w.push(tick.index === 2 ? 'a' : 'b'); if (tick.index === 3) { s.f.length = 2; s.n.length = 0; s.w.length = 1; s.w[0] = 'a'; }",
    },
  ],
  [
    'values that may be missing',
    {
      fields: 'l: (number | null)[]; x: (Num | null)[]; n: number;',
      initial: '{ l: [1, null, 3], x: [null], n: 0 }',
      body: 'for (const v of s.l) s.n += v ?? 100; s.l[tick.index % 3] = tick.index % 2 === 0 ? null : tick.index; s.l.push(null); s.x.push(tick.index === 1 ? num("0.3") : null); for (const x of s.x) if (x !== null) s.n += 1000; if (tick.index === 3) s.l.length = 2;',
    },
  ],
  [
    'readonly records are values in state',
    {
      top: ROW,
      fields: 'l: Row[]; n: number;',
      initial: '{ l: [], n: 0 }',
      body: 'const r = row(num, tick.index, 3); s.l.push(r); s.l.push({ ...r, n: 8 }); const first = s.l[0]; s.l[0] = row(num, 50 + tick.index, 2); if (first !== undefined) s.n = first.at * 100 + (s.l[0]?.at ?? 0); if (tick.index === 2) s.l.length = 3;',
    },
  ],
  [
    'records with lists and records in them',
    {
      top: 'interface Part { readonly xs: readonly number[]; readonly inner: { readonly x: Num; readonly w: "a" | "b" } | null }',
      fields: 'l: Part[]; n: number;',
      initial: '{ l: [], n: 0 }',
      body: 's.l.push({ xs: [tick.index, 2, 3], inner: tick.index % 2 === 0 ? null : { x: num(1).div(3), w: "b" } }); for (const p of s.l) { s.n += p.xs.length; for (const x of p.xs) s.n += x; if (p.inner !== null && p.inner.w === "b") s.n += 1000; } if (tick.index === 3) s.l[1] = { xs: [], inner: null };',
    },
  ],
  [
    'sorting with ties keeps their order, in state',
    {
      top: ROW,
      fields: 'l: Row[];',
      initial: '{ l: [] }',
      body: 'for (let i = 0; i < 4; i += 1) if (s.l.length < 16) s.l.push(row(num, (i * 7 + tick.index) % 3, s.l.length)); s.l.sort(byAt);',
    },
  ],
  [
    'sorting with ties keeps their order, in a tick',
    logged(
      'const l: Row[] = []; for (let i = 0; i < 30; i += 1) l.push(row(num, (i * 7) % 4, i)); l.sort(byAt); for (const r of l) s.log.push(r.n);',
      { top: ROW },
    ),
  ],
  [
    'sorting by two keys, by text, downwards',
    logged(
      'const l: R[] = []; for (let i = 0; i < 12; i += 1) l.push({ c: color(i * 5), n: (i * 11) % 7 }); l.sort(order); for (const r of l) s.log.push(r.n);',
      {
        top: `${COLOR}\ninterface R { readonly c: Color; readonly n: number }\nconst rank = (c: Color): number => (c === 'red' ? 0 : c === 'blue' ? 1 : 2);\nfunction order(a: R, b: R): number { if (a.c !== b.c) return rank(a.c) - rank(b.c); return b.n - a.n; }`,
      },
    ),
  ],
  [
    'objects of state sorted in a list of the tick',
    {
      top: 'interface Mut { at: number; n: number }\nconst by = (a: Mut, b: Mut): number => b.at - a.at;',
      fields: 'l: Mut[]; n: number;',
      initial: '{ l: [{ at: 1, n: 1 }, { at: 2, n: 2 }, { at: 3, n: 3 }], n: 0 }',
      body: 'const some: Mut[] = []; for (const m of s.l) some.push(m); some.sort(by); let k = 1; s.n = 0; for (const m of some) { s.n = s.n * 10 + m.n; m.at = (m.at * 5 + k) % 7; k += 1; }',
    },
  ],
  [
    'lists of lists',
    {
      fields: 'g: number[][]; n: number;',
      initial: '{ g: [[1], [], [3, 4]], n: 0 }',
      body: 's.g[tick.index]?.push(tick.index); for (const l of s.g) for (const n of l) s.n += n; const local = [[1, 2], [3]]; local.push([4, 5, 6]); for (const l of local) s.n += l.length;',
    },
  ],
  [
    'a list of the tick that moves while it grows',
    logged(
      'const a: number[] = []; const b = a; for (let i = 0; i < 50; i += 1) { a.push(i); if (i % 7 === 0) b.push(1000); } let n = 0; for (const x of b) n = (n * 31 + x) % 100003; s.log.push(n); s.log.push(a.length);',
    ),
  ],
];

const ENGINE: readonly Row[] = [
  [
    'gates, triggers and verdicts with every comparison',
    {
      body: "const x = tick.bar(0).close; for (const i of tick.symbols) { tick.gate(i, 'low', x, '>', 101); tick.gate(i, 'low', x, '>=', '101'); tick.gate(i, 'high', x, '<', num(102)); tick.trigger(i, 'high', x, '<=', 102); tick.trigger(i, 'low', x, '==', 103); tick.gate(i, 'low', x, '!=', 103); tick.verdict(i, 'low', x.gt(0), x, 0); tick.observe(i, 'close', x.div(3)); tick.observe(i, 'on', x.gt(101)); tick.hold(i, 'go'); }",
    },
  ],
  [
    'decisions: none, several, of one symbol',
    {
      body: "if (tick.index === 1) { tick.hold(0, 'go'); tick.block(0, 'short', 'stop'); } if (tick.index === 2) tick.block(1, 'long', 'go');",
    },
  ],
  [
    'orders with everything in them',
    {
      body: "const size = num(tick.index + 1).div(7); const held = tick.position(0); if (held.side === 'flat') tick.open(0, { side: tick.index % 2 === 0 ? 'long' : 'short', size, margin: size, leverage: num(3), notional: size.mul(100), price: num('99.5'), reason: 'go', values: [size, num(2)], confidence: 'high' }); else if (tick.index === 1) tick.add(0, { side: held.side, size, margin: size, leverage: num(1), reason: 'go' }); else if (tick.index === 2) tick.reduce(0, { fraction: num('0.25'), reason: 'stop' }); else tick.close(0, { reason: 'stop', price: num(98), values: [held.size] });",
    },
  ],
  [
    'rules for the end',
    {
      body: "if (tick.index === 0) tick.open(1, { side: 'long', size: num(1), margin: num(1), leverage: num(1), reason: 'go' });",
      onEnd:
        "s.count += 100; for (let i = 0; i < tick.symbolCount; i += 1) if (tick.position(i).side !== 'flat') tick.close(i, { reason: 'stop' });",
    },
  ],
  [
    'account, position, time',
    {
      fields: 'x: Num; n: number;',
      initial: '{ x: num.zero, n: 0 }',
      body: "if (tick.index === 0) tick.open(0, { side: 'short', size: num('0.5'), margin: num(1), leverage: num(2), reason: 'go' }); const p = tick.position(0); s.x = tick.account.balance.add(p.size).add(p.side === 'short' ? 1 : 2); s.n = tick.ts; s.n += tick.index; s.n += tick.symbols.length;",
    },
  ],
  ['types of parameters and state left out', { body: 'tick.hold(0, "go");' }],
];

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  statements: STATEMENTS,
  values: VALUES,
  objects: OBJECTS,
  lists: LISTS,
  engine: ENGINE,
};

describe('portable programs do in the fast lane what JavaScript does', function () {
  this.timeout(60_000);
  let bench: LaneBench;
  before(async () => {
    bench = await LaneBench.start();
  });
  after(() => bench.dispose());
  for (const [name, rows] of Object.entries(TABLES)) {
    describe(name, () => {
      for (const [title, program] of rows) {
        it(title, async () => {
          const report = await bench.run({ text: strategySource(program) });
          assert.equal(outcomeOf(report), 'equal over 4');
        });
      }
    });
  }
});
