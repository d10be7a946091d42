// Programs of lists and of objects in state.
import { type Row, COLOR, DESK, ROW, logged } from './parts.js';

export const OBJECTS: readonly Row[] = [
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

export const LISTS: readonly Row[] = [
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
    'several elements pushed at once',
    { fields: 'l: number[]', initial: '{ l: [] }', body: 's.l.push(s.l.length, s.l.length);' },
  ],
  [
    'an element kept while its place is written again',
    {
      top: 'interface R { readonly at: number; readonly x: Num }',
      fields: 'l: R[]; n: number; x: Num',
      initial: '{ l: [], n: 0, x: num.zero }',
      body: 's.l.push({ at: tick.index, x: num(tick.index) }); const r = s.l[0]; for (const q of s.l) { s.l[0] = { at: 70, x: num(7) }; s.n += q.at; } if (r !== undefined) { s.x = s.x.add(r.x); s.n += r.at; }',
    },
  ],
  [
    'elements moved from one list of state to another',
    {
      top: 'interface R { readonly at: number; readonly x: Num }',
      fields: 'l: R[]; k: R[]',
      initial: '{ l: [], k: [] }',
      body: 's.l.push({ at: tick.index, x: num(1) }); for (const r of s.l) s.k.push(r); s.l.length = 0; const a = s.k[0]; if (a !== undefined && s.k.length > 2) { s.k[0] = s.k[1] as R; s.k[1] = a; }',
    },
  ],
  [
    'an element found by a function, kept while its list changes',
    {
      top: 'interface R { readonly at: number; readonly x: Num }\nfunction best(l: readonly R[]): R | null { let b: R | null = null; for (const r of l) if (b === null || r.x.gt(b.x)) b = r; return b; }',
      fields: 'l: R[]; n: number',
      initial: '{ l: [], n: 0 }',
      body: 's.l.push({ at: tick.index, x: num((tick.index * 7) % 4) }); const b = best(s.l); s.l[0] = { at: 99, x: num(50) }; if (b !== null) s.n = (s.n * 100 + b.at) % 99991;',
    },
  ],
  [
    'records that may be missing, read',
    {
      top: 'interface R { readonly at: number; readonly x: Num }',
      fields: 'l: (R | null)[]; n: number',
      initial: '{ l: [null, { at: 4, x: num(1) }], n: 0 }',
      body: 'for (const r of s.l) s.n += r === null ? 100 : r.at;',
    },
  ],
  [
    'a list by several names',
    {
      fields: 'l: number[]; n: number',
      initial: '{ l: [1, 2], n: 0 }',
      body: 'const l = s.l; l.push(3); s.n = l.length; const { l: k } = s; k[0] = 9;',
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
    'lists that become part of records in state, and do not change after that',
    logged(
      `const xs: number[] = []; for (let i = 0; i <= tick.index; i += 1) xs.push(i); xs[0] = 4; s.rows.push({ xs }); s.rows.push({ xs }); const r = s.rows[0];
if (r !== undefined) { s.rows.push(r); s.rows[1] = { ...r }; const twice = { xs: r.xs }; s.rows.push(twice); s.log.push(twice.xs.length); }
const other = [1]; const held: R = { xs: other }; other.push(2); s.log.push(held.xs.length); s.log.push(s.rows.length); if (s.rows.length > 9) s.rows.length = 2;`,
      {
        top: 'interface R { readonly xs: readonly number[] }',
        fields: 'rows: R[];',
        initial: 'rows: []',
      },
    ),
  ],
  [
    'ticks that make far more than a lane begins with, and little again',
    {
      top: 'interface R { readonly a: number; readonly b: Num }',
      fields: 'n: number; x: Num; l: number[];',
      initial: '{ n: 0, x: num.zero, l: [] }',
      body: `let keep: R = { a: 1, b: num(1) }; const all: number[] = [];
const rounds = tick.index % 2 === 0 ? 3 : 300000;
for (let i = 0; i < rounds; i += 1) { keep = { a: keep.a + (i % 7), b: num(i).add('0.5') }; all.push(keep.a % 1000); }
let sum = 0; for (const n of all) sum = (sum * 31 + n) % 1000003; s.n = sum; s.x = keep.b; s.l.push(all.length);
tick.observe(0, 'sum', num(sum));`,
    },
  ],
  [
    'a list that is longer by an index behind its last',
    logged(
      `const a: number[] = []; a[a.length] = 4; const i = a.length; a[i] = 7; for (let j = 0; j < 20; j += 1) a[j] = j * 3; a[0] = 1;
let n = 0; for (const x of a) n = n * 3 + x; s.log.push(n % 100003); s.log.push(a.length);
s.l[s.l.length] = tick.index; s.rows[s.rows.length] = { at: tick.index, o: tick.index > 1 ? 3 : undefined, x: num(tick.index).div(7) };
s.os[s.os.length] = tick.index === 2 ? null : 8; s.xs[s.xs.length] = num(tick.index).div(3);
s.log.push(s.rows[tick.index]?.at ?? -1); const r = s.rows[0]; if (r !== undefined) { s.rows[s.rows.length] = r; s.rows[0] = { at: 9, o: 1, x: r.x }; s.log.push(r.at); }`,
      {
        top: 'interface Row { readonly at: number; readonly o: number | undefined; readonly x: Num }',
        fields: 'l: number[]; rows: Row[]; os: (number | null)[]; xs: Num[];',
        initial: 'l: [5], rows: [], os: [1], xs: []',
      },
    ),
  ],
  [
    'a list of the tick that moves while it grows',
    logged(
      'const a: number[] = []; const b = a; for (let i = 0; i < 50; i += 1) { a.push(i); if (i % 7 === 0) b.push(1000); } let n = 0; for (const x of b) n = (n * 31 + x) % 100003; s.log.push(n); s.log.push(a.length);',
    ),
  ],
];
