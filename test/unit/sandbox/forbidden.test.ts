// What the sandbox takes away throws with its name when it is used, at load time and inside a tick.
import assert from 'node:assert/strict';
import { runSandboxed, strategyText } from '../../support/sandbox.js';

const FORBIDDEN: readonly (readonly [code: string, name: string])[] = [
  ['Date.now()', 'Date'],
  ['new Date()', 'Date'],
  ['typeof Date', 'Date'],
  ['globalThis.Date', 'Date'],
  ["globalThis['Da' + 'te']", 'Date'],
  ['performance.now()', 'performance'],
  ['setTimeout(() => 1, 0)', 'setTimeout'],
  ['setInterval(() => 1, 0)', 'setInterval'],
  ['queueMicrotask(() => 1)', 'queueMicrotask'],
  ['process.env', 'process'],
  ['fetch("http://localhost")', 'fetch'],
  ['new WebSocket("ws://localhost")', 'WebSocket'],
  ['crypto.randomUUID()', 'crypto'],
  ['console.log(1)', 'console'],
  ['WebAssembly.compile', 'WebAssembly'],
  ['new SharedArrayBuffer(8)', 'SharedArrayBuffer'],
  ['Atomics.wait', 'Atomics'],
  ['new WeakRef({})', 'WeakRef'],
  ['new FinalizationRegistry(() => 1)', 'FinalizationRegistry'],
  ['Promise.resolve(1)', 'Promise'],
  ['new Proxy({}, {})', 'Proxy'],
  ['eval("1")', 'eval'],
  ['new Function("return 1")()', 'Function'],
  ['Intl.DateTimeFormat()', 'Intl'],
  ['new ArrayBuffer(8)', 'ArrayBuffer'],
  ['new Uint8Array(8)', 'Uint8Array'],
  ['new Float64Array(8)', 'Float64Array'],
  ['Math.random()', 'Math.random'],
  ['Math.sin(1)', 'Math.sin'],
  ['Math.exp(1)', 'Math.exp'],
  ['Math.pow(2, 0.5)', 'Math.pow'],
  ["Math['log' + '10'](2)", 'Math.log10'],
  ['"a".localeCompare("b")', 'String.prototype.localeCompare'],
  ['"a".toLocaleUpperCase()', 'String.prototype.toLocaleUpperCase'],
  ['(1).toLocaleString()', 'Number.prototype.toLocaleString'],
  ['[1.5].toLocaleString()', 'Array.prototype.toLocaleString'],
];

describe('sandbox: what is taken away', () => {
  for (const [code, name] of FORBIDDEN) {
    it(code, () => {
      const { failure } = runSandboxed(strategyText(`    ${code};`));
      assert.equal(failure?.code, 'strategy.nondeterministic', failure?.message);
      assert.equal(failure.message.split(' ')[0], name);
      assert.equal(failure.tick, 0);
      assert.notEqual(failure.remedy, '');
    });
  }

  it('at module level the strategy does not load', () => {
    const { failure } = runSandboxed(strategyText('', 'const startedAt = Date.now();'));
    assert.equal(failure?.code, 'strategy.nondeterministic');
    assert.equal(failure.tick, -1);
  });

  it('putting something else in its place is refused too', () => {
    for (const code of [
      'globalThis.Date = () => 1',
      'Math.random = () => 4',
      'delete Math.random',
    ]) {
      const { failure } = runSandboxed(strategyText(`    ${code};`));
      assert.notEqual(failure, null, code);
    }
  });

  it('what remains is exact: arithmetic, lists, text, maps, sorting', () => {
    const body = `
    see('floor', tick.num(Math.floor(2.7) + Math.sqrt(16) + Math.max(1, 2)));
    see('map', new Map([['a', 1]]).get('a') === 1 && new Set([1, 1]).size === 1);
    see('sort', [3, 1, 2].sort((a, b) => a - b).join() === '1,2,3');
    see('text', 'aXb'.toLowerCase().split('x').length === 2 && /b$/.test('ab'));
    see('json', JSON.stringify({ a: [1] }) === '{"a":[1]}');
    see('big', 2n * 3n === 6n);
    see('power', 2 ** 10 === 1024);`;
    const { failure, seen } = runSandboxed(strategyText(body));
    assert.equal(failure, null);
    assert.equal(seen['floor'], '8');
    assert.deepEqual(
      Object.values(seen).filter((value) => value !== true),
      ['8'],
    );
  });
});

describe('sandbox: static imports', () => {
  const REFUSED = ["require('fs')", "require('node:fs')", "require('lockstep')"];
  for (const code of REFUSED) {
    it(`${code} reaches nothing`, () => {
      const { failure } = runSandboxed(strategyText(`    ${code};`));
      assert.match(failure?.message ?? '', /cannot import/);
    });
  }

  it('import() reaches nothing', () => {
    const { failure } = runSandboxed(strategyText("    import('node:fs');"));
    assert.notEqual(failure, null);
  });
});
