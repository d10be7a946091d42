// The compiled decimal arithmetic with text in front of it: operands are written into cells, results compared as cells.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ROUNDING_MODES, type RoundingMode } from '../../engine/core/numeric/index.js';
import { readCell, writeCell, type DecimalCell } from '../../engine/core/memory/decimal-cell.js';
import { decimalWords, type CellLimbs } from '../../engine/core/memory/cell-format.js';

/** Exports of dist/vm/decimal-LIMBS.wasm; operands and results are byte addresses of cells. */
export interface DecimalExports {
  readonly setPolicy: (precision: number, mode: number) => void;
  readonly takeFlag: () => number;
  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly div: Binary;
  readonly sqrt: Unary;
  readonly neg: Unary;
  readonly abs: Unary;
  readonly trunc: Unary;
  readonly roundPlaces: Rounding;
  readonly roundScaled: Rounding;
  /** 2 where a NaN is on either side. */
  readonly cmp: (a: number, b: number) => number;
  readonly isZero: Predicate;
  readonly isNeg: Predicate;
  readonly isNaN: Predicate;
  readonly isFinite: Predicate;
  readonly fromInt: (dst: number, value: bigint) => void;
  /** `NOT_WHOLE` where it is no whole number below 2^53. */
  readonly toInt: (a: number) => bigint;
}

/** What `toInt` gives for what is none. */
export const NOT_WHOLE = -(2n ** 63n);

type Binary = (dst: number, a: number, b: number) => void;
type Unary = (dst: number, a: number) => void;
type Predicate = (a: number) => number;
// eslint-disable-next-line max-params -- the signature of the module
type Rounding = (dst: number, a: number, scale: number, mode: number) => void;

export interface DecimalLane {
  readonly exports: DecimalExports;
  readonly limbs: CellLimbs;
  /** The whole memory. */
  readonly bytes: Uint8Array;
  /** Byte address of the cell with this number, from 0. */
  readonly address: (cell: number) => number;
  readonly write: (cell: number, text: string) => boolean;
  readonly read: (cell: number) => string;
  readonly same: (cell: number, other: number) => boolean;
}

interface Wasm {
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

const wasm = (globalThis as unknown as { readonly WebAssembly: Wasm }).WebAssembly;

/** Clear of the arithmetic's scratch memory. */
const CELLS_AT = 1024;
/** Room for one cell of any size, so that cells of different lanes lie alike. */
const CELL_BYTES = 64;

export function modulePath(limbs: CellLimbs): string {
  return fileURLToPath(new URL(`../../dist/vm/decimal-${limbs}.wasm`, import.meta.url));
}

/** @throws when the modules are not built */
export function decimalLane(limbs: CellLimbs): DecimalLane {
  const memory = new wasm.Memory({ initial: 1 });
  const module = new wasm.Module(readFileSync(modulePath(limbs)));
  const { exports } = new wasm.Instance(module, { env: { memory } });
  const words = new Uint32Array(memory.buffer);
  const view = new DataView(memory.buffer);
  const address = (cell: number): number => CELLS_AT + cell * CELL_BYTES;
  const at = (cell: number): DecimalCell => ({ memory: view, address: address(cell), limbs });
  return {
    limbs,
    bytes: new Uint8Array(memory.buffer),
    exports: exports as DecimalExports,
    address,
    write: (cell, text) => writeCell(at(cell), text),
    read: (cell) => readCell(at(cell)),
    same: (cell, other) => {
      const [x, y] = [address(cell) / 4, address(other) / 4];
      for (let i = 0; i < decimalWords(limbs); i += 1) {
        if (words[x + i] !== words[y + i]) return false;
      }
      return true;
    },
  };
}

/** As decimal.js numbers them. */
export const modeNumber = (mode: RoundingMode): number => ROUNDING_MODES.indexOf(mode);
