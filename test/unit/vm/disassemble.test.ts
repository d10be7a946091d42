// A program written by hand, as text. Every kind of operand is in it.
import assert from 'node:assert/strict';
import { FLAG, INT, NUM, record, WORD } from '../../../engine/core/memory/value-type.js';
import { disassemble } from '../../../engine/vm/bytecode/disassemble.js';
import type { Instruction, Operation } from '../../../engine/vm/ir/instruction.js';
import type { Program } from '../../../engine/vm/ir/program.js';

const SOURCE = 'first line\nsecond line\nthird line\n';
const PLACES = [
  { file: '/home/a.ts', start: 0, end: 5 },
  { file: '/home/a.ts', start: 11, end: 17 },
  { file: '/home/a.ts', start: 29, end: 33 },
];
const SHAPE = { id: 0, name: 'State', fields: [], isMutable: true };

const at = (place: number, operations: readonly Operation[]): readonly Instruction[] =>
  operations.map((operation) => ({ ...operation, at: place }));

const PROGRAM: Program = {
  functions: [
    {
      name: 'step',
      place: PLACES[0] as (typeof PLACES)[0],
      parameters: [],
      registers: ['word', 'int', 'num', 'num', 'word', 'word'],
      result: 'none',
      code: [
        ...at(1, [
          { op: 'root', dst: 0, root: 0 },
          { op: 'const.word', dst: 4, value: 2 },
          { op: 'const.word', dst: 5, value: 1 },
          { op: 'const.int', dst: 1, value: -7 },
          { op: 'const.num', dst: 2, text: 0 },
          { op: 'load', dst: 3, base: 0, offset: 4, isStable: false },
          { op: 'num.add', dst: 3, a: 3, b: 2 },
          { op: 'store', base: 0, offset: 4, a: 3 },
          { op: 'block' },
          { op: 'loop' },
          { op: 'list.has', dst: 5, a: 0, index: 1 },
          { op: 'if', a: 5 },
          { op: 'br', depth: 2 },
          { op: 'else' },
          { op: 'trap', trap: 'missing' },
          { op: 'end' },
          { op: 'end' },
          { op: 'end' },
        ]),
        ...at(2, [
          { op: 'call', dst: 3, callee: 1, args: [2, 1] },
          { op: 'list.new', dst: 0, capacity: 4, stride: 5 },
          { op: 'list.truncate', a: 0, length: 1 },
          { op: 'alloc', dst: 0, words: 3 },
          { op: 'out.begin', sink: 0 },
          { op: 'out.value', a: 3 },
          { op: 'return', a: null },
        ]),
      ],
    },
    {
      name: 'half',
      place: PLACES[2] as (typeof PLACES)[0],
      parameters: [0, 1],
      registers: ['num', 'int'],
      result: 'num',
      code: at(2, [{ op: 'return', a: 0 }]),
    },
  ],
  entries: { step: 0, finish: 1 },
  roots: [{ name: 'state', type: record(SHAPE) }],
  symbols: ['', 'wait', 'go'],
  numbers: ['0.5'],
  sinks: [{ name: 'observe', parameters: [INT, WORD, NUM, FLAG] }],
  roundingStep: SHAPE,
  places: PLACES,
  numWords: 5,
};

const EXPECTED = `entries: step step, finish half
roots: state

step(): none                                             ; a.ts:1:1
  r0 = root state                                        ; a.ts:2:1
  r4 = const.word 2 "go"                                 ; a.ts:2:1
  r5 = const.word 1                                      ; a.ts:2:1
  r1 = const.int -7                                      ; a.ts:2:1
  r2 = const.num 0.5                                     ; a.ts:2:1
  r3 = load r0[4]                                        ; a.ts:2:1
  r3 = num.add r3 r2                                     ; a.ts:2:1
  store r0[4] r3                                         ; a.ts:2:1
  block                                                  ; a.ts:2:1
    loop                                                 ; a.ts:2:1
      r5 = list.has r0 r1                                ; a.ts:2:1
      if r5                                              ; a.ts:2:1
        br depth=2                                       ; a.ts:2:1
      else                                               ; a.ts:2:1
        trap missing                                     ; a.ts:2:1
      end                                                ; a.ts:2:1
    end                                                  ; a.ts:2:1
  end                                                    ; a.ts:2:1
  r3 = call half (r2, r1)                                ; a.ts:3:7
  r0 = list.new capacity=4 stride=5                      ; a.ts:3:7
  list.truncate r0 r1                                    ; a.ts:3:7
  r0 = alloc words=3                                     ; a.ts:3:7
  out.begin observe                                      ; a.ts:3:7
  out.value r3                                           ; a.ts:3:7
  return                                                 ; a.ts:3:7

half(r0: num, r1: int): num                              ; a.ts:3:7
  return r0                                              ; a.ts:3:7
`;

function lineOf({ start }: { readonly start: number }): { line: number; column: number } {
  const before = SOURCE.slice(0, start).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

describe('a program as text', () => {
  it('has function, instruction, operands and place', () => {
    const nameOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1);
    assert.equal(disassemble(PROGRAM, { lineOf, nameOf }), EXPECTED);
  });

  it('shows offsets where the source is not known, and the functions that are asked for', () => {
    const text = disassemble(PROGRAM, { isShown: ({ name }) => name === 'half' });
    assert.deepEqual(text.split('\n').slice(3), [
      'half(r0: num, r1: int): num                              ; /home/a.ts@29',
      '  return r0                                              ; /home/a.ts@29',
      '',
    ]);
  });
});
