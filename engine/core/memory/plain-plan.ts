// A program's plan of memory and the memory a run starts from, as plain JSON: both cross the sandbox's border.
import type { MemoryPlan, RootName, RunImage } from './run-image.js';
import { TypeReader, type PlainShape, type PlainType } from './type-table.js';

export interface PlainPlan {
  readonly shapes: readonly PlainShape[];
  readonly roots: readonly { readonly name: RootName; readonly type: PlainType }[];
  readonly literals: readonly string[];
  readonly numWords: number;
  readonly objectsAt: number;
}

export interface PlainImage {
  readonly words: readonly number[];
  readonly stateStart: number;
  /** Text of every word, literals first. */
  readonly symbols: readonly string[];
}

export function readPlan({ shapes, roots, numWords, objectsAt }: PlainPlan): MemoryPlan {
  const types = new TypeReader(shapes);
  return {
    roots: roots.map(({ name, type }) => ({ name, type: types.read(type) })),
    numWords,
    objectsAt,
  };
}

export const wordsOf = (bytes: Uint8Array): readonly number[] =>
  Array.from(new Uint32Array(bytes.slice().buffer));

export const readImage = ({ words, stateStart }: PlainImage): RunImage => ({
  bytes: new Uint8Array(Uint32Array.from(words).buffer),
  stateStart,
});
