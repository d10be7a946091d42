// `lockstep sweep --lane gpu` on a device that goes away in the middle: the table and the file are those of an undisturbed
// sweep, nothing finished is run again, and standard error says what happened.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Finished, lockstep, ROOT, scratchFolder } from '../cli/lockstep.js';
import { STRATEGIES, writeSmall } from '../cli/small-capture.js';
import { requireGpu } from '../support/gpu/adapter.js';

const PRELOAD = path.join(ROOT, 'test', 'support', 'gpu', 'gpu-fault.cjs');
/** Twelve configurations in three batches. */
const SPACE = ['--param', 'enterAbove=98:103:1', '--param', 'exitAbove=109,110'];
const BATCH = ['--gpu-batch', '4'];
/** Buffers of a batch: program, ticks, setup, statuses, output and memory. */
const BUFFERS = 6;

/** At least what one configuration needs in any of them, and less than twice as much. */
const LANE_BYTES = 100_000;

interface Fault {
  readonly act?: 'kill' | 'kill-parent' | 'lose';
  readonly at?: 'start' | 'buffer' | 'dispatch';
  readonly count?: number;
  readonly after?: number;
  readonly times?: number;
  readonly bytes?: number;
}

describe('lockstep sweep on a device that fails', function () {
  this.timeout(600_000);
  const scratch = scratchFolder();
  after(scratch.remove);
  const at = (name: string): string => path.join(scratch.dir, name);
  let capture = '';
  let whole = '';
  let table = '';
  let names = 0;

  before(async function () {
    await requireGpu(this);
    capture = await writeSmall(scratch.dir, 'small');
    const run = await lockstep(['sweep', capture, ...SPACE, '--json', '--out', at('whole')]);
    assert.equal(run.code, 0, run.err);
    table = run.out;
    whole = readFileSync(at('whole'), 'utf8');
    assert.equal(whole.split('\n').length, 14, 'a header, 12 rows, and the end of the last line');
  });

  interface Disturbed extends Finished {
    /** Of the rows, and what is in it. */
    readonly name: string;
    readonly file: string;
    /** Letters of what the devices were asked for. */
    readonly asked: string;
  }

  async function sweep(
    fault: Fault,
    space: readonly string[] = [...SPACE, ...BATCH],
  ): Promise<Disturbed> {
    const name = `fault-${String((names += 1))}`;
    const log = at(`${name}.log`);
    const env = {
      NODE_OPTIONS: `--require ${PRELOAD}`,
      LOCKSTEP_GPU_FAULT: JSON.stringify({ ...fault, log }),
    };
    const args = ['sweep', capture, ...space, '--lane', 'gpu', '--json', '--out', at(name)];
    const run = await lockstep(args, { env });
    const [file = '', asked = ''] = [at(name), log].map((from) => readFileSync(from, 'utf8'));
    return { ...run, name: at(name), file, asked };
  }

  const buffersOf = ({ asked }: Disturbed): number => asked.split('b').length - 1;
  const linesOf = ({ err }: Disturbed): readonly string[] => err.match(/lockstep: .*\n/g) ?? [];

  const CASES: readonly (readonly [string, Fault, readonly RegExp[], number])[] = [
    ['nothing fails', {}, [], 3 * BUFFERS],
    [
      'killed while it starts',
      { act: 'kill', at: 'start' },
      [/SIGKILL.* 0 to 3 it had finished 0, .*started again for the other 4\.\n/],
      3 * BUFFERS,
    ],
    [
      'killed at every start',
      { act: 'kill', at: 'start', times: 99 },
      [/started again for the other 4\.\n/, /the fast lane runs the other 4 and whatever follows/],
      0,
    ],
    [
      'killed between two batches',
      { act: 'kill', at: 'buffer', count: BUFFERS + 1 },
      [/SIGKILL.* 4 to 7 it had finished 0, .*started again for the other 4\.\n/],
      1 + 3 * BUFFERS,
    ],
    [
      'killed in the middle of a batch',
      { act: 'kill', at: 'dispatch', after: 2 * BUFFERS, count: 2 },
      [/SIGKILL.* 4 to 7 it had finished 0, .*started again for the other 4\.\n/],
      4 * BUFFERS,
    ],
    [
      'lost in the middle of a batch',
      { act: 'lose', at: 'dispatch', after: 2 * BUFFERS, count: 2 },
      [/The GPU device was lost.* 4 to 7 .*started again for the other 4\.\n/],
      4 * BUFFERS,
    ],
  ];
  for (const [about, fault, said, buffers] of CASES)
    it(`${about}: the same rows`, async () => {
      const run = await sweep(fault);
      assert.equal(run.code, 0, run.err);
      assert.equal(run.file, whole);
      assert.equal(run.out, table);
      assert.equal(linesOf(run).length, said.length, run.err);
      said.forEach((text, index) => {
        assert.match(linesOf(run)[index] ?? '', text);
      });
      assert.equal(buffersOf(run), buffers);
    });

  it('memory for two configurations at a time: the same rows, and nothing to say', async () => {
    const run = await sweep({ bytes: 2 * LANE_BYTES });
    assert.equal(run.code, 0, run.err);
    assert.deepEqual([run.file, run.out, linesOf(run)], [whole, table, []]);
    // In place of each batch one that finds no room, and two of half its size.
    assert.equal(buffersOf(run), 3 * (5 + 4 + 4));
  });

  it('what one batch had finished is kept, in whatever order it ran', async () => {
    const strategy = at('one-trade-of-a-mode.ts');
    const text = readFileSync(path.join(STRATEGIES, 'one-trade.ts'), 'utf8');
    // A text that differs puts configurations of one batch into runs of their own.
    const mode = "mode: param.choice('a', ['a', 'b', 'c']), enterAbove: param";
    writeFileSync(strategy, text.replace('enterAbove: param', mode));
    const space = ['--strategy', strategy, '--param', 'enterAbove=99,100', '--param', 'mode=a,b,c'];
    const undisturbed = await lockstep(['sweep', capture, ...space, '--json']);
    const fault = { act: 'kill', at: 'dispatch', after: 2 * BUFFERS, count: 1 } as const;
    const run = await sweep(fault, space);
    assert.equal(run.code, 0, run.err);
    assert.equal(run.out, undisturbed.out);
    assert.match(run.err, / 0 to 5 it had finished 2, which are kept; .* for the other 4\.\n/);
    assert.equal(buffersOf(run), 4 * BUFFERS);
  });

  for (const lane of ['gpu', 'fast'])
    it(`the command is killed, and the same one goes on in the ${lane} lane`, async () => {
      const fault = { act: 'kill-parent', at: 'dispatch', after: 2 * BUFFERS, count: 2 } as const;
      const killed = await sweep(fault, [...SPACE, ...BATCH]);
      assert.equal(killed.code, null);
      assert.ok(whole.startsWith(killed.file) && killed.file !== whole);
      const rest = ['--lane', lane, '--json', '--out', killed.name];
      const run = await lockstep(['sweep', capture, ...SPACE, ...rest]);
      assert.equal(run.code, 0, run.err);
      assert.equal(run.out, table);
      assert.equal(readFileSync(killed.name, 'utf8'), whole);
    });
});
