// What the compiled arithmetic promises beside its results: which memory it touches, what it refuses, what it flags.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { CELL_LIMBS, digitsOfLimbs } from '../../../engine/core/memory/cell-format.js';
import { decimalLane, modulePath, NOT_WHOLE } from '../../support/decimal-lane.js';

/** Bytes that belong to the arithmetic between two operations and within one. */
const SCRATCH = { from: 128, to: 768 };
const GUARD = 0xa5;

/** Operands of every shape: short, as long as a cell, apart, next to each other, without a value. */
const OPERANDS = ['3', '-7.25', '0', 'NaN', '-Infinity', '1e-300', '9e90'];

/** What a module must not have: all of it would write or run something when it is instantiated. */
const SECTION: Readonly<Record<string, number>> = {
  table: 4,
  memory: 5,
  start: 8,
  elements: 9,
  data: 11,
};

/** Numbers of a module's sections: after eight bytes, each is its number, its length (LEB128) and its content. */
function sectionsOf(bytes: Uint8Array): readonly number[] {
  const found: number[] = [];
  let at = 8;
  while (at < bytes.length) {
    found.push(bytes[at] ?? 0);
    let length = 0;
    let shift = 0;
    let part: number;
    do {
      at += 1;
      part = bytes[at] ?? 0;
      length += (part & 0x7f) << shift;
      shift += 7;
    } while (part >= 0x80);
    at += 1 + length;
  }
  return found;
}

describe('modules of the decimal arithmetic', () => {
  for (const limbs of CELL_LIMBS) {
    it(`${limbs} limbs: no memory, table, start function or data of its own`, () => {
      const sections = sectionsOf(readFileSync(modulePath(limbs)));
      assert.deepEqual(
        Object.keys(SECTION).filter((name) => sections.includes(SECTION[name] ?? 0)),
        [],
      );
    });

    it(`${limbs} limbs: touches its scratch memory and the result's cell, nothing else`, () => {
      const lane = decimalLane(limbs);
      const { exports, address, bytes } = lane;
      const long = '98765432'.repeat(7).slice(0, digitsOfLimbs(limbs));
      const operands = [...OPERANDS, long, `-${long}`, `${long}e-13`, `${long}e-31`];
      exports.setPolicy(digitsOfLimbs(limbs), 6);
      const [a, b, dst] = [address(0), address(1), address(2)];
      for (const x of operands) {
        for (const y of operands) {
          bytes.fill(GUARD);
          assert.ok(lane.write(0, x) && lane.write(1, y));
          const before = Uint8Array.from(bytes);
          for (const name of ['add', 'sub', 'mul', 'div'] as const) exports[name](dst, a, b);
          for (const name of ['sqrt', 'neg', 'abs', 'trunc'] as const) exports[name](dst, a);
          for (const name of ['roundPlaces', 'roundScaled'] as const) exports[name](dst, a, 2, 4);
          exports.fromInt(dst, -(2n ** 63n));
          exports.toInt(a);
          exports.cmp(a, b);
          bytes.set(before.subarray(SCRATCH.from, SCRATCH.to), SCRATCH.from);
          bytes.set(before.subarray(dst, dst + 4 + limbs * 4), dst);
          assert.ok(Buffer.from(bytes).equals(before), `${x} and ${y}`);
        }
      }
    });

    it(`${limbs} limbs: traps on a policy its cells cannot hold`, () => {
      const { exports } = decimalLane(limbs);
      const most = digitsOfLimbs(limbs);
      for (const [precision, mode] of [
        ...[[0, 4] as const, [most + 1, 4] as const, [20, -1] as const, [20, 9] as const],
      ]) {
        assert.throws(() => {
          exports.setPolicy(precision, mode);
        }, /unreachable/);
      }
      exports.setPolicy(most, 8);
    });
  }

  it('fromInt: the whole range of 64 bits', () => {
    const lane = decimalLane(4);
    for (const value of [0n, 1n, -1n, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)]) {
      lane.exports.fromInt(lane.address(0), value);
      assert.equal(lane.read(0), String(value));
    }
  });

  const TO_INT: readonly (readonly [text: string, value: bigint | 'none'])[] = [
    ['0', 0n],
    ['-0', 0n],
    ['1e8', 100_000_000n],
    ['-9007199254740991', -9_007_199_254_740_991n],
    ['9007199254740992', 'none'],
    ['1e16', 'none'],
    ['1.5', 'none'],
    ['100000000.5', 'none'],
    ['0.25', 'none'],
    ['NaN', 'none'],
    ['Infinity', 'none'],
  ];
  for (const [text, expected] of TO_INT) {
    it(`toInt of ${text}: ${expected}`, () => {
      const lane = decimalLane(4);
      assert.ok(lane.write(0, text));
      const value = lane.exports.toInt(lane.address(0));
      assert.equal(value === NOT_WHOLE ? 'none' : value, expected);
      assert.equal(lane.exports.takeFlag(), 0, 'it says so by its answer');
    });
  }
});
