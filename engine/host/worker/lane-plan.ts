// A compiled program beside an open replay: its plan of memory for the sandbox, and what keeps a strategy from being one.
import type { PlainPlan } from '../../core/memory/plain-plan.js';
import { TypeWriter } from '../../core/memory/type-table.js';
import type { PortabilityIssue } from '../../vm/compile/issue.js';
import { encodeProgram } from '../../vm/bytecode/encode-program.js';
import { staticMemory } from '../../vm/fast/static-memory.js';
import type { Program } from '../../vm/ir/program.js';
import type { PortabilityFinding } from '../lanes/lane-report.js';
import type { OpenReplay } from './open-replay.js';

export function planOf(program: Program): PlainPlan {
  const types = new TypeWriter();
  const roots = program.roots.map(({ name, type }) => ({ name, type: types.write(type) }));
  const { symbols, numWords } = program;
  // Every lane keeps what it needs for itself below the objects, and all of them start from the same image.
  const objectsAt = Math.max(staticMemory(program).end, encodeProgram(program).objectsAt);
  return { roots, shapes: types.shapes, literals: symbols, numWords, objectsAt };
}

export function findingOf(open: OpenReplay, issue: PortabilityIssue): PortabilityFinding {
  const { message, remedy } = issue;
  return {
    message,
    remedy,
    range: open.program.ranges.rangeBetween(issue.file, issue.start, issue.end),
  };
}
