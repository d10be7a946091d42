// Values under handles, for one stop: those drawn in the sandbox are fetched on demand, those of the host are at hand.
// Handles live until the cursor moves and a new table is made.
import type { FlatPicture } from '../../core/sandbox/stop.js';
import type { SourceRange, ValueNode } from '../replay/protocol.js';

/** A value with what only the host knows: where it was recorded, and parts the host made itself. */
export interface HostValue extends Omit<FlatPicture, 'ref' | 'count'> {
  readonly ref?: number;
  readonly count?: number;
  readonly source?: SourceRange;
  readonly parts?: readonly HostValue[];
}

/** Fetches parts of a sandbox value. */
export type FetchParts = (ref: number, start: number, count: number) => readonly FlatPicture[];

interface Entry {
  readonly expression: string | null;
  readonly ref: number;
  readonly parts: readonly HostValue[];
}

export class ValueTable {
  private readonly entries: Entry[] = [];

  constructor(private readonly fetch: FetchParts) {}

  /** Handle of a list of values; 0 when it is empty. */
  add(parts: readonly HostValue[], expression: string | null): number {
    return parts.length === 0 ? 0 : this.register({ parts, expression, ref: 0 });
  }

  children(handle: number, start = 0, count = Number.MAX_SAFE_INTEGER): readonly ValueNode[] {
    const entry = this.entries[handle - 1];
    if (entry === undefined) return [];
    const parts: readonly HostValue[] =
      entry.ref > 0 ? this.fetch(entry.ref, start, count) : entry.parts.slice(start, start + count);
    return parts.map((part) =>
      this.node(part, entry.expression === null ? null : memberOf(entry.expression, part.name)),
    );
  }

  node(value: HostValue, expression: string | null): ValueNode {
    const { name, type, source, ref = 0, parts = [] } = value;
    const childCount = value.count ?? parts.length;
    return {
      name,
      value: value.value,
      type,
      handle: childCount === 0 ? 0 : this.register({ ref, parts, expression }),
      childCount,
      ...(source === undefined ? {} : { source }),
      ...(expression === null ? {} : { expression }),
    };
  }

  private register(entry: Entry): number {
    this.entries.push(entry);
    return this.entries.length;
  }
}

function memberOf(owner: string, name: string): string {
  if (owner === '') return name;
  if (/^\d+$/.test(name)) return `${owner}[${name}]`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${owner}.${name}` : `${owner}["${name}"]`;
}
