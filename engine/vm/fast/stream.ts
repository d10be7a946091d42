// The output stream: calls of the trace with their arguments, as compiled code wrote them. Decoding gives the calls back.
// How a type is read is settled once, not for every value.
import { invariant } from '../../core/kernel/fault.js';
import { type Shape, type ValueType, holdingOf, requiredOf } from '../../core/memory/value-type.js';
import type { Program, Sink } from '../ir/program.js';
import { TICK_MARK } from './machine.js';

/** How words of the stream become numbers of the policy and text. */
export interface Decoding {
  readonly numWords: number;
  readNum(from: DataView, address: number): unknown;
  symbolText(id: number): string;
}

export interface SinkTable {
  /** The calls that follow are of the next tick. */
  readonly tick: () => void;
  /** What is called for a sink, with arguments in the order of its parameters; undefined: its records are passed over. */
  readonly call: (name: string) => ((...args: readonly never[]) => void) | undefined;
  /** What is told instead of a record of a sink, for its call to be made later or never: reading it is what takes time. */
  readonly defer?: (name: string) => Defer | undefined;
}

export type Defer = (make: () => void) => void;

type Call = (...args: readonly unknown[]) => void;

class Cursor {
  view: DataView = new DataView(new ArrayBuffer(0));
  at = 0;

  word(): number {
    const word = this.view.getUint32(this.at, true);
    this.at += 4;
    return word;
  }
}

/** Reads a value, or passes over it. */
type Read = (from: Cursor, isWanted: boolean) => unknown;

interface Recorded {
  readonly sink: Sink;
  readonly parameters: readonly Read[];
  /** Of a record; null when it differs from one to the next. */
  readonly bytes: number | null;
}

export class StreamDecoder {
  private readonly cursor = new Cursor();
  private readonly shapes = new Map<Shape, Read>();
  private readonly sinks: readonly Recorded[];

  constructor(
    program: Program,
    private readonly decoding: Decoding,
  ) {
    this.sinks = program.sinks.map((sink) => ({
      sink,
      parameters: sink.parameters.map((type) => this.reader(type)),
      bytes: sum(sink.parameters.map((type) => this.bytesOf(type))),
    }));
  }

  /** Every call in a stretch of the stream. */
  decode(view: DataView, table: SinkTable): void {
    const { cursor } = this;
    cursor.view = view;
    cursor.at = 0;
    const calls = this.sinks.map(({ sink }) => table.call(sink.name) as Call | undefined);
    const defers = this.sinks.map(({ sink }) => table.defer?.(sink.name));
    while (cursor.at < view.byteLength) {
      const number = cursor.word();
      if (number === TICK_MARK) table.tick();
      else {
        const defer = defers[number - 1];
        if (defer === undefined) this.record(number - 1, calls[number - 1]);
        else this.defer(number - 1, calls[number - 1], defer);
      }
    }
    invariant(cursor.at === view.byteLength, 'the stream ends with a whole call');
  }

  private record(index: number, call: Call | undefined): void {
    const sink = this.sinks[index];
    invariant(sink !== undefined, 'the stream holds calls of known sinks');
    const isWanted = call !== undefined;
    const args = sink.parameters.map((read) => read(this.cursor, isWanted));
    call?.(...args);
  }

  private defer(index: number, call: Call | undefined, defer: Defer): void {
    const { cursor } = this;
    const { view, at } = cursor;
    const bytes = this.sinks[index]?.bytes ?? null;
    if (bytes === null) this.record(index, undefined);
    else cursor.at += bytes;
    const behind = cursor.at;
    defer(() => {
      const [viewNow, atNow] = [cursor.view, cursor.at];
      cursor.view = view;
      cursor.at = at;
      this.record(index, call);
      invariant(cursor.at === behind, 'a record is read as far as it was passed over');
      cursor.view = viewNow;
      cursor.at = atNow;
    });
  }

  /** Bytes of every value of a type; null when they differ. */
  private bytesOf(type: ValueType): number | null {
    switch (type.kind) {
      case 'flag':
      case 'word':
        return 4;
      case 'int':
        return 8;
      case 'num':
        return this.decoding.numWords * 4;
      case 'record':
        return type.nullable
          ? null
          : sum(
              type.shape.fields
                .filter((field) => holdingOf(field.type) !== 'none')
                .map((field) => this.bytesOf(field.type)),
            );
      default:
        return null;
    }
  }

  private reader(type: ValueType): Read {
    switch (type.kind) {
      case 'flag':
        return (from) => from.word() !== 0;
      case 'word':
        return (from) => {
          const id = from.word();
          return id === 0 ? null : this.decoding.symbolText(id);
        };
      case 'int':
        return readInt;
      case 'num':
        return this.numReader();
      case 'cell': {
        const read = this.reader(requiredOf(type));
        return (from, isWanted) => (from.word() === 0 ? null : read(from, isWanted));
      }
      case 'record': {
        const read = this.recordReader(type.shape);
        if (!type.nullable) return read;
        return (from, isWanted) => (from.word() === 0 ? null : read(from, isWanted));
      }
      case 'list':
        return this.listReader(type.element);
      default:
        return () => undefined;
    }
  }

  private numReader(): Read {
    const bytes = this.decoding.numWords * 4;
    return (from, isWanted) => {
      from.at += bytes;
      return isWanted ? this.decoding.readNum(from.view, from.at - bytes) : null;
    };
  }

  private listReader(element: ValueType): Read {
    const read = this.reader(element);
    return (from, isWanted) => {
      const length = readInt(from);
      const items: unknown[] = [];
      for (let i = 0; i < length; i += 1) items.push(read(from, isWanted));
      return items;
    };
  }

  private recordReader(shape: Shape): Read {
    const known = this.shapes.get(shape);
    if (known !== undefined) return known;
    const fields = shape.fields
      .filter(({ type }) => holdingOf(type) !== 'none')
      .map(({ name, type }) => ({ name, read: this.reader(type) }));
    const reader: Read = (from, isWanted) => {
      const made: Record<string, unknown> = {};
      for (const { name, read } of fields) {
        const value = read(from, isWanted);
        if (isWanted) made[name] = value;
      }
      return made;
    };
    this.shapes.set(shape, reader);
    return reader;
  }
}

const sum = (sizes: readonly (number | null)[]): number | null =>
  sizes.reduce<number | null>(
    (all, size) => (all === null || size === null ? null : all + size),
    0,
  );

/** Whole numbers are below 2^53, so both halves add up without loss. */
function readInt(from: Cursor): number {
  const low = from.word();
  return from.view.getInt32((from.at += 4) - 4, true) * 2 ** 32 + low;
}
