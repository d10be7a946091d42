// A program as a WebAssembly module: imports (memory, globals, host functions), helpers for lists, and its functions.
import { invariant } from '../../core/kernel/fault.js';
import { LIST_WORDS, SHARED_LIST } from '../../core/memory/record-layout.js';
import type { Register } from '../ir/instruction.js';
import type { FunctionCode, Program } from '../ir/program.js';
import { DECIMAL_IMPORTS, type DecimalImport } from './decimal-imports.js';
import { emitBody, isState, reserve } from './emit-function.js';
import { LIST } from './emit-list.js';
import {
  type Emission,
  FunctionEmitter,
  type HelperName,
  type NumberCode,
  finishBody,
  valueCode,
} from './function-emitter.js';
import { emitFeed } from './emit-feed.js';
import { GLOBALS, globalIndex, type LaneStop } from './machine.js';
import { ByteWriter, I32, NO_RESULT, type ValueCode, W } from './wasm-bytes.js';

interface Signature {
  readonly parameters: readonly ValueCode[];
  readonly results: readonly ValueCode[];
}

interface HelperCode {
  readonly name: HelperName;
  readonly signature: Signature;
  /** null: imported from the host. */
  readonly code: ((e: FunctionEmitter) => void) | null;
}

export function emitModule(program: Program, numbers: NumberCode): Uint8Array {
  const helpers = helperCodes(numbers);
  const imported = helpers.filter(({ code }) => code === null);
  const own = helpers.filter(({ code }) => code !== null);
  const order = [...imported, ...own].map(({ name }) => name);
  const emission: Emission = {
    program,
    numbers,
    functionIndex: (index) => helpers.length + index,
    helper: (name) => order.indexOf(name),
  };
  const types = new TypeTable();
  const helperTypes = [...imported, ...own].map(({ signature }) => types.index(signature));
  const functionTypes = program.functions.map((code) => types.index(signatureOf(code, numbers)));
  const module = new ByteWriter().bytes([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  module.byte(1).sized(types.section());
  module.byte(2).sized(importSection(imported, helperTypes));
  const declared = [...helperTypes.slice(imported.length), ...functionTypes];
  module.byte(3).sized(vector(declared, (to, type) => to.u32(type)));
  module.byte(6).sized(globalSection());
  module.byte(7).sized(exportSection(program, emission));
  const bodies = [
    ...own.map((helper) => emitHelper(emission, helper)),
    ...program.functions.map((code, i) => emitBody(new FunctionEmitter(emission, code, i))),
  ];
  module.byte(10).sized(vector(bodies, (to, body) => to.sized(body)));
  return module.view().slice();
}

function signatureOf(code: FunctionCode, numbers: NumberCode): Signature {
  return {
    parameters: code.parameters.map((register, i) => {
      invariant(register === i, 'parameters are the first registers');
      return valueCode(code.registers[register] ?? 'none', numbers);
    }),
    results: code.result === 'none' ? [] : [valueCode(code.result, numbers)],
  };
}

class TypeTable {
  private readonly entries: Signature[] = [];

  index(signature: Signature): number {
    const key = JSON.stringify(signature);
    const known = this.entries.findIndex((entry) => JSON.stringify(entry) === key);
    if (known >= 0) return known;
    this.entries.push(signature);
    return this.entries.length - 1;
  }

  section(): ByteWriter {
    return vector(this.entries, (to, { parameters, results }) =>
      to.byte(0x60).u32(parameters.length).bytes(parameters).u32(results.length).bytes(results),
    );
  }
}

function vector<T>(
  items: readonly T[],
  write: (to: ByteWriter, item: T) => ByteWriter,
): ByteWriter {
  const to = new ByteWriter().u32(items.length);
  for (const item of items) write(to, item);
  return to;
}

function importSection(imported: readonly HelperCode[], types: readonly number[]): ByteWriter {
  const to = new ByteWriter().u32(1 + imported.length);
  to.name('env').name('memory').bytes([0x02, 0x00]).u32(1);
  imported.forEach(({ name }, i) => {
    to.name('env')
      .name(name)
      .byte(0x00)
      .u32(types[i] as number);
  });
  return to;
}

/** All start at zero; the host sets them before the first tick. */
const globalSection = (): ByteWriter =>
  vector(GLOBALS, (to) => to.bytes([I32, 0x01, W.i32Const, 0, W.end]));

const EXPORT_FUNCTION = 0;
const EXPORT_GLOBAL = 3;

function exportSection(program: Program, emission: Emission): ByteWriter {
  const { finish } = program.entries;
  const exports = [
    { name: 'feed', kind: EXPORT_FUNCTION, index: emission.helper('feed') },
    { name: 'finish', kind: EXPORT_FUNCTION, index: emission.functionIndex(finish) },
    ...GLOBALS.map((name) => ({ name, kind: EXPORT_GLOBAL, index: globalIndex(name) })),
  ];
  return vector(exports, (to, { name, kind, index }) => to.name(name).byte(kind).u32(index));
}

function helperCodes(numbers: NumberCode): readonly HelperCode[] {
  const words = (count: number): ValueCode[] => Array.from({ length: count }, () => I32);
  const { type } = numbers;
  return [
    { name: 'drain', signature: { parameters: [], results: [] }, code: null },
    { name: 'reserve', signature: { parameters: [], results: [I32] }, code: null },
    { name: 'round', signature: { parameters: [type, I32], results: [type] }, code: null },
    { name: 'truncate', signature: { parameters: words(2), results: [] }, code: null },
    { name: 'listNew', signature: { parameters: words(3), results: [I32] }, code: emitListNew },
    { name: 'grow', signature: { parameters: words(3), results: [I32] }, code: emitGrow },
    { name: 'feed', signature: { parameters: words(2), results: [] }, code: emitFeed },
    ...(type === I32 ? DECIMAL_HELPERS : []),
  ];
}

const DECIMAL_HELPERS: readonly HelperCode[] = Object.entries(DECIMAL_IMPORTS).map(
  ([name, [parameters, result]]) => ({
    name: name as DecimalImport,
    signature: { parameters, results: result === null ? [] : [result] },
    code: null,
  }),
);

/** Stops at the place in a register when the condition on the stack holds. */
function trapIf(e: FunctionEmitter, trap: LaneStop, place: Register): void {
  e.op(W.if, NO_RESULT);
  e.trapAt(trap, () => e.get(place)).op(W.end);
}

/** A function over words only, written out by hand. */
function emitHelper(emission: Emission, helper: HelperCode): ByteWriter {
  const { parameters } = helper.signature;
  const code: FunctionCode = {
    name: helper.name,
    place: { file: '', start: 0, end: 0 },
    parameters: parameters.map((_, i) => i),
    registers: [...parameters.map(() => 'word' as const), 'word', 'word', 'word'],
    result: 'word',
    code: [],
  };
  const e = new FunctionEmitter(emission, code, -1);
  helper.code?.(e);
  if (helper.signature.results.length > 0) e.op(W.unreachable);
  return finishBody(e);
}

/** (capacity, bytes of an element, place) -> address of an empty list. */
function emitListNew(e: FunctionEmitter): void {
  const [capacity, stride, place, list, end] = [0, 1, 2, 3, 4] as const;
  e.global('arena').set(list);
  e.get(list)
    .i32(LIST_WORDS * 4)
    .op(W.i32Add)
    .get(capacity)
    .get(stride)
    .op(W.i32Mul, W.i32Add)
    .set(end);
  e.get(end).setGlobal('arena');
  reserve(e, () => e.get(place));
  e.get(list).i32(0).memory(W.i32Store, LIST.length);
  e.get(list).get(capacity).memory(W.i32Store, LIST.capacity);
  e.get(list)
    .get(list)
    .i32(LIST_WORDS * 4)
    .op(W.i32Add)
    .memory(W.i32Store, LIST.elements);
  e.get(list).i32(0).memory(W.i32Store, LIST.block);
  e.get(list).op(W.return);
}

/** (list, bytes of an element, place) -> address of the new last element. A full list of a tick moves; one of state is full. */
function emitGrow(e: FunctionEmitter): void {
  const [list, stride, place, length, moved, bytes] = [0, 1, 2, 3, 4, 5] as const;
  e.get(list).memory(W.i32Load, LIST.length).set(length);
  e.get(length).get(list).memory(W.i32Load, LIST.capacity).op(W.i32Eq, W.if, NO_RESULT);
  trapIf(isState(e, list), 'capacity', place);
  e.get(list).memory(W.i32Load, LIST.block).i32(SHARED_LIST).op(W.i32Eq);
  trapIf(e, 'shared-list', place);
  e.get(length).get(stride).op(W.i32Mul).set(bytes);
  e.global('arena').set(moved);
  e.global('arena')
    .get(bytes)
    .op(W.i32Add)
    .get(bytes)
    .op(W.i32Add)
    .get(stride)
    .op(W.i32Add)
    .setGlobal('arena');
  reserve(e, () => e.get(place));
  e.get(moved)
    .get(list)
    .memory(W.i32Load, LIST.elements)
    .get(bytes)
    .op(W.prefix, W.memoryCopy, 0, 0);
  e.get(list).get(moved).memory(W.i32Store, LIST.elements);
  e.get(list)
    .get(length)
    .get(length)
    .op(W.i32Add)
    .i32(1)
    .op(W.i32Add)
    .memory(W.i32Store, LIST.capacity);
  e.op(W.end);
  e.get(list).get(length).i32(1).op(W.i32Add).memory(W.i32Store, LIST.length);
  e.get(list)
    .memory(W.i32Load, LIST.elements)
    .get(length)
    .get(stride)
    .op(W.i32Mul, W.i32Add)
    .op(W.return);
}
