// What the code of a function follows from, besides its own text: as long as all of it is the same, so is the code.
import type ts from 'typescript';
import type { ValueType } from '../../core/memory/value-type.js';
import { isOfEngine, looksSame } from './files-behind.js';
import { outlineOf } from './outline.js';
import type { TypeLowering } from './type-lowering.js';

export interface Premises {
  /** What the function's file leads to. None for a file of the engine, which never changes. */
  readonly files: readonly ts.SourceFile[];
  /** Places of literals in these files and in the engine whose fields can be written, since they make up the state. */
  readonly stateLiterals: string;
  /** What the function uses of the strategy. null: nothing. */
  readonly strategy: string | null;
}

/** @param held files that must be the very same, not only look it from outside */
export const holds = (known: Premises, now: Premises, held: ReadonlySet<ts.SourceFile>): boolean =>
  known.stateLiterals === now.stateLiterals &&
  (known.strategy === null || known.strategy === now.strategy) &&
  looksSame(known.files, now.files, held);

export function premisesOf(
  files: readonly ts.SourceFile[],
  types: TypeLowering,
  strategy: string,
): Premises {
  const stateLiterals = types.stateLiteralNodes.flatMap((node) => {
    const source = node.getSourceFile();
    if (!isOfEngine(source) && !files.includes(source)) return [];
    const offset = outlineOf(source).offsetOf(node.getStart(source));
    return [[source.fileName, offset ?? `within ${source.text}`]];
  });
  return { files, stateLiterals: JSON.stringify(stateLiterals), strategy };
}

/** All that a function may use of a strategy's definition, as a text: two that are equal give equal code. */
export function strategyKey(
  parts: {
    readonly gateNames: ReadonlySet<string>;
    readonly details: ReadonlyMap<string, readonly string[]>;
  },
  types: TypeLowering,
  roots: readonly ValueType[],
): string {
  const details = [...parts.details].map(([code, named]) => [code, ...named]);
  return JSON.stringify([[...parts.gateNames], details, structureOf(roots, types)]);
}

/** Types down to what they are made of; where one comes again it is named by its number. */
export function structureOf(roots: readonly ValueType[], types: TypeLowering): readonly string[] {
  const numbers = new Map<object, number>();
  const textOf = (type: ValueType): string => {
    if (type.kind === 'list') return `[${textOf(type.element)}]${type.nullable ? '?' : ''}`;
    if (type.kind !== 'record') return JSON.stringify(type);
    const { shape } = type;
    const known = numbers.get(shape);
    const mark = `${String(known ?? numbers.size)}${type.nullable ? '?' : ''}`;
    if (known !== undefined) return mark;
    numbers.set(shape, numbers.size);
    const fields = shape.fields.map(
      ({ name, type: held, isReadonly }) => `${isReadonly ? '' : '='}${name}:${textOf(held)}`,
    );
    const kind = `${shape.isMutable ? '=' : ''}${shape.name}@${types.fileOfClass(shape) ?? ''}`;
    return `${mark}${kind}{${fields.join(';')}}`;
  };
  return roots.map(textOf);
}
