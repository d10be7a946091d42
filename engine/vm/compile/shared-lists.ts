// Lists that became part of a record in state. JavaScript keeps the list itself there, the lanes a copy of it; so that
// nobody can tell, such a list must not change any more. Whoever changes one ends the compiled run at that place.
import { LIST_HEADER, SHARED_LIST } from '../../core/memory/record-layout.js';
import { FLAG, type Shape, type ValueType, WORD, record } from '../../core/memory/value-type.js';
import type { Register } from '../ir/instruction.js';
import type { FunctionBuilder, Value } from './function-builder.js';

const holdsLists = (shape: Shape): boolean =>
  shape.fields.some(({ type }) => type.kind === 'list' || isHolder(type));

const isHolder = (type: ValueType): type is Extract<ValueType, { kind: 'record' }> =>
  type.kind === 'record' && !type.shape.isMutable && holdsLists(type.shape);

/** A record is about to be copied into state: its lists change no more. One that is state's already has another owner. */
export function shareLists(builder: FunctionBuilder, shape: Shape, address: Register): void {
  const source: Value = { type: record(shape), register: address, isNamed: true };
  for (const { name, type } of shape.fields) {
    if (type.kind !== 'list' && !isHolder(type)) continue;
    const held = builder.use(builder.field(source, name));
    builder.emit({ op: 'if', a: held });
    if (type.kind === 'list') share(builder, held);
    else shareLists(builder, type.shape, held);
    builder.emit({ op: 'end' });
  }
}

/** A list that is full is looked at when it grows, so that growing costs the others nothing. */
function share(builder: FunctionBuilder, list: Register): void {
  const isState = builder.result(FLAG, (dst) => ({ op: 'is-state', dst, a: list }));
  trapIf(builder, isState);
  const length = wordAt(builder, list, LIST_HEADER.length);
  builder.emit({ op: 'store', base: list, offset: LIST_HEADER.capacity, a: length });
  const mark = builder.use({ type: WORD, register: null, constant: SHARED_LIST });
  builder.emit({ op: 'store', base: list, offset: LIST_HEADER.block, a: mark });
}

/** Before a list is changed in place. */
export function refuseShared(builder: FunctionBuilder, list: Register): void {
  const b = builder.use({ type: WORD, register: null, constant: SHARED_LIST });
  const a = wordAt(builder, list, LIST_HEADER.block);
  trapIf(
    builder,
    builder.result(FLAG, (dst) => ({ op: 'word.eq', dst, a, b })),
  );
}

function wordAt(builder: FunctionBuilder, base: Register, offset: number): Register {
  return builder.use(
    builder.result(WORD, (dst) => ({ op: 'load', dst, base, offset, isStable: false })),
  );
}

function trapIf(builder: FunctionBuilder, condition: Value): void {
  builder.emit({ op: 'if', a: builder.use(condition) });
  builder.trap('shared-list');
  builder.emit({ op: 'end' });
}
