// The fast lane: one run of a compiled program in WebAssembly. It starts from an image of the reference lane's memory; what
// it records comes back as calls of the trace.
import { invariant } from '../../core/kernel/fault.js';
import { numberCells } from '../../core/memory/number-cells.js';
import { Layouts } from '../../core/memory/record-layout.js';
import {
  ROOTS_AT,
  type RunImage,
  currentAddress,
  stateDigest,
} from '../../core/memory/run-image.js';
import type { SymbolTable } from '../../core/memory/symbol-table.js';
import type { Numeric } from '../../core/numeric/index.js';
import type { Program } from '../ir/program.js';
import type { FastModule, Numbers } from './fast-module.js';
import { FUEL, type GlobalName, type LaneStop, TICK_BYTES, TICK_MARK, TRAPS } from './machine.js';
import { RecordedBytes } from './recorded-bytes.js';
import type { StepMemory } from './rounding-step.js';
import { placeOfCell, staticMemory } from './static-memory.js';
import { type SinkTable, StreamDecoder } from './stream.js';
import { CURRENT_BYTES, type TickFeed } from './tick-feed.js';
import { type WasmGlobal, type WasmMemory, webAssembly } from './web-assembly.js';

/** The host empties the output when it is nearly full, so this only decides how often. */
const OUT_BYTES = 1 << 20;
/** Ticks are brought in portions of at least this size, so that entering compiled code costs nothing a tick. */
const FEED_BYTES = CURRENT_BYTES + 4;
const PAGE_BYTES = 65_536;
const ARENA_ALIGNMENT = 16;

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

export interface LaneInputs {
  readonly program: Program;
  readonly fast: FastModule;
  readonly num: Numeric;
  readonly symbols: SymbolTable;
  readonly image: RunImage;
  /** Bytes of the output buffer; tests make it small. */
  readonly outBytes?: number;
}

interface Exports extends Readonly<Record<GlobalName, WasmGlobal>> {
  readonly feed: (at: number, count: number) => void;
  readonly finish: () => void;
}

export class FastLane {
  private readonly memory: WasmMemory;
  private bytes: Uint8Array;
  private view: DataView;
  private readonly numbers: Numbers;
  private readonly exports: Exports;
  private readonly layouts: Layouts;
  private readonly decoder: StreamDecoder;
  private readonly recorded = new RecordedBytes();
  /** Of all recorded, where the records of the tick in progress begin; known once a part of them was taken. */
  private tickStart = 0;
  /** Byte address of the tick in progress. */
  readonly currentAt: number;
  private stateStart = 0;
  private readonly arenaAt: number;
  private readonly feedAt: number;
  private readonly outAt: number;
  private readonly outEnd: number;

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
    this.feedAt = this.currentAt + CURRENT_BYTES;
    this.outAt = this.feedAt + FEED_BYTES;
    this.outEnd = this.outAt + (inputs.outBytes ?? OUT_BYTES);
    // What a tick makes lies last, since it may need more than there is.
    this.arenaAt = this.outEnd + ARENA_ALIGNMENT - (this.outEnd % ARENA_ALIGNMENT);
    const end = this.arenaAt + TICK_BYTES.first;
    this.memory = new webAssembly.Memory({ initial: Math.ceil(end / PAGE_BYTES) });
    this.bytes = new Uint8Array(this.memory.buffer);
    this.view = new DataView(this.memory.buffer);
    this.numbers = fast.bind(this.memory, {
      memory: () => this.view,
      symbols,
      layout: this.stepLayout(),
    });
    this.exports = this.instantiate();
    this.restart(image);
  }

  /** Whether the lane can be restarted from an image: its memory is as long, and its words mean the same texts. */
  canRestart({ bytes }: RunImage, symbols: SymbolTable): boolean {
    const { image, symbols: known } = this.inputs;
    return (
      bytes.length === image.bytes.length &&
      symbols.all.length === known.all.length &&
      symbols.all.every((text, id) => text === known.all[id])
    );
  }

  /** Puts the lane where an image says. Precondition: `canRestart`. */
  restart(image: RunImage): void {
    const { program } = this.inputs;
    invariant(image.bytes.length === this.inputs.image.bytes.length, 'images of one layout');
    this.stateStart = image.stateStart;
    const objectsAt = staticMemory(program).end;
    this.bytes.set(image.bytes.subarray(objectsAt), objectsAt);
    this.bytes.set(image.bytes.subarray(ROOTS_AT, ROOTS_AT + program.roots.length * 4), ROOTS_AT);
    const current = program.roots.findIndex(({ name }) => name === 'current');
    this.view.setUint32(ROOTS_AT + current * 4, this.currentAt, true);
    this.setGlobals({
      currentAt: this.currentAt,
      arena: this.arenaAt,
      arenaStart: this.arenaAt,
      arenaEnd: Math.min(this.bytes.length, this.arenaAt + TICK_BYTES.most),
      stateStart: image.stateStart,
      stateEnd: image.bytes.length,
      out: this.outAt,
      outEnd: this.outEnd,
      ticksDone: 0,
      trap: 0,
    });
    this.recorded.take();
    this.numbers.overflowed();
  }

  private setGlobals(values: Readonly<Partial<Record<GlobalName, number>>>): void {
    for (const [name, value] of Object.entries(values))
      this.exports[name as GlobalName].value = value;
  }

  private stepLayout(): StepMemory['layout'] {
    const { fields } = this.layouts.of(this.inputs.program.roundingStep);
    const offset = (name: string): number => (fields.get(name)?.offset ?? 0) * 4;
    // The scale is optional, so its value lies behind a presence word.
    return { method: offset('method'), scale: offset('scale') + 4, rounding: offset('rounding') };
  }

  private instantiate(): Exports {
    const env = {
      memory: this.memory,
      drain: () => {
        this.drain();
      },
      ...this.numbers.imports,
      reserve: () => Number(this.reserve()),
      truncate: (list: number, length: number) => {
        this.truncate(list, length);
      },
    };
    return new webAssembly.Instance(this.inputs.fast.module, { env }).exports as Exports;
  }

  /** Ticks done since the start. */
  get done(): number {
    return this.exports.ticksDone.value;
  }

  /**
   * Runs ticks `from` to `to` of a feed.
   * @throws LaneTrap, and what the tick that stopped had recorded by then is forgotten
   */
  run({ bytes, starts, currentAt }: TickFeed, from: number, to: number): void {
    invariant(currentAt === this.currentAt, 'the feed was made for this place');
    let at = from;
    while (at < to) {
      const start = starts[at] as number;
      let until = at + 1;
      while (until < to && (starts[until + 1] as number) - start <= FEED_BYTES) until += 1;
      this.bytes.set(bytes.subarray(start, starts[until]), this.feedAt);
      const count = until - at;
      this.enter(() => {
        this.exports.feed(this.feedAt, count);
      });
      at = until;
    }
  }

  /** The end-of-run rules, on a tick that was encoded as finishing. They are marked as a tick of their own. */
  finish({ bytes, starts }: TickFeed, index: number): void {
    this.bytes.set(
      bytes.subarray((starts[index] as number) + 4, starts[index + 1]),
      this.currentAt,
    );
    const { arena, fuel, tickOut, out } = this.exports;
    arena.value = this.arenaAt;
    fuel.value = FUEL;
    tickOut.value = out.value;
    // There is always room for a mark: the buffer is emptied before it is full.
    this.view.setUint32(out.value, TICK_MARK, true);
    out.value += 4;
    this.enter(() => {
      this.exports.finish();
    });
    const given = this.numbers.overflowed();
    if (given !== 0) throw this.overflow(given);
  }

  private overflow(cell: number): LaneTrap {
    return new LaneTrap('number-range', placeOfCell(this.inputs.program, cell));
  }

  private enter(compiled: () => void): void {
    try {
      compiled();
    } catch (error) {
      const trap = TRAPS[this.exports.trap.value - 1];
      if (!(error instanceof webAssembly.RuntimeError) || trap === undefined) throw error;
      this.forgetTick();
      // What was computed with a result that was given up says nothing.
      const given = this.numbers.overflowed();
      const place = this.exports.trapPlace.value;
      if (given !== 0) throw this.overflow(given);
      throw trap === 'number-range' ? this.overflow(place) : new LaneTrap(trap, place);
    }
  }

  private forgetTick(): void {
    const { out, tickOut } = this.exports;
    if (tickOut.value === 0) {
      const whole = this.recorded.take(this.tickStart);
      this.recorded.add(new Uint8Array(whole.buffer, whole.byteOffset, whole.byteLength));
      out.value = this.outAt;
    } else out.value = tickOut.value;
  }

  /** Hands over everything recorded since the last call. */
  flush(sinks: SinkTable): void {
    this.decode(this.take(), sinks);
  }

  /** What `take` gave. */
  decode(recorded: DataView, sinks: SinkTable): void {
    this.decoder.decode(recorded, sinks);
  }

  /** The same, undecoded. */
  take(): DataView {
    this.drain();
    return this.recorded.take();
  }

  digest(): string {
    return stateDigest(this.state(), this.stateStart);
  }

  /** The image as it is now. */
  state(): Uint8Array {
    return this.bytes.subarray(0, this.inputs.image.bytes.length);
  }

  /** Called by compiled code when the buffer is nearly full, perhaps in the middle of a record. */
  private drain(): void {
    const { out, tickOut } = this.exports;
    if (tickOut.value !== 0) {
      this.tickStart = this.recorded.length + tickOut.value - this.outAt;
      tickOut.value = 0;
    }
    this.recorded.add(this.bytes.subarray(this.outAt, out.value));
    out.value = this.outAt;
  }

  /** Called by compiled code when a tick has made more than there is room for. */
  private reserve(): boolean {
    const { arena, arenaEnd } = this.exports;
    const [needed, most] = [arena.value >>> 0, this.arenaAt + TICK_BYTES.most];
    if (needed > most) return false;
    const wanted = Math.min(most, Math.max(needed, 2 * this.bytes.length));
    try {
      this.memory.grow(Math.ceil((wanted - this.bytes.length) / PAGE_BYTES));
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
    this.bytes = new Uint8Array(this.memory.buffer);
    this.view = new DataView(this.memory.buffer);
    arenaEnd.value = Math.min(most, this.bytes.length);
    return true;
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
