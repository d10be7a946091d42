// The shape of every property of this suite: batches of random rows, one test each, named by the seed that makes it.
import { seededRandom, type SeededRandom } from '../seeded-random.js';
import { requireGpu, type RowGpu } from './adapter.js';
import { BATCH_ROWS, checkRows, type Row } from './row-batch.js';

/** LOCKSTEP_GPU_ROWS=1000000 runs a million rows of each kind. */
const rowCount = (usual: number): number => Number(process.env['LOCKSTEP_GPU_ROWS'] ?? usual);

/** LOCKSTEP_SEED=n begins with another seed: that of a failure, or one never seen. */
const firstSeed = (): number => Number(process.env['LOCKSTEP_SEED'] ?? 20_260);

export interface Property {
  readonly about: string;
  readonly rows: number;
  readonly draw: (random: SeededRandom, seed: string) => Row;
  /** Rows that are always run. */
  readonly edges?: () => readonly Row[];
}

export function describeProperty({ about, rows, draw, edges }: Property): void {
  describe(about, function () {
    // Millions of rows take minutes on a software adapter.
    this.timeout(0);
    let gpu: RowGpu;
    before(async function () {
      gpu = await requireGpu(this);
    });

    if (edges !== undefined) {
      it('every pair of edges', async () => {
        await checkRows(gpu, edges());
      });
    }
    const count = rowCount(rows);
    for (let at = 0; at < count; at += BATCH_ROWS) {
      const seed = firstSeed() + at / BATCH_ROWS;
      const size = Math.min(BATCH_ROWS, count - at);
      it(`${String(size)} random rows, seed ${String(seed)}`, async () => {
        const random = seededRandom(seed);
        const label = `LOCKSTEP_SEED=${String(seed)}`;
        await checkRows(
          gpu,
          Array.from({ length: size }, () => draw(random, label)),
        );
      });
    }
  });
}
