// Room for a readonly record held by value in state: the record, then what it holds, in the order of its fields.
import { invariant } from '../kernel/fault.js';
import type { Shape, ValueType } from './value-type.js';
import { LIST_WORDS, sizeOfField, type Layouts } from './record-layout.js';

/** Values a list within such a record may hold; the values a reason's text shows are a handful. */
export const BLOCK_LIST_CAPACITY = 8;

export interface BlockLayout {
  readonly words: number;
  /** Where records and lists of a field lie, in words from the record's start. */
  readonly nested: ReadonlyMap<
    string,
    { readonly offset: number; readonly layout: BlockLayout | null }
  >;
}

/** Whether a record can be held by value: lists in it hold plain values only. */
export function fitsBlock(shape: Shape): boolean {
  return shape.fields.every(({ type }) => {
    if (type.kind === 'list') return type.element.kind !== 'record' && type.element.kind !== 'list';
    return type.kind !== 'record' || type.shape.isMutable || fitsBlock(type.shape);
  });
}

/** Whether a list of state holds its elements in blocks of its own; one that may be missing has no block to lie in. */
export const isHeldByValue = (element: ValueType): boolean =>
  element.kind === 'record' &&
  !element.nullable &&
  !element.shape.isMutable &&
  fitsBlock(element.shape);

export function blockLayout(layouts: Layouts, shape: Shape): BlockLayout {
  const nested = new Map<string, { offset: number; layout: BlockLayout | null }>();
  let { words } = layouts.of(shape);
  for (const { name, type } of shape.fields) {
    if (type.kind === 'record' && !type.shape.isMutable) {
      const layout = blockLayout(layouts, type.shape);
      nested.set(name, { offset: words, layout });
      words += layout.words;
    } else if (type.kind === 'list') {
      const { element } = type;
      invariant(
        element.kind !== 'record' && element.kind !== 'list',
        'such a list holds plain values',
      );
      nested.set(name, { offset: words, layout: null });
      words += LIST_WORDS + BLOCK_LIST_CAPACITY * sizeOfField(layouts, element);
    }
  }
  return { words, nested };
}
