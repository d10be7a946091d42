// What the portable subset keeps out, each at its place and with a remedy, as docs/portable.md lists it; and whatever else
// a file may hold, without an exception.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { compilePortable } from '../../../engine/host/lanes/portable-strategy.js';
import type { Compilation } from '../../../engine/vm/compile/compile-program.js';
import { strategySource } from '../../support/vm/lane-program.js';
import { readCases, wholeCase, writeCase } from './portable-fixture.js';

const folder = fileURLToPath(new URL('portability/', import.meta.url));
const FILE = '/workspace/strategy.ts';

const compile = (text: string): Compilation =>
  compilePortable([{ path: FILE, text }], { numWords: 5, trace: 'full' });

describe('what is not portable', function () {
  this.timeout(60_000);
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    const text = readFileSync(file, 'utf8');
    const written: string[] = [];
    describe(path.basename(name, '.txt'), () => {
      for (const one of readCases(text)) {
        it(one.title, () => {
          const { program, issues } = compile(wholeCase(one).text);
          assert.ok(issues.length > 0, 'nothing is refused');
          assert.equal(program, null);
          const actual = writeCase(one, issues);
          written.push(actual);
          if (process.env['UPDATE'] === undefined) assert.ok(text.includes(actual), actual);
        });
      }
      after(() => {
        if (process.env['UPDATE'] !== undefined) writeFileSync(file, written.join('\n'));
      });
    });
  }
});

describe('whatever a file holds, the compiler answers', function () {
  this.timeout(60_000);
  const STRATEGY = (tick: string, before = ''): string =>
    strategySource({ top: before, body: tick });
  const sum = (terms: number): string => Array.from({ length: terms }, () => 's.count').join(' + ');
  const TABLE: readonly (readonly [string, string, RegExp | null])[] = [
    ['an empty file', '', /exports no strategy/],
    ['only a comment', '// nothing\n', /exports no strategy/],
    ['no default export', 'export const a = 1;\n', /exports no strategy/],
    ['a number as default export', 'export default 1;\n', /exports no strategy/],
    ['an empty object', 'export default {};\n', /onTick is no named function/],
    ['a definition without state', 'export default { onTick() {} };\n', /no (state|gates)/],
    ['brackets left open', STRATEGY('if (s.count > 0) { s.count = (1 + ;'), null],
    ['no statement at all', STRATEGY('= = = ) } ] ;'), null],
    ['text that does not end', STRATEGY("const a = 'x;\ns.count = 1;"), null],
    ['bytes that are no text', '\u0000\u0001\uFFFF', /exports no strategy/],
    [
      'an import that is not there',
      STRATEGY('s.count = far(1);', "import { far } from './far.js';"),
      /no function|not a function/,
    ],
    [
      'a constant that leads to itself',
      STRATEGY('s.count = a;', 'const a: number = b;\nconst b: number = a;'),
      /leads to itself/,
    ],
    ['a function of 1000 statements', STRATEGY('s.count += 1;\n'.repeat(1000)), null],
    [
      'an asynchronous onTick',
      STRATEGY('s.count += 1;').replace('function onTick', 'async function onTick'),
      /does not end within the call/,
    ],
    ['a sum of 500 terms', STRATEGY(`s.count = ${sum(500)};`), null],
    ['a sum of 20000 terms', STRATEGY(`s.count = ${sum(20_000)};`), /nested too deeply/],
    [
      '500 blocks in each other',
      STRATEGY(`${'{'.repeat(500)} s.count += 1; ${'}'.repeat(500)}`),
      null,
    ],
    [
      '20000 blocks in each other',
      STRATEGY(`${'{'.repeat(20_000)} s.count += 1; ${'}'.repeat(20_000)}`),
      /nested too deeply/,
    ],
  ];
  for (const [title, text, message] of TABLE) {
    it(title, () => {
      const { program, issues } = compile(text);
      assert.equal(program === null, issues.length > 0);
      if (message !== null) assert.match(issues.map((issue) => issue.message).join('\n'), message);
      for (const { start, end, remedy } of issues) {
        assert.ok(start >= 0 && end >= start && end <= text.length);
        assert.notEqual(remedy, '');
      }
    });
  }
});
