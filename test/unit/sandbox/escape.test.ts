// Ways out of a sandbox that have worked elsewhere, and ways to reach into the kernel. Each must end inside.
import assert from 'node:assert/strict';
import { runSandboxed, strategyText } from '../../support/sandbox.js';

/** Each expression gives a constructor that would make code from text, if it led anywhere. */
const CONSTRUCTORS: readonly string[] = [
  '(() => {}).constructor',
  'this.constructor.constructor',
  'globalThis.constructor',
  '(function () { return this; }).constructor',
  '(function* () {}).constructor',
  '(async () => {}).constructor',
  'tick.constructor.constructor',
  'tick.num.constructor',
  'tick.gate.constructor',
  'tick.num(1).constructor.constructor',
  'tick.bar(0).constructor.constructor',
  'tick.state.constructor.constructor',
  'tick.symbols.constructor.constructor',
  'exports.constructor.constructor',
  'require.constructor',
  '$lockstep.constructor.constructor',
  '$lockstep.v.constructor',
  'defineStrategy.constructor',
  'thrown(() => tick.hold(9, "go")).constructor.constructor',
  'thrown(() => Date).constructor.constructor',
  'thrown(() => { const deep = () => deep(); deep(); }).constructor.constructor',
  'thrown(() => null.x).constructor.constructor',
  'thrown(() => tick.num("x")).constructor.constructor',
  'thrown(() => require("fs")).constructor.constructor',
  'thrown(() => JSON.parse("{")).constructor.constructor',
];

const THROWN = `const thrown = (run) => { try { run(); } catch (error) { return error; } throw new Error('nothing thrown'); };`;

describe('sandbox: no code from text', () => {
  for (const expression of CONSTRUCTORS) {
    it(expression, () => {
      const body = `
    let escaped = false;
    let why = null;
    try {
      const make = ${expression};
      escaped = typeof make('return process')() === 'object';
      why = 'made';
    } catch (error) { why = error; }
    see('escaped', escaped);
    see('made', why === 'made');
    see('inside', why instanceof Error || why instanceof TypeError);`;
      const { failure, seen } = runSandboxed(strategyText(body, THROWN));
      assert.equal(failure, null, failure?.message);
      assert.deepEqual(seen, { escaped: false, made: false, inside: true });
    });
  }
});

describe('sandbox: nothing of the host is in reach', () => {
  const QUESTIONS: readonly (readonly [string, string])[] = [
    [
      'the constructor of the global object is of this realm',
      'Object.getPrototypeOf(globalThis.constructor) === Object.getPrototypeOf(() => 1)',
    ],
    ['errors of the engine are of this realm', 'thrown(() => tick.hold(9, "go")) instanceof Error'],
    [
      'stack overflows are of this realm',
      'thrown(() => { const deep = () => deep(); deep(); }) instanceof Error',
    ],
    ['the engine left no name behind', 'typeof lockstepRealm === "undefined"'],
    ['stack traces are text', 'typeof new Error("x").stack === "string"'],
    [
      'prepareStackTrace cannot be set',
      'thrown(() => { Error.prepareStackTrace = (e, s) => s; }) instanceof TypeError',
    ],
    ['captureStackTrace is gone', 'Error.captureStackTrace === undefined'],
    ['hooks cannot be changed', 'thrown(() => { $lockstep.l = () => 0; }) instanceof TypeError'],
  ];
  for (const [title, question] of QUESTIONS) {
    it(title, () => {
      const { failure, seen } = runSandboxed(strategyText(`see('answer', ${question});`, THROWN));
      assert.equal(failure, null, failure?.message);
      assert.equal(seen['answer'], true);
    });
  }
});

describe('sandbox: the kernel does not run on what a strategy changed', () => {
  const ORDER = `
    if (tick.index === 1) tick.open(0, { side: 'long', size: tick.num(2), margin: tick.num(1), leverage: tick.num(1), reason: 'go' });
    tick.gate(0, 'low', tick.num(1), '<', 2);`;
  const plain = runSandboxed(strategyText(ORDER));

  const CHANGES: readonly string[] = [
    'Array.prototype.push = () => 0',
    'Array.prototype.map = () => []',
    'Array.prototype[Symbol.iterator] = function* () {}',
    'Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true })',
    'Object.getPrototypeOf(new Map()[Symbol.iterator]()).next = () => ({ done: true })',
    'Object.prototype.polluted = 1',
    'Object.prototype.reason = "go"',
    'Object.prototype.toJSON = () => 1',
    'Object.prototype.toString = () => "x"',
    'Object.prototype.hasOwnProperty = () => true',
    'Object.prototype.__proto__ = { seq: 7 }',
    'Object.hasOwn = () => true',
    'Object.entries = () => []',
    'Map.prototype.get = () => 0',
    'Map.prototype.set = () => 0',
    'Set.prototype.has = () => false',
    'JSON.stringify = () => "{}"',
    'JSON.parse = () => ({})',
    'Number.isInteger = () => true',
    'Number.prototype.toString = () => "7"',
    'String.prototype.replace = () => "x"',
    '(() => 1).constructor.prototype.call = () => 0',
    'Object.getPrototypeOf(() => 1).apply = () => 0',
    'RegExp.prototype.test = () => false',
    'RegExp.prototype.exec = () => null',
    'RegExp.prototype[Symbol.replace] = () => "x"',
    'Math.floor = () => 7',
    'tick.constructor.prototype.hold = () => 0',
    'tick.num(1).constructor.prototype.add = () => 0',
    'Object.getPrototypeOf(tick.num(1)).mul = () => tick.num(7)',
    'tick.hold = () => 0',
    'tick.engine.state.nextSeq = 7',
    'tick.num(1).constructor.set({ precision: 2 })',
    'tick.num(1).constructor.precision = 2',
    'tick.num.parse = () => tick.num(7)',
    'tick.num.round = () => tick.num(7)',
    'tick.num.zero = tick.num(7)',
    'tick.params.x = 1',
    'tick.symbols.push(2)',
    'tick.bar(0).close = tick.num(7)',
    'tick.account.balance = tick.num(7)',
    'tick.position(0).size = tick.num(7)',
  ];
  for (const change of CHANGES) {
    it(change, () => {
      const body = `try { ${change}; } catch (error) { if (!(error instanceof TypeError)) throw error; }${ORDER}`;
      const { failure, events } = runSandboxed(strategyText(body));
      assert.equal(failure, null, failure?.message);
      assert.deepEqual(events, plain.events);
    });
  }
});
