// Where the fields of a record lie in memory, in words. Computed from types alone, never counted by hand.
import { invariant } from '../kernel/fault.js';
import type { Shape, ValueType } from './value-type.js';

/** Words of a whole number: an i64. */
export const INT_WORDS = 2;
/** A list is four words: length, capacity, address of its elements, words of a block (see `list-layout`). */
export const LIST_WORDS = 4;
export const LIST_HEADER = { length: 0, capacity: 1, elements: 2, block: 3 } as const;
/** In place of the words of a block: a list of the tick that is part of a record in state, and is full. */
export const SHARED_LIST = 0x7fff_ffff;

export interface FieldLayout {
  readonly offset: number;
  readonly type: ValueType;
}

export interface RecordLayout {
  readonly words: number;
  readonly fields: ReadonlyMap<string, FieldLayout>;
}

/** The layouts of all shapes for one number format. */
export class Layouts {
  private readonly known = new Map<Shape, RecordLayout>();

  constructor(readonly numWords: number) {}

  of(shape: Shape): RecordLayout {
    const known = this.known.get(shape);
    if (known !== undefined) return known;
    const fields = new Map<string, FieldLayout>();
    let words = 0;
    for (const { name, type } of shape.fields) {
      fields.set(name, { offset: words, type });
      words += sizeOfField(this, type);
    }
    const layout = { words: Math.max(words, 1), fields };
    this.known.set(shape, layout);
    return layout;
  }

  field(shape: Shape, name: string): FieldLayout {
    const field = this.of(shape).fields.get(name);
    invariant(field !== undefined, `${shape.name} has a field ${name}`);
    return field;
  }
}

/** Words a value takes within a record or as an element of a list. An optional value lies behind a presence word. */
export function sizeOfField(layouts: Layouts, type: ValueType): number {
  switch (type.kind) {
    case 'flag':
    case 'word':
    case 'null':
    case 'record':
    case 'list':
      return 1;
    case 'int':
      return INT_WORDS;
    case 'num':
      return layouts.numWords;
    case 'cell':
      return 1 + sizeOfField(layouts, { kind: type.of });
    case 'void':
    case 'unit':
    case 'foreign':
      return 0;
  }
}
