// Instrumented builds behave as the source does: small programs run as they are, as the plain build and as the
// recording build, which also reads every local at every statement.
import assert from 'node:assert/strict';
import vm from 'node:vm';
import ts from 'typescript';
import type { Hooks } from '../../../engine/core/session/program.js';
import type { ModuleFactory } from '../../../engine/core/sandbox/modules.js';
import { compileBuild } from '../../../engine/host/loader/compile.js';
import { SCRIPT_FILE } from '../../support/builds.js';

/** Bodies of a function; what they push to `out` and return must not change. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'if and else without braces': `for (const x of [1, 2, 3]) if (x === 1) out.push('one'); else if (x === 2) out.push('two'); else out.push('many');`,
  'dangling else': `if (true) if (false) out.push(1); else out.push(2);`,
  'for without braces': `let sum = 0; for (let i = 0; i < 4; i++) sum += i; return sum;`,
  'for with nothing in it': `let i = 0; for (;;) { if (++i > 3) break; } for (; i < 6; i++); return i;`,
  'while and do': `let n = 0; while (n < 3) n++; do n += 10; while (n < 30); return n;`,
  'for in and for of': `for (const key in { a: 1, b: 2 }) out.push(key); for (const [k, v] of Object.entries({ c: 3 })) out.push(k + v);`,
  'switch with fall through': `for (const x of [1, 2, 3, 4]) switch (x) { case 1: out.push('a'); case 2: out.push('b'); break; case 3: { const y = x; out.push(y); break; } default: out.push('d'); }`,
  'switch with a shared scope': `const y = 7; switch (y as number) { case 1: let y = 1; out.push(y); break; default: out.push('d'); }`,
  'labelled continue and break': `outer: for (let i = 0; i < 3; i++) { for (let j = 0; j < 3; j++) { if (j === 1) continue outer; if (i === 2) break outer; out.push([i, j]); } }`,
  'a labelled block': `done: { out.push(1); if (out.length > 0) break done; out.push(2); }`,
  'a label on a loop without braces': `again: while (true) if (out.push(1) > 2) break again; else continue again;`,
  'try, catch, finally': `const f = (x: number) => { try { if (x > 1) throw new Error('big'); return 'ok'; } catch (e) { return (e as Error).message; } finally { out.push('f' + x); } }; return [f(1), f(2)];`,
  'finally overrides': `const f = () => { try { return 1; } finally { return 2; } }; return f();`,
  'catch without a name and destructured': `try { throw 1; } catch { out.push('c'); } try { throw { a: 5 }; } catch ({ a }) { out.push(a); }`,
  'a class': `class A { static made = 0; #hidden = 1; value = 2; constructor(readonly step = 3) { A.made += 1; } get all() { return this.#hidden + this.value + this.step; } static of() { return new A(7); } *each() { yield this.value; yield this.step; } } const a = A.of(); return [a.all, [...a.each()], A.made, a instanceof A];`,
  'a derived class': `class A { name = 'a'; constructor() { out.push('A'); } hi() { return this.name; } } class B extends A { extra; constructor() { out.push('before'); super(); this.extra = 1; } override hi() { return super.hi() + this.extra; } } return new B().hi();`,
  'a derived class without a constructor': `class A { constructor(readonly x: number) {} } class B extends A { y = this.x * 2; } return new B(4).y;`,
  'a static block': `class A { static list: number[] = []; static { for (let i = 0; i < 2; i++) A.list.push(i); } } return A.list;`,
  destructuring: `const { a, b: { c = 4, ...rest }, ...others } = { a: 1, b: { d: 5, e: 6 }, f: 7 } as never as Record<string, never>; const [x, , y = 9, ...z] = [1, 2, undefined, 4, 5]; return [a, c, rest, others, x, y, z];`,
  'swapping in place': `let a = 1, b = 2; [a, b] = [b, a]; return [a, b];`,
  'a function in what a loop runs over': `const x = [3]; for (const x of [1].map((n) => { const m = n + 1; return m; })) out.push(x); out.push(x);`,
  'closures in loops': `const fs: (() => number)[] = []; for (let i = 0; i < 3; i++) fs.push(() => i); for (const k of [7, 8]) { fs.push(() => k); } return fs.map((f) => f());`,
  'a loop variable changed in its body': `for (let i = 0; i < 6; i++) { out.push(i); i += 1; }`,
  shadowing: `const x = 1; { const x = 2; out.push(x); { let x = 3; x += 1; out.push(x); } } out.push(x); const f = (x: string) => { out.push(x); }; f('p');`,
  'a name used before its line': `const f = () => later; const later = 5; out.push(f()); { out.push(typeof helper); function helper() { return 1; } } try { (() => { early; const early = 1; })(); } catch (e) { out.push((e as Error).name); }`,
  'an inner name that hides an outer one later': `const x = 1; { out.push('s'); const x = 2; out.push(x); } if (x) { out.push('t'); class x2 { v = x; } out.push(new x2().v); }`,
  'functions: hoisted, nested, recursive, default values': `return fact(5) + pow(2); function fact(n: number): number { return n < 2 ? 1 : n * fact(n - 1); } function pow(b: number, e = b * 2) { let r = 1; while (e-- > 0) r *= b; return r; }`,
  'a parameter list with names of its own': `const f = ({ a, b: [c] }: { a: number; b: number[] }, ...rest: number[]) => { const sum = a + (c ?? 0); return [sum, rest]; }; return f({ a: 1, b: [2] }, 3, 4);`,
  'this in functions and arrows': `const o = { v: 3, f() { return [1].map(() => this.v); }, get g() { return this.v * 2; }, set h(x: number) { this.v = x; } }; o.h = 9; return [o.f(), o.g];`,
  arguments: `function f() { let n = 0; for (const a of arguments) n += a as number; return n; } return (f as (...a: number[]) => number)(1, 2, 3);`,
  'a generator with a finally': `function* g() { try { yield 1; yield 2; } finally { out.push('closed'); } } for (const x of g()) { out.push(x); break; }`,
  'comma, optional chains, nullish': `let i = 0; const a = (i++, i++, i); const o: { p?: { q: () => number } } = {}; out.push(a, o.p?.q() ?? 'none'); o.p = { q: () => 8 }; out.push(o.p?.q()); i ||= 5; i &&= 6; return i;`,
  'calls with the names of engine calls': `const o = { n: 1, add(x: number, y = 0) { this.n += x + y; return this; }, open: (a: number, b: number) => a * b, gate: (...all: number[]) => all.length }; const args = [1, 2, 3, 4, 5] as const; return [o.add(1).add(2, 3).n, o.open(2, 3), o['open'](3, 3), o?.open(4, 3), o.gate(...args), o.gate(1, 2, 3, 4, 5)];`,
  'order of evaluation around a recorded call': `const note = (x: unknown) => { out.push(x); return x as number; }; const o = () => { out.push('o'); return { hold: (a: number, b: number) => { out.push('call'); return a + b; } }; }; return o().hold(note(1), note(2));`,
  'template, tagged template, regular expression': `const tag = (s: TemplateStringsArray, ...v: number[]) => s.raw.join('|') + v.join(); return [tag\`a\${1}b\${2}\`, \`x\${[1, 2].map((n) => \`<\${n}>\`).join('')}\`, /a(?<n>\\d)/.exec('a5')?.groups?.['n']];`,
  'enum and as': `enum Side { Long = 1, Short } const s = Side.Short as Side; return [s, Side[1]];`,
  'an empty statement and a bare block': `; { } {; out.push(1); }`,
  'an immediately called function': `return (() => { const x = 4; return x; })() + (function () { return 1; })();`,
};

/** Names of the enclosing function are visible to every statement in it; reading them all must be possible. */
function hooksReading(reads: { count: number }): Hooks {
  return {
    v: (value) => value,
    l: () => undefined,
    s: (_site, locals) => {
      reads.count += 1;
      JSON.stringify(Object.keys(locals()));
    },
    e: () => undefined,
    x: () => undefined,
  };
}

const moduleText = (body: string): string =>
  `export function run(out: unknown[]): unknown {\n${body}\n}`;

type Runnable = (out: unknown[]) => unknown;

function evaluate(factory: ModuleFactory, hooks: Hooks): unknown {
  const exports: Record<string, unknown> = {};
  factory(exports, () => undefined, hooks);
  const out: unknown[] = [];
  const result = (exports['run'] as Runnable)(out);
  return { out, result };
}

function original(text: string): ModuleFactory {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  return vm.runInThisContext(`(function (exports) {${outputText}\n})`) as ModuleFactory;
}

const built = (text: string, build: 'plain' | 'recording'): ModuleFactory =>
  vm.runInThisContext(
    compileBuild([{ path: SCRIPT_FILE, text }], build)[0]?.code ?? '',
  ) as ModuleFactory;

describe('instrumented code', () => {
  for (const [title, body] of Object.entries(PROGRAMS)) {
    it(title, () => {
      const text = moduleText(body);
      const reads = { count: 0 };
      const hooks = hooksReading(reads);
      const expected = evaluate(original(text), hooks);
      assert.equal(reads.count, 0);
      assert.deepEqual(evaluate(built(text, 'plain'), hooks), expected);
      assert.equal(reads.count, 0);
      assert.deepEqual(evaluate(built(text, 'recording'), hooks), expected);
      assert.notDeepEqual(reads, { count: 0 });
    });
  }
});
