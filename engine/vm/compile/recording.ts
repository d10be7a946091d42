// What a function being compiled asks its program for, in order; see function-tape.ts.
import type ts from 'typescript';
import type { ValueType } from '../../core/memory/value-type.js';

/** Something a function needed a number for, and the number it got. */
export type Request =
  | { readonly kind: 'symbol' | 'number'; readonly text: string; readonly got: number }
  | { readonly kind: 'place'; readonly node: ts.Node; readonly got: number }
  | {
      readonly kind: 'sink';
      readonly name: string;
      readonly parameters: readonly ValueType[];
      readonly got: number;
    }
  | {
      readonly kind: 'function';
      /** A callable. */
      readonly target: ts.Node;
      readonly from: ts.Node;
      readonly got: number;
    };

/** What a function being compiled asks for. Null where it must not be kept: it depends on the strategy. */
export class Recording {
  readonly requests: Request[] = [];
  isKept = true;
}
