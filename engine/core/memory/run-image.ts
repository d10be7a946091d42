// The memory a compiled program starts from: what never changes during a run, then its state. Built where the reference
// lane's objects are, which is inside the sandbox.
import { invariant } from '../kernel/fault.js';
import type { Engine } from '../kernel/index.js';
import type { Numeric } from '../numeric/index.js';
import { ImageWriter, NotRepresentable, type Encoding } from './image.js';
import { numberCells } from './number-cells.js';
import { Layouts } from './record-layout.js';
import type { SymbolTable } from './symbol-table.js';
import type { ValueType } from './value-type.js';

/** Bytes. Address 0 means null, so nothing lies there. */
export const ROOTS_AT = 64;
/** Behind the addresses of the roots and the scratch memory of a lane's arithmetic. */
export const OBJECTS_AT = 2048;

export type RootName = 'state' | 'strategy' | 'params' | 'venue' | 'current' | 'probe' | 'symbols';

/** Where the roots of memory are and what they hold. */
export interface Root {
  readonly name: RootName;
  readonly type: ValueType;
}

/** What of a program determines its memory. */
export interface MemoryPlan {
  readonly roots: readonly Root[];
  readonly numWords: number;
  /** Byte address at which the run's objects start; below it lies what a lane needs for itself. */
  readonly objectsAt: number;
}

export interface RunImage {
  readonly bytes: Uint8Array;
  /** First byte of state, which goes to the end; a digest covers it. */
  readonly stateStart: number;
}

const ALIGNMENT = 16;

/** Where the tick in progress lies: right behind the image. */
export const currentAddress = ({ bytes }: RunImage): number =>
  (bytes.length + ALIGNMENT - 1) & ~(ALIGNMENT - 1);

const CONSTANT_ROOTS: readonly RootName[] = ['venue', 'params', 'symbols', 'probe'];
const STATE_ROOTS: readonly RootName[] = ['state', 'strategy'];

/**
 * @param before an image of the same run: its lists keep the room they had there, so that equal states give equal words
 * @throws NotRepresentable when a value does not fit its type or the number format
 */
export function buildRunImage(
  engine: Engine,
  plan: MemoryPlan,
  { symbols, before }: { readonly symbols: SymbolTable; readonly before: RunImage | null },
): RunImage {
  const encoding = encodingOf(engine.setup.num, symbols);
  const writer = new ImageWriter(new Layouts(plan.numWords), encoding, {
    next: plan.objectsAt,
    before: before?.bytes ?? null,
  });
  const place = (name: RootName): void => {
    const index = plan.roots.findIndex((root) => root.name === name);
    const root = plan.roots[index];
    invariant(root !== undefined, `${name} is a root`);
    writer.setWord(ROOTS_AT + index * 4, writer.place(root.type, objectOf(engine, name), name));
  };
  for (const name of CONSTANT_ROOTS) place(name);
  const stateStart = writer.next;
  for (const name of STATE_ROOTS) place(name);
  return { bytes: writer.image(), stateStart };
}

function objectOf(engine: Engine, name: RootName): unknown {
  const { setup, state } = engine;
  switch (name) {
    case 'venue':
      return setup.venue;
    case 'params':
      return setup.params;
    case 'symbols':
      return setup.symbols;
    case 'probe':
      return { site: -1, symbol: -1 };
    case 'state':
      return state;
    case 'strategy':
      return state.strategy;
    case 'current':
      return engine.current;
  }
}

export function encodingOf(num: Numeric, symbols: SymbolTable): Encoding {
  const cells = numberCells(num);
  return {
    numWords: cells.words,
    writeNum: (to, address, value) => {
      if (!num.is(value))
        throw new NotRepresentable('', `${String(value)} is no number of the policy`);
      if (!cells.write(to, address, value))
        throw new NotRepresentable('', `${num.format(value)} has more digits than a lane holds`);
    },
    symbolId: (text) => symbols.id(text),
  };
}

const DIGEST_HEX = 8;

/** Words of state, folded to 64 bits: two independent multiply-and-rotate sums over u32. */
export function stateDigest(bytes: Uint8Array, stateStart: number): string {
  const words = new Uint32Array(bytes.slice(stateStart).buffer);
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (const word of words) {
    a = Math.imul(a ^ word, 0x01000193);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b + word, 0xcc9e2d51);
    b = (b << 15) | (b >>> 17);
  }
  return hex(a) + hex(b);
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(DIGEST_HEX, '0');
