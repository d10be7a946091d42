// Declared parameters: name, type and default in one place. Values come from the capture or the workspace.
import type { Num } from '../numeric/index.js';

export interface DecimalParam {
  readonly type: 'decimal';
  readonly default: string;
}
export interface IntegerParam {
  readonly type: 'integer';
  readonly default: number;
}
export interface FlagParam {
  readonly type: 'flag';
  readonly default: boolean;
}
export interface ChoiceParam<T extends string> {
  readonly type: 'choice';
  readonly default: T;
  readonly choices: readonly T[];
}
export type Param = DecimalParam | IntegerParam | FlagParam | ChoiceParam<string>;
/** A tree of parameters; groups nest as objects, and the same shape is expected in configuration. */
export interface ParamTree {
  readonly [name: string]: Param | ParamTree;
}

/** The values a strategy sees for a declared tree. */
export type ParamValues<T> = {
  readonly [K in keyof T]: T[K] extends DecimalParam
    ? Num
    : T[K] extends IntegerParam
      ? number
      : T[K] extends FlagParam
        ? boolean
        : T[K] extends ChoiceParam<infer C>
          ? C
          : ParamValues<T[K]>;
};

/** Constructors for declarations: `param.decimal('0.10')`. */
export const param = {
  /** A number under the run's policy; the default is decimal text. */
  decimal: (value: string): DecimalParam => ({ type: 'decimal', default: value }),
  /** A safe integer: a window, a count, minutes. */
  integer: (value: number): IntegerParam => ({ type: 'integer', default: value }),
  flag: (value: boolean): FlagParam => ({ type: 'flag', default: value }),
  choice: <const T extends string>(value: NoInfer<T>, choices: readonly T[]): ChoiceParam<T> => ({
    type: 'choice',
    default: value,
    choices,
  }),
};
