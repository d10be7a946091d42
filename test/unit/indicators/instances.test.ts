// What a snapshot relies on: instances hold plain fields only, share nothing, and agree when they saw the same bars.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { INDICATOR_CLASSES } from '../../../engine/core/indicators/index.js';
import type { Numeric } from '../../../engine/core/numeric/index.js';
import { POLICIES, SAMPLES, bar, type Bar, type BarText } from './samples.js';

const isIndicator = (value: unknown): value is object =>
  INDICATOR_CLASSES.some((indicator) => value instanceof indicator);

/** The state of an instance as text; throws where a field is nothing a snapshot can hold. */
function stateText(num: Numeric, value: unknown, path: string): string {
  if (num.is(value)) return num.format(value);
  if (typeof value === 'boolean' || typeof value === 'string') return String(value);
  if (Number.isInteger(value)) return String(value);
  if (Array.isArray(value))
    return value.map((item, i) => stateText(num, item, `${path}[${i}]`)).join();
  assert.ok(isIndicator(value), `${path} is neither plain nor an indicator`);
  const entries = Object.entries(value);
  assert.equal(entries.filter(([name, field]) => name === 'num' && field === num).length, 1, path);
  return entries
    .filter(([name]) => name !== 'num')
    .map(([name, field]) => `${name}=${stateText(num, field, `${path}.${name}`)}`)
    .join('\n');
}

const price = fc.integer({ min: 1, max: 10_000 }).map((n) => n / 100);
const barText = fc
  .tuple(price, price, price)
  .map((prices) => prices.toSorted((a, b) => b - a))
  .map(([high, close, low]): BarText => [String(high), String(low), String(close)]);

describe('indicator instances', () => {
  it('every class has a sample', () => {
    const [, num] = POLICIES[0] ?? assert.fail();
    const sampled = new Set(
      Object.values(SAMPLES).map((create) => create(num).instance.constructor),
    );
    assert.deepEqual([...sampled], [...INDICATOR_CLASSES]);
  });

  for (const [policy, num] of POLICIES) {
    for (const [name, create] of Object.entries(SAMPLES)) {
      it(`${name}, ${policy}: plain fields, none added later, same bars make the same state`, () => {
        const fields = Object.keys(create(num).instance);
        const series = fc.array(barText, { minLength: 1, maxLength: 20 });
        const property = fc.property(series, barText, (texts, other) => {
          const [first, second, stranger] = [create(num), create(num), create(num)];
          for (const text of texts) {
            feedAll([first, second], bar(num, text));
            stranger.feed(bar(num, other));
            const state = stateText(num, first.instance, name);
            assert.equal(stateText(num, second.instance, name), state);
          }
          assert.deepEqual(Object.keys(first.instance), fields);
        });
        fc.assert(property, { numRuns: 30 });
      });
    }
  }
});

function feedAll(samples: readonly { readonly feed: (bar: Bar) => void }[], next: Bar): void {
  for (const sample of samples) sample.feed(next);
}
