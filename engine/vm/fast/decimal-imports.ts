// The functions of assembly/decimal.ts that generated code imports.
import { I32, I64, type ValueCode } from './wasm-bytes.js';

/** Imported functions of the arithmetic: parameters and result. */
export const DECIMAL_IMPORTS = {
  add: [[I32, I32, I32], null],
  sub: [[I32, I32, I32], null],
  mul: [[I32, I32, I32], null],
  div: [[I32, I32, I32], null],
  sqrt: [[I32, I32], null],
  neg: [[I32, I32], null],
  abs: [[I32, I32], null],
  trunc: [[I32, I32], null],
  cmp: [[I32, I32], I32],
  isZero: [[I32], I32],
  isNeg: [[I32], I32],
  isNaN: [[I32], I32],
  isFinite: [[I32], I32],
  fromInt: [[I32, I64], null],
  toInt: [[I32], I64],
  takeFlag: [[], I32],
} as const satisfies Readonly<Record<string, readonly [readonly ValueCode[], ValueCode | null]>>;

export type DecimalImport = keyof typeof DECIMAL_IMPORTS;
