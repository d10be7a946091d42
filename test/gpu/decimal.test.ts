// Decimal arithmetic of the GPU lane against decimal.js, bit for bit, on random rows over all policies.
import { closeGpu, requireGpu, type RowGpu } from '../support/gpu/adapter.js';
import { randomDecimalRow } from '../support/gpu/decimal-rows.js';
import { BATCH_ROWS, checkRows } from '../support/gpu/row-batch.js';
import { rowCount, rowSeed } from '../support/gpu/row-count.js';
import { seededRandom } from '../support/seeded-random.js';

const ROWS = 160_000;

describe('decimal arithmetic on the GPU', function () {
  // Millions of rows take minutes on a software adapter.
  this.timeout(0);
  let gpu: RowGpu;

  before(async function () {
    gpu = await requireGpu(this);
  });
  after(closeGpu);

  const count = rowCount(ROWS);
  for (let at = 0; at < count; at += BATCH_ROWS) {
    const seed = rowSeed() + at / BATCH_ROWS;
    const rows = Math.min(BATCH_ROWS, count - at);
    it(`random rows, seed ${String(seed)}`, async () => {
      const random = seededRandom(seed);
      const label = `LOCKSTEP_SEED=${String(seed)}`;
      await checkRows(
        gpu,
        Array.from({ length: rows }, () => randomDecimalRow(random, label)),
      );
    });
  }
});
