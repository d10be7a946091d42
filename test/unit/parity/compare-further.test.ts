// Comparing only what is new gives what comparing everything gives, or says that everything has to be compared.
import assert from 'node:assert/strict';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createNumeric, type Numeric } from '../../../engine/core/numeric/index.js';
import { compareFurther, compareRuns } from '../../../engine/core/parity/index.js';
import type { EventRecord } from '../../../engine/core/schema/index.js';
import { openCapture } from '../../../engine/host/capture/index.js';

const EXAMPLE = fileURLToPath(
  new URL('../../../examples/workspace/captures/openclaw-base', import.meta.url),
);

describe('comparison of runs that went on', () => {
  let events: readonly EventRecord[] = [];
  let num: Numeric;
  before(async () => {
    const { value } = await openCapture(path.resolve(EXAMPLE));
    assert.ok(value !== undefined);
    ({ events } = value);
    num = createNumeric(value.manifest.numeric);
  });

  /** After `cut` events, then all of them. */
  const further = (live: readonly EventRecord[], replay: readonly EventRecord[], cut: number) =>
    compareFurther(num, compareRuns(num, live.slice(0, cut), replay.slice(0, cut)), {
      live,
      replay,
    });

  it('is that of everything, wherever a tick ended', () => {
    const whole = compareRuns(num, events, events);
    let taken = 0;
    for (let cut = 0; cut <= events.length; cut += 1) {
      const isBetweenTicks = events[cut - 1]?.ts !== events[cut]?.ts;
      const found = further(events, events, cut);
      if (!isBetweenTicks) assert.equal(found, null, String(cut));
      else {
        assert.deepEqual(found, whole, String(cut));
        taken += 1;
      }
    }
    assert.ok(taken > 50, String(taken));
  });

  const changed = (at: number): readonly EventRecord[] =>
    events.map((event, index) =>
      index === at ? ({ ...event, reason: 'another' } as EventRecord) : event,
    );

  it('is not made where something differed before, or differs now', () => {
    assert.equal(further(events, changed(10), 100), null);
    assert.equal(further(events, changed(150), 100), null);
    assert.equal(further(events, events.slice(0, -1), 100), null);
  });
});
