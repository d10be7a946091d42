// The output stream: calls of the trace with their arguments, as compiled code wrote them. Decoding gives the calls back.
import { invariant } from '../../core/kernel/fault.js';
import { type Shape, type ValueType, holdingOf, requiredOf } from '../../core/memory/value-type.js';
import type { Program, Sink } from '../ir/program.js';

/** How words of the stream become numbers of the policy and text. */
export interface Decoding {
  readonly numWords: number;
  readNum(from: DataView, address: number): unknown;
  symbolText(id: number): string;
}

/** Called with a sink's name and its arguments in the order of its parameters. */
export type SinkCall = (name: string, args: readonly unknown[]) => void;

export class StreamDecoder {
  private at = 0;
  private view: DataView = new DataView(new ArrayBuffer(0));

  constructor(
    private readonly program: Program,
    private readonly decoding: Decoding,
  ) {}

  /** Every call in a stretch of the stream. */
  decode(view: DataView, call: SinkCall): void {
    this.view = view;
    this.at = 0;
    const bytes = view.byteLength;
    while (this.at < bytes) {
      const sink = this.program.sinks[this.word() - 1];
      invariant(sink !== undefined, 'the stream holds calls of known sinks');
      call(sink.name, this.args(sink));
    }
    invariant(this.at === bytes, 'the stream ends with a whole call');
  }

  private args(sink: Sink): readonly unknown[] {
    return sink.parameters.map((type) => this.value(type));
  }

  private word(): number {
    const word = this.view.getUint32(this.at, true);
    this.at += 4;
    return word;
  }

  private value(type: ValueType): unknown {
    switch (type.kind) {
      case 'flag':
        return this.word() !== 0;
      case 'word': {
        const id = this.word();
        return id === 0 ? null : this.decoding.symbolText(id);
      }
      case 'int': {
        const value = this.view.getBigInt64(this.at, true);
        this.at += 8;
        return Number(value);
      }
      case 'num': {
        const value = this.decoding.readNum(this.view, this.at);
        this.at += this.decoding.numWords * 4;
        return value;
      }
      case 'cell':
        return this.word() === 0 ? null : this.value(requiredOf(type));
      case 'record':
        if (type.nullable && this.word() === 0) return null;
        return this.record(type.shape);
      case 'list':
        return Array.from({ length: Number(this.value({ kind: 'int' })) }, () =>
          this.value(type.element),
        );
      default:
        return undefined;
    }
  }

  private record(shape: Shape): Readonly<Record<string, unknown>> {
    const fields: Record<string, unknown> = {};
    for (const { name, type } of shape.fields)
      if (holdingOf(type) !== 'none') fields[name] = this.value(type);
    return fields;
  }
}
