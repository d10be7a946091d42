// Programs as bytecode: the same program gives the same words, every instruction has a place, and no two things that are
// alive at once share memory.
import assert from 'node:assert/strict';
import { compilePortable } from '../../../engine/host/lanes/portable-strategy.js';
import { INSTRUCTION_WORDS } from '../../../engine/vm/bytecode/bytecode.js';
import { encodeProgram } from '../../../engine/vm/bytecode/encode-program.js';
import { frameLayout } from '../../../engine/vm/bytecode/frame-layout.js';
import { GROUP_ENDS, OPCODES } from '../../../engine/vm/bytecode/opcode.js';
import type { FunctionCode, Program } from '../../../engine/vm/ir/program.js';
import { SUMMING } from '../../support/gpu/lane-strategies.js';

const FILE = '/strategy.ts';

function compile(numWords: number): Program {
  const files = [{ path: FILE, text: SUMMING }];
  const { program, issues } = compilePortable(files, { numWords, trace: 'full' });
  assert.deepEqual(issues, []);
  assert.ok(program !== null);
  return program;
}

describe('bytecode', function () {
  // The compiler is loaded for the first of them.
  this.timeout(60_000);

  it('is the same for the same program', () => {
    const [first, second] = [encodeProgram(compile(5)), encodeProgram(compile(5))];
    assert.deepEqual(first, second);
    assert.equal(first.places.length * INSTRUCTION_WORDS, first.words.length);
  });

  it('depends on the size of a number in addresses only', () => {
    const opcodes = (numWords: number): number[] => {
      const { words } = encodeProgram(compile(numWords));
      return [...words].filter((_, i) => i % INSTRUCTION_WORDS === 0).map((word) => word & 0xff);
    };
    const plain = opcodes(2);
    assert.deepEqual(plain, opcodes(7));
    assert.ok(plain.every((opcode) => opcode < OPCODES.length));
    const share = plain.filter((opcode) => opcode < GROUP_ENDS.plain).length / plain.length;
    assert.ok(share > 0.8, 'most instructions are plain');
  });

  it('gives a function memory behind that of all its callers', () => {
    const program = compile(5);
    const { frames, pool } = frameLayout(program);
    program.functions.forEach(({ code }, index) => {
      const frame = frames[index];
      assert.ok(frame !== undefined && frame.returnAt >= pool.end);
      for (const instruction of code) {
        if (instruction.op !== 'call') continue;
        assert.ok((frames[instruction.callee]?.returnAt ?? 0) >= frame.end);
      }
    });
  });

  it('writes to no register that is a constant', () => {
    const program = compile(5);
    const { pool } = frameLayout(program);
    program.functions.forEach((code: FunctionCode) => {
      const aliases = pool.aliases(code);
      for (const instruction of code.code) {
        if (!('dst' in instruction) || instruction.dst === null) continue;
        const address = aliases.get(instruction.dst);
        if (address !== undefined) assert.equal(pool.addressOf(instruction), address);
      }
    });
  });
});
