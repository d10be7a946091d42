// Numbers to cells and back: the table pins the format every lane reads, the properties its inverse.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createNumeric } from '../../../engine/core/numeric/index.js';
import {
  CELL_LIMBS,
  decimalWords,
  digitsOfLimbs,
  limbsFor,
  type CellLimbs,
} from '../../../engine/core/memory/cell-format.js';
import { numberCells, numWordsFor } from '../../../engine/core/memory/number-cells.js';
import { readCell, writeCell, type DecimalCell } from '../../../engine/core/memory/decimal-cell.js';

/** Words before and behind a cell, which nothing may touch. */
const GUARD = 0xdead_beef;

function cellOf(limbs: CellLimbs): DecimalCell {
  const words = new Uint32Array(decimalWords(limbs) + 2).fill(GUARD);
  return { memory: new DataView(words.buffer), address: 4, limbs };
}

/** The words of a text's cell in hexadecimal; `does not fit` where nothing is written. */
function encoded(text: string, limbs: CellLimbs): string {
  const cell = cellOf(limbs);
  const fits = writeCell(cell, text);
  const words = new Uint32Array(cell.memory.buffer);
  assert.equal(words[0], GUARD);
  assert.equal(words[words.length - 1], GUARD);
  const inside = [...words.slice(1, -1)];
  if (fits) return inside.map((word) => word.toString(16)).join(' ');
  assert.ok(
    inside.every((word) => word === GUARD),
    'nothing is written',
  );
  return 'does not fit';
}

const CELLS: readonly (readonly [text: string, limbs: CellLimbs, words: string])[] = [
  ['0', 4, '0 0 0 0 0'],
  ['-0', 4, '80000000 0 0 0 0'],
  ['-0.000', 4, '80000000 0 0 0 0'],
  ['0e400000', 4, '0 0 0 0 0'],
  ['NaN', 4, '60000000 0 0 0 0'],
  ['Infinity', 4, '40000000 0 0 0 0'],
  ['-Infinity', 6, 'c0000000 0 0 0 0 0 0'],
  ['1', 4, '20008000 1 0 0 0'],
  ['-1', 4, 'a0008000 1 0 0 0'],
  ['99999999', 4, '20008000 5f5e0ff 0 0 0'],
  ['100000000', 4, '20008001 1 0 0 0'],
  ['0.1', 4, '20007fff 989680 0 0 0'],
  ['1e-8', 4, '20007fff 1 0 0 0'],
  ['-1.25e-7', 4, 'a0007fff c 2faf080 0 0'],
  ['1e-9', 4, '20007ffe 989680 0 0 0'],
  ['64231.5', 4, '20008000 fae7 2faf080 0 0'],
  ['1.000000000000000000000001', 4, '20008000 1 0 0 1'],
  ['1.0000000000000000000000001', 4, 'does not fit'],
  ['1.0000000000000000000000001', 6, '20008000 1 0 0 0 989680 0'],
  ['1e262143', 4, '2000ffff 989680 0 0 0'],
  ['1e262144', 4, 'does not fit'],
  ['1e-262144', 4, '20000000 1 0 0 0'],
  ['1e-262145', 4, 'does not fit'],
  ['1e99999999999999999999', 4, 'does not fit'],
  ['', 4, 'does not fit'],
  ['0x10', 4, 'does not fit'],
];

/** Digits that may be long and exponents that may be far. */
const decimalText = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 57n }), fc.integer({ min: -200, max: 200 }))
  .map(([negative, digits, exponent]) => `${negative ? '-' : ''}${String(digits)}e${exponent}`);

const exact = createNumeric({ kind: 'decimal', precision: 100, rounding: 'down' });

describe('number cells', () => {
  for (const [text, limbs, words] of CELLS) {
    it(`${text === '' ? 'no text' : text} in ${limbs} limbs: ${words}`, () => {
      assert.equal(encoded(text, limbs), words);
    });
  }

  it('limbs: the smallest cell that holds so many digits', () => {
    assert.deepEqual([1, 20, 25, 26, 34, 41, 42, 57, 58].map(limbsFor), [
      ...[4, 4, 4, 6, 6, 6, 8, 8, undefined],
    ]);
  });

  it("decimal: what fits reads back as the policy's canonical text", () => {
    const property = fc.property(decimalText, fc.constantFrom(...CELL_LIMBS), (text, limbs) => {
      const cell = cellOf(limbs);
      const canonical = exact.format(exact(text));
      fc.pre(writeCell(cell, text));
      assert.equal(readCell(cell), canonical);
      assert.equal(encoded(canonical, limbs), encoded(text, limbs));
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it('decimal: every number of the digits a cell promises fits it', () => {
    const property = fc.property(
      fc.constantFrom(...CELL_LIMBS),
      fc.integer(),
      (limbs, exponent) => {
        const digits = '9'.repeat(digitsOfLimbs(limbs));
        assert.notEqual(encoded(`${digits}e${exponent % 200_000}`, limbs), 'does not fit');
      },
    );
    fc.assert(property);
  });

  it('binary64: the words of the double, one pattern for every NaN', () => {
    const num = createNumeric({ kind: 'binary64' });
    const cells = numberCells(num);
    const anyBits = fc.tuple(fc.nat(0xffff_ffff), fc.nat(0xffff_ffff));
    const property = fc.property(anyBits, ([low, high]) => {
      const words = Uint32Array.of(low, high, 0, 0);
      const memory = new DataView(words.buffer);
      const value = cells.read(memory, 0);
      assert.ok(cells.write(memory, 8, value));
      const expected = value.isNaN() ? [0, 0x7ff8_0000] : [low, high];
      assert.deepEqual([...words.slice(2)], expected);
    });
    fc.assert(property, { numRuns: 2000, examples: [[[1, 0xfff8_0000]], [[0, 0x8000_0000]]] });
  });

  it('a policy of more digits than any cell has none', () => {
    const policy = { kind: 'decimal', precision: 58, rounding: 'down' } as const;
    assert.equal(numWordsFor(policy), undefined);
    assert.throws(() => numberCells(createNumeric(policy)), /58 digits/);
  });
});
