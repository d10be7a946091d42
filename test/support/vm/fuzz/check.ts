// Random programs through lanes: each must do in every lane what the reference does. One that does not is shown shrunk.
import assert from 'node:assert/strict';
import type { LaneName } from '../../../../engine/host/lanes/lane-report.js';
import { outcomeOf, type LaneBench } from '../lane-program.js';
import type { Forms } from './expressions.js';
import { randomProgram, textOf, type RandomProgram } from './program.js';
import { shrink } from './shrink.js';

/** Seeds of plain forms that failed once, with what was wrong. */
export const KEPT_SEEDS: readonly (readonly [number, string])[] = [
  [35, 'a record spread by choice lost the fields around it'],
  [120, 'x ?? null where types know that x is there'],
  [138, 'code behind a return has no types'],
  [2932, 'a flag observed where types know that nothing gets there'],
  [1031, '?? within ?? where types have narrowed to nothing'],
];

/** How many programs, from which seed on: LOCKSTEP_FUZZ_PROGRAMS=5000 and LOCKSTEP_FUZZ_SEED=77 say otherwise. */
export const fuzzRange = (
  programs: number,
): { readonly programs: number; readonly seed: number } => ({
  programs: Number(process.env['LOCKSTEP_FUZZ_PROGRAMS'] ?? programs),
  seed: Number(process.env['LOCKSTEP_FUZZ_SEED'] ?? 1),
});

/** Fails with the program of this seed, shrunk, where a lane differs from the reference. */
export async function checkSeed(
  bench: LaneBench,
  seed: number,
  { lanes, forms = 'edges' }: { readonly lanes: readonly LaneName[]; readonly forms?: Forms },
): Promise<void> {
  const outcome = async (program: RandomProgram): Promise<string> => {
    await bench.market(program.bars);
    try {
      const { numeric } = program;
      return outcomeOf(await bench.run({ text: textOf(program), numeric, lanes }));
    } catch (error) {
      return `failed: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
  const program = randomProgram(seed, forms);
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
}

/** What a failure has in common with those of smaller programs: everything but numbers. */
const kindOf = (outcome: string): string => outcome.replaceAll(/\d+/g, '#').slice(0, 60);
