// Where the gpu lane cannot follow what the reference lane goes on with: in the tick, at the words and for the reason that
// the fast lane has, and never as a difference. And zeros, of which it has one as well.
import assert from 'node:assert/strict';
import { requireGpu } from '../support/gpu/adapter.js';
import { DECIMAL } from '../support/session.js';
import { LaneBench, outcomeOf, placeIn, strategySource } from '../support/vm/lane-program.js';
import { LIMITS } from '../unit/vm/programs/limits.js';
import { zeroProgram, ZEROS } from '../unit/vm/programs/zeros.js';

/** Millions of instructions, which take a software adapter minutes. */
const LONG = /more in a tick/;

describe('what the gpu lane cannot follow', function () {
  this.timeout(120_000);
  let bench: LaneBench;
  before(async function () {
    await requireGpu(this);
    bench = await LaneBench.start();
  });
  // There is none where the suite was skipped.
  after(() => (bench as LaneBench | undefined)?.dispose());

  const policies = [{ kind: 'binary64' }, DECIMAL] as const;
  const short = LIMITS.filter(([title]) => !LONG.test(title));
  for (const [i, [title, program, reason, place]] of short.entries())
    it(title, async () => {
      const text = strategySource(program);
      const numeric = policies[i % policies.length];
      const report = await bench.run({
        text,
        lanes: ['gpu'],
        ...(numeric !== undefined && { numeric }),
      });
      assert.equal(outcomeOf(report), `the gpu lane gives up in tick 2: ${reason}`);
      assert.equal(report.divergence, null);
      assert.equal(placeIn(text, report.limit), place);
    });

  for (const [i, [title, zero]] of ZEROS.entries())
    it(`a negative zero of JavaScript is a zero: ${title}`, async () => {
      const numeric = policies[i % policies.length];
      const report = await bench.run({
        text: strategySource(zeroProgram(zero)),
        lanes: ['gpu'],
        ...(numeric !== undefined && { numeric }),
      });
      assert.equal(outcomeOf(report), 'equal over 4');
    });
});
