// Makes a failing program smaller while it fails in the same way: statements are dropped, blocks are opened.
import type { RandomProgram } from './program.js';
import { smaller } from './piece.js';

/** Runs a shrink may take; a program of some dozen statements needs fewer. */
const RUNS_MAX = 400;

/** @param fails whether the program still fails as the first one did */
export async function shrink(
  first: RandomProgram,
  fails: (program: RandomProgram) => Promise<boolean>,
): Promise<RandomProgram> {
  let best = first;
  let runs = 0;
  for (let found = true; found && runs < RUNS_MAX;) {
    found = false;
    for (const candidate of candidates(best)) {
      runs += 1;
      if (runs > RUNS_MAX) break;
      if (!(await fails(candidate))) continue;
      best = candidate;
      found = true;
      break;
    }
  }
  return best;
}

function* candidates(program: RandomProgram): Generator<RandomProgram> {
  for (const tick of smaller(program.tick)) yield { ...program, tick };
  for (const [i, one] of program.functions.entries()) {
    const others = program.functions.filter((_, j) => j !== i);
    yield { ...program, functions: others };
    for (const body of smaller(one.body)) {
      const functions = program.functions.map((each, j) => (j === i ? { ...one, body } : each));
      yield { ...program, functions };
    }
  }
}
