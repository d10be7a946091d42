// Names the first value of state in which two images of one run differ, by walking both along their types.
import type { Numeric } from '../numeric/index.js';
import { numberCells } from './number-cells.js';
import { Layouts, LIST_WORDS, sizeOfField } from './record-layout.js';
import { ROOTS_AT, type MemoryPlan } from './run-image.js';
import type { SymbolTable } from './symbol-table.js';
import { holdingOf, requiredOf, type ValueType } from './value-type.js';

export interface StateDifference {
  /** Dotted path, such as `strategy.desks[0].bank.close`. */
  readonly field: string;
  readonly reference: string;
  readonly found: string;
}

interface Reading {
  readonly plan: Pick<MemoryPlan, 'roots' | 'numWords'>;
  readonly num: Numeric;
  readonly symbols: SymbolTable;
}

/** Precondition: the images start from one layout. Where only unreachable words differ, the field is empty. */
export function differingPath(
  reference: Uint8Array,
  found: Uint8Array,
  reading: Reading,
): StateDifference {
  const walk = new Walk(viewOf(reference), viewOf(found), reading);
  return (
    walk.roots() ?? { field: '', reference: 'other unused memory', found: 'other unused memory' }
  );
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

class Walk {
  private readonly layouts: Layouts;
  private readonly visited = new Set<number>();

  constructor(
    private readonly a: DataView,
    private readonly b: DataView,
    private readonly reading: Reading,
  ) {
    this.layouts = new Layouts(reading.plan.numWords);
  }

  roots(): StateDifference | null {
    for (const name of ['state', 'strategy']) {
      const index = this.reading.plan.roots.findIndex((root) => root.name === name);
      const root = this.reading.plan.roots[index];
      const difference =
        root === undefined ? null : this.compare(root.type, ROOTS_AT + index * 4, name);
      if (difference !== null) return difference;
    }
    return null;
  }

  private compare(type: ValueType, at: number, path: string): StateDifference | null {
    if (holdingOf(type) === 'none') return null;
    if (type.kind === 'record' || type.kind === 'list') return this.compareObject(type, at, path);
    const words = sizeOfField(this.layouts, type);
    for (let i = 0; i < words; i += 1) {
      if (this.a.getUint32(at + i * 4, true) !== this.b.getUint32(at + i * 4, true))
        return {
          field: path,
          reference: this.show(type, this.a, at),
          found: this.show(type, this.b, at),
        };
    }
    return null;
  }

  private compareObject(
    type: Extract<ValueType, { kind: 'record' | 'list' }>,
    at: number,
    path: string,
  ): StateDifference | null {
    const address = this.a.getUint32(at, true);
    const other = this.b.getUint32(at, true);
    if (address !== other)
      return {
        field: path,
        reference: address === 0 ? 'nothing' : 'a value',
        found: other === 0 ? 'nothing' : 'a value',
      };
    if (address === 0 || this.visited.has(address)) return null;
    this.visited.add(address);
    return type.kind === 'list'
      ? this.compareList(type.element, address, path)
      : this.compareRecord(type, address, path);
  }

  private compareRecord(
    type: Extract<ValueType, { kind: 'record' }>,
    address: number,
    path: string,
  ): StateDifference | null {
    for (const [name, field] of this.layouts.of(type.shape).fields) {
      const difference = this.compare(field.type, address + field.offset * 4, `${path}.${name}`);
      if (difference !== null) return difference;
    }
    return null;
  }

  private compareList(element: ValueType, address: number, path: string): StateDifference | null {
    const [length, other] = [this.a.getUint32(address, true), this.b.getUint32(address, true)];
    if (length !== other)
      return { field: `${path}.length`, reference: String(length), found: String(other) };
    const stride = sizeOfField(this.layouts, element) * 4;
    for (let i = 0; i < length; i += 1) {
      const difference = this.compare(
        element,
        address + LIST_WORDS * 4 + i * stride,
        `${path}[${String(i)}]`,
      );
      if (difference !== null) return difference;
    }
    return null;
  }

  private show(type: ValueType, view: DataView, at: number): string {
    const { num, symbols } = this.reading;
    switch (type.kind) {
      case 'num':
        return num.format(numberCells(num).read(view, at));
      case 'int':
        return String(view.getBigInt64(at, true));
      case 'word': {
        const id = view.getUint32(at, true);
        return id === 0 ? 'nothing' : symbols.text(id);
      }
      case 'cell':
        return view.getUint32(at, true) === 0
          ? 'nothing'
          : this.show(requiredOf(type), view, at + 4);
      default:
        return view.getUint32(at, true) === 0 ? 'false' : 'true';
    }
  }
}
