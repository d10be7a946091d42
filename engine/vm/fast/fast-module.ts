// The WebAssembly of a program under its numeric policy: its module, and the functions it imports for numbers.
import { invariant } from '../../core/kernel/fault.js';
import { numberCells } from '../../core/memory/number-cells.js';
import { doubleOf, type Numeric, ROUNDING_MODES } from '../../core/numeric/index.js';
import type { Program } from '../ir/program.js';
import { binary64Code } from './binary64-code.js';
import { decimalCode } from './decimal-code.js';
import { DECIMAL_IMPORTS } from './decimal-imports.js';
import { emitModule } from './emit-module.js';
import { type StepMemory, stepAt } from './rounding-step.js';
import { staticMemory } from './static-memory.js';
import { type WasmMemory, type WasmModule, webAssembly } from './web-assembly.js';

/** The arithmetic of assembly/decimal.ts for cells of so many limbs. */
export type DecimalRuntime = (limbs: number) => WasmModule;

interface DecimalExports extends Readonly<
  Record<keyof typeof DECIMAL_IMPORTS, (...args: never) => unknown>
> {
  readonly setPolicy: (precision: number, mode: number) => void;
  readonly takeFlag: () => number;
  /** dst, a, scale, mode. */
  readonly roundPlaces: (...args: readonly number[]) => void;
  readonly roundScaled: (...args: readonly number[]) => void;
}

/** What a lane's numbers need of its memory. */
export interface Numbers {
  /** Imports of the program's module beside memory and globals. */
  readonly imports: Readonly<Record<string, unknown>>;
  /** Address of the first cell that could not hold its result since the last call; 0: there is none. */
  readonly overflowed: () => number;
}

export interface FastModule {
  readonly module: WasmModule;
  readonly bind: (memory: WasmMemory, step: StepMemory) => Numbers;
}

const modules = new WeakMap<Program, WasmModule>();

/** @throws when the runtime has no arithmetic for the program's cells */
export function fastModule(program: Program, num: Numeric, runtime: DecimalRuntime): FastModule {
  const isBinary = num.policy.kind === 'binary64';
  const known = modules.get(program);
  const numbers = isBinary ? binary64Code : decimalCode(program);
  const module = known ?? new webAssembly.Module(emitModule(program, numbers));
  modules.set(program, module);
  const bind = isBinary ? bindBinary64(num) : bindDecimal(program, num, runtime);
  return { module, bind };
}

/** Rounding by the reference lane's own code: orders are few, and their steps are as exact as there. */
const bindBinary64 =
  (num: Numeric) =>
  (_memory: WasmMemory, step: StepMemory): Numbers => ({
    imports: {
      round: (x: number, address: number): number => {
        const found = stepAt(step, address);
        return found.method === 'none' ? x : num.round(doubleOf(x), found).toNumber();
      },
    },
    overflowed: () => 0,
  });

/** Where a rounded number is put until the program has copied it; scratch memory above the arithmetic's own. */
const ROUNDED_AT = 1984;

const bindDecimal =
  (program: Program, num: Numeric, runtime: DecimalRuntime) =>
  (memory: WasmMemory, step: StepMemory): Numbers => {
    const limbs = program.numWords - 1;
    const instance = new webAssembly.Instance(runtime(limbs), { env: { memory } });
    const decimal = instance.exports as DecimalExports;
    const { policy } = num;
    if (policy.kind === 'decimal')
      decimal.setPolicy(policy.precision, ROUNDING_MODES.indexOf(policy.rounding));
    const { constants } = staticMemory(program);
    const cells = numberCells(num);
    program.numbers.forEach((text, i) => {
      const isWritten = cells.write(step.memory(), constants[i] ?? 0, num(text));
      invariant(isWritten, 'a constant of the program fits a cell');
    });
    const round = (x: number, address: number): number => {
      const found = stepAt(step, address);
      if (found.method === 'none') return x;
      const apply = found.method === 'scaled' ? decimal.roundScaled : decimal.roundPlaces;
      apply(ROUNDED_AT, x, found.scale, ROUNDING_MODES.indexOf(found.rounding));
      return ROUNDED_AT;
    };
    const imports = Object.fromEntries(
      Object.keys(DECIMAL_IMPORTS).map((name) => [
        name,
        decimal[name as keyof typeof DECIMAL_IMPORTS],
      ]),
    );
    return { imports: { ...imports, round }, overflowed: () => decimal.takeFlag() };
  };
