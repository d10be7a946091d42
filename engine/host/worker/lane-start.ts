// What a compiled lane starts from: the strategy compiled, and the reference lane it is held against.
import { numWordsFor } from '../../core/memory/number-cells.js';
import type { Program } from '../../vm/ir/program.js';
import type { TraceLevel } from '../../vm/compile/program-compiler.js';
import { optimised } from '../../vm/optimise/index.js';
import type { ReferenceCalls } from '../lanes/check-lanes.js';
import { readProgram, writeProgram } from '../lanes/program-store.js';
import type { PortabilityFinding } from '../lanes/lane-report.js';
import { findingOf } from './lane-plan.js';
import type { OpenReplay } from './open-replay.js';
import { openReference } from './reference-calls.js';

/** Why compiled lanes cannot run: what in the strategy keeps them out, or one thing about the run. */
export interface LaneRefusal {
  readonly notPortable: readonly PortabilityFinding[];
  readonly obstacle: string | null;
}

export interface LaneProgram {
  readonly program: Program;
  readonly reference: ReferenceCalls;
}

export const isRefused = (made: object): made is LaneRefusal => 'obstacle' in made;

export const refusal = (obstacle: string): LaneRefusal => ({ notPortable: [], obstacle });

/** Whether this worker has loaded the compiler, and the kernel into it. */
let isCompilerWarm = false;

/** As written; lanes run what `optimised` makes of it. */
export async function compileLanes(
  open: OpenReplay,
  trace: TraceLevel,
): Promise<Program | LaneRefusal> {
  const numWords = numWordsFor(open.opened.numeric);
  if (numWords === undefined)
    return refusal('no compiled lane holds numbers of so many digits; at most 57');
  const request = { files: open.program.files, numWords, trace };
  // Once it has compiled something, an edit takes the compiler less than reading a program does.
  const stored = isCompilerWarm ? null : await readProgram(request);
  if (stored !== null) return stored;
  // The compiler takes longer to load than a replay takes to run, so it is loaded only here.
  const { compilePortable } = await import('../lanes/portable-strategy.js');
  const { program, issues, typeFiles } = compilePortable(request.files, request);
  const isFirst = !isCompilerWarm;
  isCompilerWarm = true;
  if (program === null)
    return { notPortable: issues.map((issue) => findingOf(open, issue)), obstacle: null };
  if (isFirst) await writeProgram(request, program, typeFiles);
  return program;
}

export async function openLanes(
  open: OpenReplay,
  trace: TraceLevel,
): Promise<LaneProgram | LaneRefusal> {
  const compiled = await compileLanes(open, trace);
  if (isRefused(compiled)) return compiled;
  // The plan of memory depends on the program, so every lane has to run the same one.
  const program = optimised(compiled);
  const reference = openReference(open, program);
  return typeof reference === 'string' ? refusal(reference) : { program, reference };
}
