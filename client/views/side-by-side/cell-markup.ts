// One value beside another: what differs is marked from the first character on that does.
import { escaped, type Markup } from './markup.js';

export interface Cell {
  readonly value: string | null;
  readonly other: string | null;
  readonly isMarked: boolean;
}

/** Marks what comes after the first character that differs: in a price of 19 digits it is hard to see otherwise. */
export function cellMarkup({ value, other, isMarked }: Cell): Markup {
  if (value === null) return escaped`<span class="quiet">–</span>`;
  if (!isMarked) return escaped`${value}`;
  const start = other === null ? 0 : commonStart(value, other);
  return escaped`${value.slice(0, start)}<mark>${value.slice(start)}</mark>`;
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
