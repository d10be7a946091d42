// Putting functions where they are called: arguments are the caller's registers, early ends leave the body's block, and
// registers that may be read before they are written start at zero on every round of a loop.
import { deepEqual } from 'node:assert/strict';
import type { Holding } from '../../../engine/core/memory/value-type.js';
import type { Operation } from '../../../engine/vm/ir/instruction.js';
import type { FunctionCode, Program } from '../../../engine/vm/ir/program.js';
import { inlineCalls } from '../../../engine/vm/optimise/inline.js';

const PLACE = { file: '', start: 0, end: 0 };

function code(
  parameters: number,
  registers: readonly Holding[],
  operations: readonly Operation[],
): FunctionCode {
  return {
    name: '',
    place: PLACE,
    parameters: Array.from({ length: parameters }, (_, i) => i),
    registers,
    result: 'int',
    code: operations.map((operation) => ({ ...operation, at: 0 })),
  };
}

/** The first function, which the step is, after its callees were put into it. */
function inlined(...functions: readonly FunctionCode[]): readonly string[] {
  const program = { functions, entries: { step: 0, finish: 0 } } as unknown as Program;
  const [first, ...others] = inlineCalls(program).functions;
  deepEqual(others, [], 'functions that nothing calls are gone');
  return (first?.code ?? []).map(({ at: _at, ...operation }) => JSON.stringify(operation));
}

const text = (...operations: readonly Operation[]): readonly string[] =>
  operations.map((operation) => JSON.stringify(operation));

const CALLER = code(
  0,
  ['int', 'int'],
  [
    { op: 'const.int', dst: 0, value: 5 },
    { op: 'call', dst: 1, callee: 1, args: [0] },
    { op: 'return', a: 1 },
  ],
);

describe('inlining', () => {
  it('the result is made in its place, from the argument itself', () => {
    const callee = code(
      1,
      ['int', 'int'],
      [
        { op: 'int.add', dst: 1, a: 0, b: 0 },
        { op: 'return', a: 1 },
      ],
    );
    deepEqual(
      inlined(CALLER, callee),
      text(
        { op: 'const.int', dst: 0, value: 5 },
        { op: 'int.add', dst: 1, a: 0, b: 0 },
        { op: 'return', a: 1 },
      ),
    );
  });

  it('an assigned parameter is a copy, an early end leaves the body', () => {
    const callee = code(
      1,
      ['int', 'word'],
      [
        { op: 'const.word', dst: 1, value: 1 },
        { op: 'if', a: 1 },
        { op: 'return', a: 0 },
        { op: 'end' },
        { op: 'int.add', dst: 0, a: 0, b: 0 },
        { op: 'return', a: 0 },
      ],
    );
    deepEqual(
      inlined(CALLER, callee),
      text(
        { op: 'const.int', dst: 0, value: 5 },
        { op: 'move', dst: 2, a: 0 },
        { op: 'block' },
        { op: 'const.word', dst: 3, value: 1 },
        { op: 'if', a: 3 },
        { op: 'move', dst: 1, a: 2 },
        { op: 'br', depth: 1 },
        { op: 'end' },
        { op: 'int.add', dst: 1, a: 2, b: 2 },
        { op: 'end' },
        { op: 'return', a: 1 },
      ),
    );
  });

  it('what may be read before it is written starts at zero', () => {
    const callee = code(
      1,
      ['int', 'word', 'int'],
      [
        { op: 'const.word', dst: 1, value: 1 },
        { op: 'if', a: 1 },
        { op: 'move', dst: 2, a: 0 },
        { op: 'end' },
        { op: 'return', a: 2 },
      ],
    );
    deepEqual(
      inlined(CALLER, callee).slice(1, 3),
      text({ op: 'const.int', dst: 3, value: 0 }, { op: 'const.word', dst: 2, value: 1 }),
    );
  });
});
