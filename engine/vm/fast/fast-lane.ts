// The fast lane: one run of a compiled program in WebAssembly. It starts from an image of the reference lane's memory; what
// it records comes back as calls of the trace.
import { invariant } from '../../core/kernel/fault.js';
import type { CurrentTick } from '../../core/kernel/index.js';
import { ImageWriter } from '../../core/memory/image.js';
import { numberCells } from '../../core/memory/number-cells.js';
import { Layouts } from '../../core/memory/record-layout.js';
import {
  ROOTS_AT,
  type RunImage,
  currentAddress,
  encodingOf,
  stateDigest,
} from '../../core/memory/run-image.js';
import type { SymbolTable } from '../../core/memory/symbol-table.js';
import type { Numeric } from '../../core/numeric/index.js';
import type { Program } from '../ir/program.js';
import type { FastModule, Numbers } from './fast-module.js';
import { GLOBALS, type GlobalName, type LaneStop, TRAPS } from './machine.js';
import type { StepMemory } from './rounding-step.js';
import { staticMemory } from './static-memory.js';
import { type SinkCall, StreamDecoder } from './stream.js';
import { type WasmGlobal, type WasmMemory, webAssembly } from './web-assembly.js';

/** Room for what one tick makes; a tick that needs more traps with `memory`. */
const ARENA_BYTES = 8 << 20;
/** The host empties the output when it is nearly full, so this only decides how often. */
const OUT_BYTES = 1 << 20;
/** Room for the tick in progress; a bar takes less than 256 bytes, and runs have tens of symbols. */
const CURRENT_BYTES = 1 << 18;
/** Rounds of loops in one tick; far more than any tick needs, and soon over. */
const FUEL = 50_000_000;
const PAGE_BYTES = 65_536;

/** Compiled code stopped by itself; the reference lane tells why. */
export class LaneTrap extends Error {
  override readonly name = 'LaneTrap';
  constructor(
    readonly trap: LaneStop,
    /** Index into the program's table of places. */
    readonly place: number,
  ) {
    super(`the lane stopped: ${trap}`);
  }
}

/** A tick of the market in the words that compiled code reads. */
export type EncodedTick = Uint8Array;

export interface LaneInputs {
  readonly program: Program;
  readonly fast: FastModule;
  readonly num: Numeric;
  readonly symbols: SymbolTable;
  readonly image: RunImage;
}

type Entries = Readonly<Record<'step' | 'finish', () => void>>;

export class FastLane {
  private readonly memory: WasmMemory;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly globals: Readonly<Record<GlobalName, WasmGlobal>>;
  private readonly numbers: Numbers;
  private readonly entries: Entries;
  private readonly layouts: Layouts;
  private readonly decoder: StreamDecoder;
  /** Byte address of the tick in progress. */
  readonly currentAt: number;
  private readonly arenaAt: number;
  private readonly outAt: number;
  private sink: SinkCall = () => undefined;

  constructor(private readonly inputs: LaneInputs) {
    const { program, fast, image, num, symbols } = inputs;
    this.layouts = new Layouts(program.numWords);
    const cells = numberCells(num);
    this.decoder = new StreamDecoder(program, {
      numWords: cells.words,
      readNum: (from, address) => cells.read(from, address),
      symbolText: (id) => symbols.text(id),
    });
    this.currentAt = currentAddress(image);
    this.arenaAt = this.currentAt + CURRENT_BYTES;
    this.outAt = this.arenaAt + ARENA_BYTES;
    this.memory = new webAssembly.Memory({
      initial: Math.ceil((this.outAt + OUT_BYTES) / PAGE_BYTES),
    });
    this.bytes = new Uint8Array(this.memory.buffer);
    this.view = new DataView(this.memory.buffer);
    this.bytes.set(image.bytes);
    this.pointToCurrent();
    this.globals = createGlobals({
      stateStart: image.stateStart,
      stateEnd: image.bytes.length,
      arenaEnd: this.outAt,
      out: this.outAt,
      outEnd: this.outAt + OUT_BYTES,
    });
    this.numbers = fast.bind(this.memory, {
      memory: this.view,
      symbols,
      layout: this.stepLayout(),
    });
    this.entries = this.instantiate();
  }

  private pointToCurrent(): void {
    const current = this.inputs.program.roots.findIndex(({ name }) => name === 'current');
    this.view.setUint32(ROOTS_AT + current * 4, this.currentAt, true);
  }

  /** Starts anew from another image; false, and nothing has happened, when it is laid out in another way. */
  restart({ bytes, stateStart }: RunImage, symbols: SymbolTable): boolean {
    const { image, program, symbols: known } = this.inputs;
    const isAlike =
      bytes.length === image.bytes.length &&
      stateStart === image.stateStart &&
      symbols.all.length === known.all.length &&
      symbols.all.every((text, id) => text === known.all[id]);
    if (!isAlike) return false;
    // Between the roots and the objects lie the program's constants, which the image knows nothing of.
    const rootsEnd = ROOTS_AT + program.roots.length * 4;
    this.bytes.set(bytes.subarray(ROOTS_AT, rootsEnd), ROOTS_AT);
    const { end } = staticMemory(program);
    this.bytes.set(bytes.subarray(end), end);
    this.pointToCurrent();
    this.globals.out.value = this.outAt;
    this.numbers.overflowed();
    return true;
  }

  private stepLayout(): StepMemory['layout'] {
    const { fields } = this.layouts.of(this.inputs.program.roundingStep);
    const offset = (name: string): number => (fields.get(name)?.offset ?? 0) * 4;
    // The scale is optional, so its value lies behind a presence word.
    return { method: offset('method'), scale: offset('scale') + 4, rounding: offset('rounding') };
  }

  private instantiate(): Entries {
    const env = {
      memory: this.memory,
      ...this.globals,
      drain: () => {
        this.drain();
      },
      ...this.numbers.imports,
      truncate: (list: number, length: number) => {
        this.truncate(list, length);
      },
    };
    return new webAssembly.Instance(this.inputs.fast.module, { env }).exports as Entries;
  }

  /** Ticks as this lane reads them; lanes of one program, number format and image length share them. */
  encode(ticks: readonly CurrentTick[]): EncodedTick[] {
    const { program, num, symbols } = this.inputs;
    const root = program.roots.find(({ name }) => name === 'current');
    invariant(root !== undefined, 'the current tick is a root');
    const encoding = encodingOf(num, symbols);
    return ticks.map((tick) => {
      const writer = new ImageWriter(this.layouts, encoding, {
        next: this.currentAt,
        before: null,
      });
      writer.place(root.type, tick, 'tick');
      const encoded = writer.image().slice(this.currentAt);
      invariant(encoded.length <= CURRENT_BYTES, 'a tick fits the room for it');
      return encoded;
    });
  }

  /** @throws LaneTrap */
  run(entry: 'step' | 'finish', tick: EncodedTick): void {
    this.bytes.set(tick, this.currentAt);
    this.globals.arena.value = this.arenaAt;
    this.globals.fuel.value = FUEL;
    try {
      this.entries[entry]();
    } catch (error) {
      throw this.trapOf(error);
    }
    if (this.numbers.overflowed()) throw new LaneTrap('number-range', -1);
  }

  private trapOf(error: unknown): unknown {
    const trap = TRAPS[this.globals.trap.value - 1];
    return error instanceof webAssembly.RuntimeError && trap !== undefined
      ? new LaneTrap(trap, this.globals.trapPlace.value)
      : error;
  }

  /** Hands over everything recorded since the last call. */
  flush(sink: SinkCall): void {
    this.sink = sink;
    this.drain();
  }

  digest(): string {
    return stateDigest(this.state(), this.inputs.image.stateStart);
  }

  /** The image as it is now. */
  state(): Uint8Array {
    return this.bytes.subarray(0, this.inputs.image.bytes.length);
  }

  private drain(): void {
    const bytes = this.globals.out.value - this.outAt;
    this.decoder.decode(new DataView(this.memory.buffer, this.outAt, bytes), this.sink);
    this.globals.out.value = this.outAt;
  }

  private truncate(list: number, length: number): void {
    const before = this.view.getUint32(list, true);
    invariant(length >= 0 && length <= before, 'a list is only shortened');
    this.view.setUint32(list, length, true);
    const block = this.view.getUint32(list + 12, true);
    const elements = this.view.getUint32(list + 8, true);
    for (let i = length; block > 0 && i < before; i += 1) {
      const at = this.view.getUint32(elements + i * 4, true);
      this.bytes.fill(0, at, at + block * 4);
    }
  }
}

function createGlobals(
  values: Readonly<Partial<Record<GlobalName, number>>>,
): Readonly<Record<GlobalName, WasmGlobal>> {
  const entries = GLOBALS.map(
    (name) =>
      [name, new webAssembly.Global({ value: 'i32', mutable: true }, values[name] ?? 0)] as const,
  );
  return Object.fromEntries(entries) as Record<GlobalName, WasmGlobal>;
}
