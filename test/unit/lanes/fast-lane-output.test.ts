// The output buffer is emptied whenever it is nearly full, wherever in a record that is: what is recorded does not depend
// on its size.
import { deepEqual, equal } from 'node:assert/strict';
import { SymbolTable } from '../../../engine/core/memory/symbol-table.js';
import { createNumeric, type NumericPolicy } from '../../../engine/core/numeric/index.js';
import { decimalRuntime } from '../../../engine/host/lanes/decimal-runtime.js';
import { FastLane } from '../../../engine/vm/fast/fast-lane.js';
import { fastModule } from '../../../engine/vm/fast/fast-module.js';
import { OUT_SLACK_BYTES } from '../../../engine/vm/fast/machine.js';
import { atDepth } from '../../support/depth.js';
import { fastPassOf, lanesOf, openForLanes } from '../../support/lane-replay.js';

const POLICIES: readonly (readonly [string, NumericPolicy])[] = [
  ['binary64', { kind: 'binary64' }],
  ['decimal', { kind: 'decimal', precision: 20, rounding: 'half-up' }],
];
/** The smallest holds a value or two beside the room that is always kept, so that no record is whole. */
const SIZES = [OUT_SLACK_BYTES + 16, 1000, ...atDepth([], [4096, 1 << 20])];
const TICKS = atDepth(30, 60);

type Recorded = readonly (readonly unknown[])[];

async function recordedWith(numeric: NumericPolicy): Promise<(outBytes: number) => Recorded> {
  const open = await openForLanes(numeric);
  const { window } = await fastPassOf(open, 'full');
  const { program, reference } = await lanesOf(open, 'full');
  const { words, stateStart, symbols } = reference.start;
  const image = { bytes: new Uint8Array(Uint32Array.from(words).buffer), stateStart };
  const num = createNumeric(numeric);
  return (outBytes) => {
    const fast = fastModule(program, num, decimalRuntime);
    const lane = new FastLane({
      ...{ program, fast, num, image, outBytes },
      symbols: new SymbolTable(symbols),
    });
    const made: unknown[][] = [];
    lane.run(window.ticks, 0, TICKS);
    lane.flush({
      tick: () => made.push(['tick']),
      call:
        (name) =>
        (...args) =>
          made.push([name, JSON.stringify(args)]),
    });
    return made;
  };
}

describe('output of the fast lane', function () {
  this.timeout(60_000);

  for (const [name, numeric] of POLICIES) {
    it(`${name}: the same records from buffers of ${SIZES.join(', ')} bytes`, async () => {
      const recorded = await recordedWith(numeric);
      const all = recorded(1 << 22);
      equal(all.filter(([what]) => what === 'tick').length, TICKS);
      for (const size of SIZES) deepEqual(recorded(size), all, `${String(size)} bytes`);
    });
  }
});
