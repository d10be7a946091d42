// Pictures as value nodes with handles. Handles live until the cursor moves and a new table is made.
import type { Picture } from '../../core/session/picture.js';
import type { SourceRange, ValueNode } from '../replay/protocol.js';

/** A picture with what only the host knows: where it was recorded, and what an expression calls it. */
export interface SourcedPicture extends Picture {
  readonly source?: SourceRange;
  readonly expression?: string;
  readonly children: readonly SourcedPicture[];
}

export class ValueTable {
  private readonly lists: { readonly children: readonly SourcedPicture[]; readonly expression: string | null }[] = [];

  /** Handle of a list of values; 0 when it is empty. */
  add(children: readonly SourcedPicture[], expression: string | null): number {
    if (children.length === 0) return 0;
    this.lists.push({ children, expression });
    return this.lists.length;
  }

  children(handle: number, start = 0, count = Number.MAX_SAFE_INTEGER): readonly ValueNode[] {
    const list = this.lists[handle - 1];
    if (list === undefined) return [];
    return list.children.slice(start, start + count).map((child) => this.node(child, list.expression));
  }

  node(value: SourcedPicture, owner: string | null): ValueNode {
    const expression = value.expression ?? (owner === null ? null : memberOf(owner, value.name));
    return {
      name: value.name,
      value: value.value,
      type: value.type,
      handle: this.add(value.children, expression),
      childCount: value.children.length,
      ...(value.source === undefined ? {} : { source: value.source }),
      ...(expression === null ? {} : { expression }),
    };
  }
}

function memberOf(owner: string, name: string): string {
  if (owner === '') return name;
  if (/^\d+$/.test(name)) return `${owner}[${name}]`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${owner}.${name}` : `${owner}["${name}"]`;
}
