// What strategy state may hold: saved, it comes back the same; anything else is refused with its path.
import assert from 'node:assert/strict';
import { Ema, INDICATOR_CLASSES, Ring } from '../../../engine/core/indicators/index.js';
import { createNumeric } from '../../../engine/core/numeric/index.js';
import type { Json } from '../../../engine/core/schema/index.js';
import { createCodec } from '../../../engine/core/session/codec.js';
import { BINARY64, DECIMAL } from '../../support/session.js';

class Counter {
  count = 0;
  constructor(readonly step: number) {
    created += 1;
  }
  bump(): number {
    this.count += this.step;
    return this.count;
  }
}
let created = 0;

class Stranger {
  readonly kind = 'stranger';
}

const num = createNumeric(DECIMAL);
const codec = createCodec(num, [...INDICATOR_CLASSES, Counter]);

describe('codec: what is saved', () => {
  const TABLE: readonly (readonly [string, unknown, Json])[] = [
    ['null', null, null],
    ['text', 'a"b\u0000é', 'a"b\u0000é'],
    ['true', true, true],
    ['an integer', 7, 7],
    ['a fraction', 0.1, 0.1],
    ['negative zero', -0, { $float: '-0' }],
    ['NaN', NaN, { $float: 'NaN' }],
    ['infinity', -Infinity, { $float: '-Infinity' }],
    ['a number of the policy', num('1.50'), { $num: '1.5' }],
    ['its negative zero', num('-0'), { $num: '-0' }],
    ['its NaN', num(NaN), { $num: 'NaN' }],
    ['an empty record', {}, {}],
    ['a record', { b: 1, a: [num(2)] }, { b: 1, a: [{ $num: '2' }] }],
    ['a list', [1, 'x', null], [1, 'x', null]],
    ['an instance of a listed class', new Counter(3), { $class: 'Counter', count: 0, step: 3 }],
  ];
  for (const [title, value, expected] of TABLE) {
    it(title, () => {
      const saved = codec.encode(value);
      assert.deepEqual(saved, expected);
      const restored = codec.decode(JSON.parse(JSON.stringify(saved)) as Json);
      assert.deepEqual(codec.encode(restored), expected);
      if (typeof value === 'number') assert.ok(Object.is(restored, value));
    });
  }

  it('a number comes back as a value of the policy, under binary64 with every bit', () => {
    const doubles = createCodec(createNumeric(BINARY64), []);
    const value = doubles.decode({ $num: '0.30000000000000004' });
    assert.ok(createNumeric(BINARY64).same(value as never, createNumeric(BINARY64)(0.1 + 0.2)));
    assert.ok(num.is(codec.decode({ $num: '1' })));
  });

  it('an instance comes back with its methods, without running its constructor', () => {
    const counter = new Counter(2);
    counter.bump();
    const before = created;
    const restored = codec.decode(codec.encode(counter));
    assert.equal(created, before);
    assert.ok(restored instanceof Counter);
    assert.equal(restored.bump(), 4);
    assert.equal(counter.count, 2);
  });

  it('an indicator goes on where it stopped', () => {
    const ema = new Ema(num, { window: 5, seed: 'first-value' });
    const ring = new Ring(num, 3);
    for (const x of [1, 5, 2, 8]) {
      ema.update(num(x));
      ring.push(num(x));
    }
    const text = JSON.stringify(codec.encode({ ema, ring }));
    assert.match(text, /"num":\{"\$context":true\}/);
    const restored = codec.decode(JSON.parse(text) as Json) as { ema: Ema; ring: Ring };
    for (const subject of [{ ema, ring }, restored]) {
      subject.ema.update(num(3));
      subject.ring.push(num(3));
    }
    assert.deepEqual(codec.encode(restored), codec.encode({ ema, ring }));
    assert.equal(restored.ring.sum().toString(), '13');
  });

  it('a restored instance has the fields it had, no more', () => {
    const fields = (value: unknown) => Object.keys(value as object);
    for (const value of [new Counter(1), new Ring(num, 2)])
      assert.deepEqual(fields(codec.decode(codec.encode(value))), fields(value));
  });

  it('the numeric context is bound to that of the run', () => {
    const other = createCodec(createNumeric(DECIMAL), INDICATOR_CLASSES);
    const ring = codec.decode(other.encode(new Ring(createNumeric(DECIMAL), 2))) as Ring;
    assert.equal(ring.num, num);
  });

  it('the order of fields is kept', () => {
    const keys = Object.keys(codec.decode(codec.encode({ z: 1, a: 2, m: 3 })) as object);
    assert.deepEqual(keys, ['z', 'a', 'm']);
  });
});

describe('codec: what is refused', () => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const shared = { x: 1 };
  const own = JSON.parse('{"__proto__": 1}') as unknown;
  const sparse: unknown[] = [];
  sparse[2] = 1;

  const TABLE: readonly (readonly [string, unknown, RegExp])[] = [
    ['a function', { a: { f: () => 1 } }, /^state\.a\.f is function/],
    ['undefined', { a: undefined }, /^state\.a is undefined/],
    ['a hole in a list', sparse, /^state\[0\] is undefined/],
    ['a bigint', [1n], /^state\[0\] is bigint/],
    ['a symbol as value', { a: Symbol('x') }, /^state\.a is symbol/],
    ['a map', { a: [new Map()] }, /^state\.a\[0\] is an instance of Map/],
    ['a set', new Set(), /^state is an instance of Set/],
    ['a date', { at: new Date(0) }, /^state\.at is an instance of Date/],
    ['a cycle', { cycle }, /^state\.cycle\.self .*by another path/],
    ['a shared record', { a: shared, b: shared }, /^state\.b .*by another path/],
    ['a class nobody listed', { s: new Stranger() }, /^state\.s is an instance of Stranger/],
    ['a record with $', { $num: '1' }, /^state\.\$num begins with \$/],
    ['an own field __proto__', { a: own }, /^state\.a\.__proto__ /],
    ['a number of another policy', createNumeric(BINARY64)(1), /^state is an instance of Double/],
    ['a list of an own class', new (class Bag extends Array {})(), /^state is an instance of Bag/],
    ['a list with fields', Object.assign([1], { extra: 2 }), /^state\.extra /],
    ['a field behind a symbol', { [Symbol('x')]: 1 }, /^state .*symbol/],
    [
      'a computed field',
      {
        get a() {
          return 1;
        },
      },
      /^state\.a /,
    ],
    ['a hidden field', Object.defineProperty({}, 'a', { value: 1 }), /^state\.a /],
  ];
  for (const [title, value, message] of TABLE) {
    it(title, () => {
      assert.throws(() => codec.encode(value), { code: 'strategy.state', message });
    });
  }

  it('a class that only has the name of a listed one', () => {
    const { Counter: Impostor } = {
      Counter: class Counter {
        readonly count = 1;
      },
    };
    assert.throws(() => codec.encode(new Impostor()), { code: 'strategy.state' });
  });

  const BROKEN: readonly (readonly [string, Json, RegExp])[] = [
    ['a number that is none', { a: { $num: 'ten' } }, /^state\.a is "ten"/],
    ['a class nobody knows', [{ $class: 'Ghost' }], /^state\[0\] is an instance of Ghost/],
    ['a field __proto__', JSON.parse('{"a":{"__proto__":{}}}') as Json, /^state\.a .*__proto__/],
    [
      'a class named like an inherited member',
      { $class: 'constructor' },
      /instance of constructor/,
    ],
  ];
  for (const [title, saved, message] of BROKEN) {
    it(`restoring ${title}`, () => {
      assert.throws(() => codec.decode(saved), { code: 'strategy.state', message });
    });
  }
});
