// Writes objects of the reference lane into words of memory, as compiled code expects them: records by shape, lists with
// their elements, readonly records in lists of state by value. The same objects give the same words.
import { invariant } from '../kernel/fault.js';
import { describeType, holdingOf, requiredOf, type Shape, type ValueType } from './value-type.js';
import {
  BLOCK_LIST_CAPACITY,
  blockLayout,
  isHeldByValue,
  type BlockLayout,
} from './block-layout.js';
import { LIST_WORDS, sizeOfField, type Layouts } from './record-layout.js';

/** Elements a list of state has room for, unless it was longer from the start. */
const LIST_CAPACITY = 16;

/** How numbers of the policy and text become words. */
export interface Encoding {
  readonly numWords: number;
  writeNum(to: DataView, address: number, value: unknown): void;
  symbolId(text: string): number;
}

/** Something of the reference lane cannot be held in memory as its type says. */
export class NotRepresentable extends Error {
  override readonly name = 'NotRepresentable';
  constructor(
    readonly path: string,
    readonly problem: string,
  ) {
    super(`${path}: ${problem}`);
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Types of a strategy are not checked while it runs: a cast may have put anything anywhere. */
function fieldsOf(value: unknown, path: string): Fields {
  if (typeof value === 'object' && value !== null) return value as Fields;
  throw new NotRepresentable(
    path,
    value === undefined || value === null ? NOTHING : 'this is no record',
  );
}

function itemsOf(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new NotRepresentable(path, 'this is no list');
}

const NOTHING = 'nothing is there';

export interface Start {
  /** Byte address at which objects start. */
  readonly next: number;
  /** An earlier image of the same objects, whose lists keep their room; null: there is none. */
  readonly before: Uint8Array | null;
  /** Elements a list has room for even where it is shorter; as state's lists when absent. */
  readonly listRoom?: number;
}

export class ImageWriter {
  private view: DataView;
  private bytes: Uint8Array;
  private readonly placed = new Map<object, number>();

  /** Byte address of the next object. */
  next: number;
  private readonly before: DataView | null;
  private readonly listRoom: number;

  constructor(
    private readonly layouts: Layouts,
    private readonly encoding: Encoding,
    start: Start,
  ) {
    this.next = start.next;
    const { before, listRoom = LIST_CAPACITY } = start;
    this.listRoom = listRoom;
    this.before =
      before === null ? null : new DataView(before.buffer, before.byteOffset, before.length);
    this.bytes = new Uint8Array(1 << 16);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Forgets everything that was placed from an address on, so that one writer serves many ticks. */
  rewind(address: number): void {
    this.bytes.fill(0, address, this.next);
    this.placed.clear();
    this.next = address;
  }

  /** All bytes up to the end of what was placed. */
  image(): Uint8Array {
    this.reserve(0);
    return this.bytes.subarray(0, this.next);
  }

  setWord(address: number, value: number): void {
    this.view.setUint32(address, value, true);
  }

  private reserve(words: number): number {
    const at = this.next;
    this.next += words * 4;
    if (this.next > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.next, this.bytes.length * 2));
      larger.set(this.bytes);
      this.bytes = larger;
      this.view = new DataView(larger.buffer);
    }
    return at;
  }

  /** Address of the object a root of this type is. */
  place(type: ValueType, value: unknown, path: string): number {
    // Compiled code never looks at what it has no type for.
    if (type.kind === 'foreign') return 0;
    if (value === null || value === undefined) {
      if ((type.kind === 'record' || type.kind === 'list') && type.nullable) return 0;
      throw new NotRepresentable(path, NOTHING);
    }
    if (type.kind === 'record') return this.placeRecord(type.shape, fieldsOf(value, path), path);
    if (type.kind === 'list') return this.placeList(type.element, itemsOf(value, path), path);
    throw new NotRepresentable(path, `a ${describeType(type)} is no object`);
  }

  private placeRecord(shape: Shape, object: Fields, path: string): number {
    const known = this.placed.get(object);
    if (known !== undefined) return known;
    const at = this.reserve(this.layouts.of(shape).words);
    this.placed.set(object, at);
    this.writeRecord(shape, object, { at, path });
    return at;
  }

  private writeRecord(
    shape: Shape,
    object: Fields,
    to: { readonly at: number; readonly path: string },
  ): void {
    const { fields } = this.layouts.of(shape);
    for (const [name, { offset, type }] of fields)
      this.write(type, object[name], { at: to.at + offset * 4, path: `${to.path}.${name}` });
  }

  private write(
    type: ValueType,
    value: unknown,
    to: { readonly at: number; readonly path: string },
  ): void {
    const { at, path } = to;
    if (holdingOf(type) === 'none') return;
    switch (type.kind) {
      case 'cell':
        if (value === null || value === undefined) return;
        this.view.setUint32(at, 1, true);
        this.write(requiredOf(type), value, { at: at + 4, path });
        return;
      case 'record':
      case 'list': {
        const address = this.place(type, value, path);
        this.view.setUint32(at, address, true);
        return;
      }
      default:
        this.writePlain(type, value, to);
    }
  }

  private writePlain(
    type: ValueType,
    value: unknown,
    { at, path }: { readonly at: number; readonly path: string },
  ): void {
    if (type.kind === 'num') this.writeNumber(value, { at, path });
    else if (type.kind === 'flag' && typeof value === 'boolean')
      this.view.setUint32(at, value ? 1 : 0, true);
    else if (type.kind === 'word' && (value === null || value === undefined))
      this.view.setUint32(at, 0, true);
    else if (type.kind === 'word' && typeof value === 'string')
      this.view.setUint32(at, this.encoding.symbolId(value), true);
    else if (type.kind === 'int' && Number.isSafeInteger(value))
      // A whole number has one zero: BigInt drops the sign.
      this.view.setBigInt64(at, BigInt(value as number), true);
    else throw new NotRepresentable(path, `${String(value)} is no ${describeType(type)}`);
  }

  private writeNumber(
    value: unknown,
    { at, path }: { readonly at: number; readonly path: string },
  ): void {
    try {
      this.encoding.writeNum(this.view, at, value);
    } catch (error) {
      throw error instanceof NotRepresentable ? new NotRepresentable(path, error.problem) : error;
    }
  }

  private placeList(element: ValueType, items: readonly unknown[], path: string): number {
    const known = this.placed.get(items);
    if (known !== undefined) return known;
    const stride = sizeOfField(this.layouts, element);
    const isByValue = isHeldByValue(element);
    const capacity = this.capacityAt(this.next, items.length);
    if (items.length > capacity)
      throw new NotRepresentable(path, `more than ${String(capacity)} elements`);
    const block =
      isByValue && element.kind === 'record' ? blockLayout(this.layouts, element.shape) : null;
    const header = this.reserve(LIST_WORDS + capacity * stride);
    this.placed.set(items, header);
    const elements = header + LIST_WORDS * 4;
    this.writeHeader(header, { length: items.length, capacity, block: block?.words ?? 0 });
    if (block !== null) {
      this.writeBlocks(element, items, { elements, capacity, block, path });
      return header;
    }
    // A hole is an element that is not there.
    for (let i = 0; i < items.length; i += 1)
      this.write(element, items[i], {
        at: elements + i * stride * 4,
        path: `${path}[${String(i)}]`,
      });
    return header;
  }

  private capacityAt(header: number, length: number): number {
    if (this.before !== null && header + 8 <= this.before.byteLength)
      return this.before.getUint32(header + 4, true);
    return Math.max(length, this.listRoom);
  }

  private writeHeader(
    header: number,
    list: { readonly length: number; readonly capacity: number; readonly block: number },
  ): void {
    this.view.setUint32(header, list.length, true);
    this.view.setUint32(header + 4, list.capacity, true);
    this.view.setUint32(header + 8, header + LIST_WORDS * 4, true);
    this.view.setUint32(header + 12, list.block, true);
  }

  private writeBlocks(
    element: ValueType,
    items: readonly unknown[],
    list: {
      readonly elements: number;
      readonly capacity: number;
      readonly block: BlockLayout;
      readonly path: string;
    },
  ): void {
    invariant(element.kind === 'record', 'blocks hold records');
    const first = this.reserve(list.capacity * list.block.words);
    for (let i = 0; i < list.capacity; i += 1) {
      const at = first + i * list.block.words * 4;
      this.view.setUint32(list.elements + i * 4, at, true);
      const path = `${list.path}[${String(i)}]`;
      if (i < items.length)
        this.writeBlock(element.shape, fieldsOf(items[i], path), { at, layout: list.block, path });
    }
  }

  private writeBlock(
    shape: Shape,
    object: Fields,
    to: { readonly at: number; readonly layout: BlockLayout; readonly path: string },
  ): void {
    for (const [name, { offset, type }] of this.layouts.of(shape).fields) {
      const at = to.at + offset * 4;
      const nested = to.layout.nested.get(name);
      const path = `${to.path}.${name}`;
      const value = object[name];
      if (nested === undefined) this.write(type, value, { at, path });
      else if (value !== null && value !== undefined) {
        const inner = to.at + nested.offset * 4;
        this.view.setUint32(at, inner, true);
        if (nested.layout !== null && type.kind === 'record')
          this.writeBlock(type.shape, fieldsOf(value, path), {
            at: inner,
            layout: nested.layout,
            path,
          });
        else this.writeBlockList(type, itemsOf(value, path), { at: inner, path });
      }
    }
  }

  private writeBlockList(
    type: ValueType,
    items: readonly unknown[],
    to: { readonly at: number; readonly path: string },
  ): void {
    invariant(type.kind === 'list', 'lists are written');
    if (items.length > BLOCK_LIST_CAPACITY)
      throw new NotRepresentable(to.path, `more than ${String(BLOCK_LIST_CAPACITY)} values`);
    this.writeHeader(to.at, { length: items.length, capacity: BLOCK_LIST_CAPACITY, block: 0 });
    const stride = sizeOfField(this.layouts, type.element);
    for (let i = 0; i < items.length; i += 1) {
      const at = to.at + (LIST_WORDS + i * stride) * 4;
      this.write(type.element, items[i], { at, path: `${to.path}[${String(i)}]` });
    }
  }
}
