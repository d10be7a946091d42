// Positions, duplicate keys and faults in JSON text, judged by JSON.parse on generated documents.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findJsonFault } from '../../../engine/core/schema/json-fault.js';
import {
  countPairs,
  findDuplicateKeys,
  formatPath,
  locateKey,
  locatePath,
  measureJson,
  placeOf,
  type JsonPath,
} from '../../../engine/core/schema/json-text.js';

/** Every path of a value with what stands there. */
function* everyPath(value: unknown, path: JsonPath = []): Generator<[JsonPath, unknown]> {
  yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    yield* everyPath(item, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

const document = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });
const indent = fc.constantFrom('', ' ', '\t', '\r\n  ');

describe('JSON text', () => {
  it('finds the value at every path', () => {
    fc.assert(
      fc.property(document, indent, (value, space) => {
        const text = JSON.stringify(value, null, 2).replaceAll('\n', `\n${space}`);
        for (const [path, item] of everyPath(value)) {
          const { start, end } = locatePath(text, path);
          assert.deepEqual(JSON.parse(text.slice(start, end)), JSON.parse(JSON.stringify(item)));
        }
      }),
    );
  });

  it('counts the pairs and the depth of every document', () => {
    fc.assert(
      fc.property(document, (value) => {
        const { pairs, depth } = measureJson(JSON.stringify(value));
        assert.equal(pairs, countPairs(value));
        const deepest = Math.max(...[...everyPath(value)].map(([path]) => path.length));
        assert.ok(depth === deepest || depth === deepest + 1);
        assert.deepEqual(findDuplicateKeys(JSON.stringify(value)), []);
      }),
    );
  });

  it('finds a fault exactly where JSON.parse refuses', () => {
    const damage = fc.tuple(
      document,
      fc.nat(),
      fc.constantFrom('', '"', '{', ']', ',', ':', '\\', 'x', '0', '\n'),
    );
    fc.assert(
      fc.property(damage, ([value, at, character]) => {
        const text = JSON.stringify(value);
        const index = at % (text.length + 1);
        const damaged = `${text.slice(0, index)}${character}${text.slice(index + 1)}`;
        let isJson = true;
        try {
          JSON.parse(damaged);
        } catch {
          isJson = false;
        }
        const fault = findJsonFault(damaged);
        assert.equal(fault === undefined, isJson, damaged);
        if (fault) assert.ok(fault.offset <= damaged.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds keys, also escaped ones, and places that are missing', () => {
    const text = '{"a": {"b\\n": [1, {"c": 2}]},\n "d": 3}';
    assert.deepEqual(locateKey(text, ['d']), { start: 31, end: 34 });
    assert.deepEqual(locatePath(text, ['a', 'b\n', 1, 'c']), { start: 24, end: 25 });
    assert.deepEqual(locatePath(text, ['a', 'nothing']), { start: 6, end: 7 });
    assert.equal(locateKey(text, ['nothing']), undefined);
    assert.deepEqual(placeOf(text, 31), { line: 2, column: 2 });
  });

  it('finds every key that is written twice', () => {
    const text = '{"a":1,"b":{"c":1,"\\u0063":2},"a":[{"x":1,"x":2,"x":3}]}';
    const found = findDuplicateKeys(text).map(({ path }) => formatPath(path));
    assert.deepEqual(found, ['b.c', 'a', 'a[0].x', 'a[0].x']);
  });

  const PATHS: readonly (readonly [JsonPath, string])[] = [
    [[], ''],
    [['a', 'b'], 'a.b'],
    [['replays', 0, 'name'], 'replays[0].name'],
    [['positions', 'BTC/USDT', 'size'], 'positions["BTC/USDT"].size'],
    [['', 'x'], '[""].x'],
  ];
  for (const [path, expected] of PATHS) {
    it(`writes ${JSON.stringify(path)} as ${expected}`, () => {
      assert.equal(formatPath(path), expected);
    });
  }
});
