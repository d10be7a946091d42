// Random portable strategies over random markets: the fast lane records and keeps, tick by tick, what the reference does.
// LOCKSTEP_FUZZ_PROGRAMS=5000 runs so many, LOCKSTEP_FUZZ_SEED=77 begins there; a failing program is shown shrunk.
import assert from 'node:assert/strict';
import { LaneBench, outcomeOf } from '../../support/vm/lane-program.js';
import { randomProgram, textOf, type RandomProgram } from '../../support/vm/fuzz/program.js';
import { shrink } from '../../support/vm/fuzz/shrink.js';

/** Within some ten seconds; a run of thousands is for whoever changes the compiler or a lane. */
const PROGRAMS = Number(process.env['LOCKSTEP_FUZZ_PROGRAMS'] ?? 24);
const FIRST_SEED = Number(process.env['LOCKSTEP_FUZZ_SEED'] ?? 1);
const PROGRAM_MS = 30_000;

/** Seeds that failed once, with what was wrong. */
const KEPT: readonly (readonly [number, string])[] = [
  [35, 'a record spread by choice lost the fields around it'],
  [120, 'x ?? null where types know that x is there'],
  [138, 'code behind a return has no types'],
  [2932, 'a flag observed where types know that nothing gets there'],
  [1031, '?? within ?? where types have narrowed to nothing'],
];

describe('random programs', function () {
  this.timeout(PROGRAM_MS * PROGRAMS);
  let bench: LaneBench;
  before(async () => {
    bench = await LaneBench.start();
  });
  after(() => bench.dispose());

  const outcome = async (program: RandomProgram): Promise<string> => {
    await bench.market(program.bars);
    try {
      return outcomeOf(await bench.run({ text: textOf(program), numeric: program.numeric }));
    } catch (error) {
      return `failed: ${error instanceof Error ? error.message : String(error)}`;
    }
  };

  const check = async (seed: number): Promise<void> => {
    const program = randomProgram(seed);
    const found = await outcome(program);
    if (found.startsWith('equal over ')) return;
    const kind = kindOf(found);
    const small = await shrink(program, async (one) => kindOf(await outcome(one)) === kind);
    assert.fail(
      [
        `seed ${String(seed)}: ${found}`,
        `rerun: LOCKSTEP_FUZZ_PROGRAMS=1 LOCKSTEP_FUZZ_SEED=${String(seed)}`,
        `shrunk, under ${JSON.stringify(small.numeric)}: ${await outcome(small)}`,
        textOf(small),
      ].join('\n'),
    );
  };

  it(`both lanes agree on ${String(PROGRAMS)} programs from seed ${String(FIRST_SEED)}`, async () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + PROGRAMS; seed += 1) await check(seed);
  });

  for (const [seed, title] of KEPT) it(`seed ${String(seed)}: ${title}`, () => check(seed));
});

/** What a failure has in common with those of smaller programs: everything but numbers. */
const kindOf = (outcome: string): string => outcome.replaceAll(/\d+/g, '#').slice(0, 60);
