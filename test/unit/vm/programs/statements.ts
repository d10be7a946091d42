// Programs of statements: loops, jumps, switches, variables.
import { type Row, COLOR, logged } from './parts.js';

export const STATEMENTS: readonly Row[] = [
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
