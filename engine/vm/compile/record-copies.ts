// Readonly records in lists of state. They are values: a list of state holds them in blocks of its own, so that nothing in
// state refers to what a tick made. One function per shape copies a record, with what it holds, into a block.
import { invariant } from '../../core/kernel/fault.js';
import {
  type BlockLayout,
  blockLayout,
  fitsBlock,
  isHeldByValue,
} from '../../core/memory/block-layout.js';
import { sizeOfField } from '../../core/memory/record-layout.js';
import {
  FLAG,
  type Field,
  INT,
  type Shape,
  type ValueType,
  WORD,
  holdingOf,
  record,
  requiredOf,
} from '../../core/memory/value-type.js';
import type { Register } from '../ir/instruction.js';
import { FunctionBuilder, type Value } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { type ProgramContext } from './function-compiler.js';
import { structureOf } from './premises.js';
import type { CopiedRecord } from './recording.js';
import { shareLists } from './shared-lists.js';

export class RecordCopies {
  /** By the structure of the record. */
  private readonly functions = new Map<string, number>();

  constructor(private readonly program: ProgramContext) {}

  /** Into a list: by value where the list is state's (its slot then holds the block's address), else by address. */
  storeElement(
    f: FunctionCompiler,
    to: { readonly slot: Register; readonly type: Extract<ValueType, { kind: 'record' }> },
    value: Register,
  ): void {
    const { builder } = f;
    const block = builder.result(WORD, (dst) => ({
      op: 'load',
      dst,
      base: to.slot,
      offset: 0,
      isStable: false,
    }));
    const isPersistent = builder.result(FLAG, (dst) => ({ op: 'is-state', dst, a: to.slot }));
    builder.emit({ op: 'if', a: builder.use(isPersistent) });
    if (isHeldByValue(to.type)) {
      shareLists(builder, to.type.shape, value);
      this.copy(f, to.type.shape, [builder.use(block), value]);
    } else builder.trap('object-in-state');
    builder.emit({ op: 'else' });
    builder.emit({ op: 'store', base: to.slot, offset: 0, a: value });
    builder.emit({ op: 'end' });
  }

  /** Out of a list: a copy where the list is state's, since its block may be written again. */
  loadElement(f: FunctionCompiler, target: Register, loaded: Value): Value {
    const { builder } = f;
    invariant(loaded.type.kind === 'record', 'elements that are copied are records');
    const { shape } = loaded.type;
    // Nothing can replace such a record in state, so its address will do.
    if (!fitsBlock(shape)) return loaded;
    const dst = builder.register(loaded.type);
    builder.emit({ op: 'move', dst, a: builder.use(loaded) });
    const isPersistent = builder.result(FLAG, (to) => ({ op: 'is-state', dst: to, a: target }));
    const { words } = blockLayout(this.program.layouts, shape);
    builder.emit({ op: 'if', a: builder.use(isPersistent) });
    builder.emit({ op: 'if', a: builder.use(loaded) });
    builder.emit({ op: 'alloc', dst, words });
    this.copy(f, shape, [dst, builder.use(loaded)]);
    builder.emit({ op: 'end' });
    builder.emit({ op: 'end' });
    return { type: loaded.type, register: dst, isNamed: true };
  }

  private copy(f: FunctionCompiler, shape: Shape, args: readonly Register[]): void {
    const { node } = f.builder;
    const structure = structureOf([record(shape)], this.program.types).join('');
    const callee = this.functionFor({ shape, structure, node });
    this.program.tables.recording?.copy({ shape, structure, node }, callee);
    f.builder.emit({ op: 'call', dst: null, callee, args });
  }

  functionFor({ shape, structure, node }: CopiedRecord): number {
    const known = this.functions.get(structure);
    if (known !== undefined) return known;
    const index = this.program.reserve();
    this.functions.set(structure, index);
    const builder = new FunctionBuilder(node, this.program.tables, this.program.layouts);
    const block = builder.register(WORD);
    const source = builder.register(WORD);
    const layout = blockLayout(this.program.layouts, shape);
    builder.emit({ op: 'clear', base: block, words: layout.words });
    copyRecord(
      builder,
      { type: record(shape), register: source, isNamed: true },
      { block, at: 0, layout },
    );
    const place = this.program.tables.places[this.program.tables.place(node)];
    invariant(place !== undefined, 'a place was just made');
    this.program.define(index, {
      name: `copy ${shape.name}`,
      place,
      parameters: [block, source],
      registers: builder.registers,
      result: 'none',
      code: builder.code,
    });
    return index;
  }
}

interface Destination {
  readonly block: Register;
  /** Words from the block's start. */
  readonly at: number;
  readonly layout: BlockLayout;
}

function copyRecord(builder: FunctionBuilder, source: Value, to: Destination): void {
  const { type } = source;
  invariant(type.kind === 'record', 'records are copied');
  const target: Value = {
    ...builder.result(record(type.shape), (dst) => ({
      op: 'address',
      dst,
      base: to.block,
      offset: to.at,
    })),
    isNamed: true,
  };
  for (const field of type.shape.fields) {
    if (holdingOf(field.type) !== 'none') copyField(builder, { source, target, field }, to);
  }
}

interface FieldCopy {
  readonly source: Value;
  readonly target: Value;
  readonly field: Field;
}

function copyField(
  builder: FunctionBuilder,
  { source, target, field }: FieldCopy,
  to: Destination,
): void {
  const held = builder.field(source, field.name);
  const nested = to.layout.nested.get(field.name);
  if (field.type.kind === 'record' && !field.type.shape.isMutable) {
    invariant(
      nested !== undefined && nested.layout !== null,
      `${field.name} has room in the block`,
    );
    copyNested(
      builder,
      { target, field, held },
      { block: to.block, at: to.at + nested.offset, layout: nested.layout },
    );
  } else if (field.type.kind === 'list') {
    invariant(nested !== undefined, `${field.name} has room in the block`);
    copyList(builder, { target, field, held }, { block: to.block, at: to.at + nested.offset });
  } else builder.storeField(target, field.name, held);
}

interface Held {
  readonly target: Value;
  readonly field: Field;
  readonly held: Value;
}

function copyNested(
  builder: FunctionBuilder,
  { target, field, held }: Held,
  to: Destination,
): void {
  const a = builder.use(held);
  builder.emit({ op: 'if', a });
  const address = builder.result(field.type, (dst) => ({
    op: 'address',
    dst,
    base: to.block,
    offset: to.at,
  }));
  builder.storeField(target, field.name, { ...address, isNamed: true });
  invariant(field.type.kind === 'record', 'records are nested');
  copyRecord(builder, { type: record(field.type.shape), register: a, isNamed: true }, to);
  builder.emit({ op: 'end' });
}

/** Lists of plain values, as long as the block has room for. */
function copyList(
  builder: FunctionBuilder,
  { target, field, held }: Held,
  to: { readonly block: Register; readonly at: number },
): void {
  invariant(field.type.kind === 'list', 'lists are copied');
  const { element } = field.type;
  const stride = sizeOfField(builder.layouts, element);
  const a = builder.use(held);
  const header = builder.use(
    builder.result(WORD, (dst) => ({ op: 'address', dst, base: to.block, offset: to.at })),
  );
  builder.emit({ op: 'list.place', a: header, stride });
  builder.storeField(target, field.name, { type: field.type, register: header, isNamed: true });
  const length = builder.use(builder.result(INT, (dst) => ({ op: 'list.length', dst, a })));
  const i = builder.register(INT);
  const one = builder.use(builder.int(1));
  builder.emit({ op: 'const.int', dst: i, value: 0 });
  builder.emit({ op: 'block' });
  builder.emit({ op: 'loop' });
  const isOver = builder.result(FLAG, (dst) => ({ op: 'int.gte', dst, a: i, b: length }));
  builder.emit({ op: 'if', a: builder.use(isOver) });
  builder.emit({ op: 'br', depth: 2 });
  builder.emit({ op: 'end' });
  const from = builder.use(
    builder.result(WORD, (dst) => ({ op: 'list.at', dst, a, index: i, stride })),
  );
  const item = builder.use(
    element.kind === 'cell'
      ? builder.loadCell(from, { offset: 0, type: element, isStable: false })
      : builder.result(element, (dst) => ({
          op: 'load',
          dst,
          base: from,
          offset: 0,
          isStable: false,
        })),
  );
  const slot = builder.use(
    builder.result(WORD, (dst) => ({ op: 'list.grow', dst, a: header, stride })),
  );
  if (element.kind === 'cell')
    builder.storeCell({ base: slot, offset: 0 }, item, requiredOf(element));
  else builder.emit({ op: 'store', base: slot, offset: 0, a: item });
  builder.emit({ op: 'int.add', dst: i, a: i, b: one });
  builder.emit({ op: 'br', depth: 0 });
  builder.emit({ op: 'end' });
  builder.emit({ op: 'end' });
}
