// The fast lane: one run of a compiled program in WebAssembly. Its memory is an image of the reference lane's objects; what
// it records comes back as calls of the trace.
import type { Engine } from '../../core/kernel/index.js';
import { invariant } from '../../core/kernel/fault.js';
import type { Program, RootName } from '../ir/program.js';
import { ImageWriter } from '../layout/image.js';
import { Layouts } from '../layout/record-layout.js';
import { CONSTANTS_AT, GLOBALS, ROOTS_AT, TRAPS, type GlobalName } from './machine.js';
import type { NumberFormat } from './number-format.js';
import { StreamDecoder, type SinkCall } from './stream.js';
import { SymbolTable } from './symbol-table.js';

/** Room for what one tick makes; a tick that needs more traps with `memory`. */
const ARENA_BYTES = 8 << 20;
/** The host empties the output when it is nearly full, so this only decides how often. */
const OUT_BYTES = 1 << 20;
/** Rounds of loops in one tick, as in the reference lane's limit. */
const FUEL = 50_000_000;
const PAGE_BYTES = 65_536;

/** Compiled code stopped by itself; the reference lane tells why. */
export class LaneTrap extends Error {
  override readonly name = 'LaneTrap';
  constructor(
    readonly trap: (typeof TRAPS)[number],
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
  readonly module: WebAssembly.Module;
  readonly format: NumberFormat;
  /** Before its first tick. */
  readonly engine: Engine;
}

type Entries = Readonly<Record<'step' | 'finish', () => void>>;

export class FastLane {
  readonly symbols: SymbolTable;
  private readonly memory: WebAssembly.Memory;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly globals: Readonly<Record<GlobalName, WebAssembly.Global>>;
  private readonly entries: Entries;
  private readonly layouts: Layouts;
  private readonly currentAt: number;
  private readonly arenaAt: number;
  private readonly outAt: number;
  private sink: SinkCall = () => undefined;

  constructor(private readonly inputs: LaneInputs) {
    const { program, module, engine, format } = inputs;
    this.symbols = new SymbolTable(program.symbols);
    this.layouts = new Layouts(program.numWords);
    const { image, stateStart } = this.buildImage(engine);
    this.currentAt = image.length;
    this.arenaAt = align(this.currentAt + CURRENT_BYTES);
    this.outAt = this.arenaAt + ARENA_BYTES;
    this.memory = new WebAssembly.Memory({ initial: Math.ceil((this.outAt + OUT_BYTES) / PAGE_BYTES) });
    this.bytes = new Uint8Array(this.memory.buffer);
    this.view = new DataView(this.memory.buffer);
    this.bytes.set(image);
    this.view.setUint32(this.rootAt('current'), this.currentAt, true);
    this.globals = createGlobals();
    this.globals.stateStart.value = stateStart;
    this.globals.stateEnd.value = image.length;
    this.globals.arenaEnd.value = this.outAt;
    this.globals.out.value = this.outAt;
    this.globals.outEnd.value = this.outAt + OUT_BYTES;
    const instance = new WebAssembly.Instance(module, {
      env: {
        memory: this.memory,
        ...this.globals,
        drain: () => {
          this.drain();
        },
        round: format.rounder(this.view, this.symbols, this.stepLayout()),
        truncate: (list: number, length: number) => {
          this.truncate(list, length);
        },
      },
    });
    this.entries = instance.exports as Entries;
  }

  private stepLayout(): { readonly method: number; readonly scale: number; readonly rounding: number } {
    const { roundingStep } = this.inputs.program;
    const { fields } = this.layouts.of(roundingStep);
    const offset = (name: string): number => (fields.get(name)?.offset ?? 0) * 4;
    return { method: offset('method'), scale: offset('scale') + 4, rounding: offset('rounding') };
  }

  private rootAt(name: RootName): number {
    return ROOTS_AT + this.inputs.program.roots.findIndex((root) => root.name === name) * 4;
  }

  /** Constants of the run first, then its state, which a digest covers. */
  private buildImage(engine: Engine): { image: Uint8Array; stateStart: number } {
    const { setup, state } = engine;
    const writer = new ImageWriter(this.layouts, this.encoding(), CONSTANTS_AT);
    const objects: Readonly<Partial<Record<RootName, unknown>>> = {
      venue: setup.venue,
      params: setup.params,
      symbols: setup.symbols,
      probe: { site: -1, symbol: -1 },
    };
    const addresses = new Map<RootName, number>();
    const place = (name: RootName, value: unknown): void => {
      const root = this.inputs.program.roots.find((candidate) => candidate.name === name);
      invariant(root !== undefined, `${name} is a root`);
      addresses.set(name, writer.place(root.type, value, name));
    };
    for (const [name, value] of Object.entries(objects)) place(name as RootName, value);
    const stateStart = writer.next;
    place('state', state);
    place('strategy', state.strategy);
    for (const [name, address] of addresses) writer.setWord(this.rootAt(name), address);
    return { image: writer.image(), stateStart };
  }

  private encoding(): ConstructorParameters<typeof ImageWriter>[1] {
    const { format } = this.inputs;
    return {
      numWords: format.words,
      writeNum: (to, address, value) => {
        format.write(to, address, value);
      },
      symbolId: (text) => this.symbols.id(text),
    };
  }

  /** The market's ticks as this lane reads them; lanes of one program and number format share them. */
  encode(ticks: readonly unknown[]): EncodedTick[] {
    const root = this.inputs.program.roots.find(({ name }) => name === 'current');
    invariant(root !== undefined, 'the current tick is a root');
    return ticks.map((tick, i) => {
      const writer = new ImageWriter(this.layouts, this.encoding(), this.currentAt);
      writer.place(root.type, tick, `tick ${String(i)}`);
      const encoded = writer.image().slice(this.currentAt);
      invariant(encoded.length <= CURRENT_BYTES, 'a tick fits the room for it');
      return encoded;
    });
  }

  run(entry: 'step' | 'finish', tick: EncodedTick): void {
    this.bytes.set(tick, this.currentAt);
    this.globals.arena.value = this.arenaAt;
    this.globals.fuel.value = FUEL;
    try {
      this.entries[entry]();
    } catch (error) {
      throw this.trapOf(error);
    }
  }

  private trapOf(error: unknown): unknown {
    const trap = TRAPS[Number(this.globals.trap.value) - 1];
    return error instanceof WebAssembly.RuntimeError && trap !== undefined
      ? new LaneTrap(trap, Number(this.globals.trapPlace.value))
      : error;
  }

  /** Everything recorded since the last call, to `sink`. */
  flush(sink: SinkCall): void {
    this.sink = sink;
    this.drain();
  }

  private drain(): void {
    const { format, program } = this.inputs;
    const bytes = Number(this.globals.out.value) - this.outAt;
    const view = new DataView(this.memory.buffer, this.outAt, bytes);
    new StreamDecoder(
      program,
      {
        numWords: format.words,
        readNum: (from, address) => format.read(from, address),
        symbolText: (id) => this.symbols.text(id),
      },
      view,
    ).decode(bytes, this.sink);
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

/** Room for the tick in progress; a bar takes less than 256 bytes, and runs have tens of symbols. */
const CURRENT_BYTES = 1 << 18;

const align = (address: number): number => (address + 15) & ~15;

function createGlobals(): Readonly<Record<GlobalName, WebAssembly.Global>> {
  const entries = GLOBALS.map((name) => [name, new WebAssembly.Global({ value: 'i32', mutable: true }, 0)] as const);
  return Object.fromEntries(entries) as Record<GlobalName, WebAssembly.Global>;
}
