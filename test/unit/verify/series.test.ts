// What a chart is drawn from: fewer points, round grids.
import assert from 'node:assert/strict';
import { thinned } from '../../../engine/host/replay/thinned.js';
import { timeScale, valueScale } from '../../../cli/output/html/scale.js';

describe('series for charts', () => {
  it('thins out evenly and keeps both ends', () => {
    const items = Array.from({ length: 1_001 }, (_, index) => index);
    assert.deepEqual(thinned(items, 5), [0, 250, 500, 750, 1_000]);
    assert.equal(thinned(items, 1_001), items);
    assert.deepEqual(thinned([], 5), []);
  });

  it('a flat balance has a scale, and grid values are round', () => {
    const flat = valueScale([10_000, 10_000], 100, 0);
    assert.equal(flat.at(10_000), 50);
    const { ticks } = valueScale([9_998.59, 9_998.95], 100, 0);
    assert.ok(ticks.length >= 2 && ticks.length <= 6, String(ticks.length));
    for (const tick of ticks) assert.equal(Number(tick.toFixed(1)), Number(tick.toPrecision(8)));
  });

  it('times fall on whole hours or days, at most seven of them, also for one instant', () => {
    const from = Date.parse('2026-01-16T05:00:00Z');
    const days = timeScale(from, Date.parse('2026-02-10T04:00:00Z'), [0, 1_000]);
    assert.ok(days.ticks.length <= 7);
    assert.match(days.label(days.ticks[0] ?? 0), /^\d{4}-\d\d-\d\d$/);
    const hours = timeScale(from, from + 3 * 3_600_000, [0, 1_000]);
    assert.equal(hours.label(hours.ticks[0] ?? 0), '01-16 05:00');
    assert.ok(Number.isFinite(timeScale(from, from, [0, 1]).at(from)));
  });
});
