// The tables a program refers to by index: text literals, constants, source places, sinks.
import type ts from 'typescript';
import type { ValueType } from '../../core/memory/value-type.js';
import type { Place, Sink } from '../ir/program.js';
import type { Recording } from './recording.js';

export class Tables {
  readonly symbols: string[] = [''];
  readonly numbers: string[] = [];
  readonly places: Place[] = [];
  readonly sinks: Sink[] = [];
  /** What the function under way asks for is noted here. */
  recording: Recording | null = null;
  private readonly symbolIds = new Map<string, number>();
  private readonly numberIds = new Map<string, number>();
  private readonly placeIds = new Map<ts.Node, number>();
  private readonly sinkIds = new Map<string, number>();

  symbol(text: string): number {
    const got = intern(this.symbols, this.symbolIds, text);
    this.recording?.requests.push({ kind: 'symbol', text, got });
    return got;
  }

  number(text: string): number {
    const got = intern(this.numbers, this.numberIds, text);
    this.recording?.requests.push({ kind: 'number', text, got });
    return got;
  }

  place(node: ts.Node): number {
    const got = this.placeIds.get(node) ?? this.newPlace(node);
    this.recording?.place(node, got);
    return got;
  }

  private newPlace(node: ts.Node): number {
    const source = node.getSourceFile();
    this.places.push({ file: source.fileName, start: node.getStart(source), end: node.getEnd() });
    this.placeIds.set(node, this.places.length - 1);
    return this.places.length - 1;
  }

  sink(name: string, parameters: readonly ValueType[]): number {
    const got = this.sinkIds.get(name) ?? this.newSink(name, parameters);
    this.recording?.requests.push({ kind: 'sink', name, parameters, got });
    return got;
  }

  private newSink(name: string, parameters: readonly ValueType[]): number {
    this.sinks.push({ name, parameters });
    this.sinkIds.set(name, this.sinks.length - 1);
    return this.sinks.length - 1;
  }
}

function intern(entries: string[], ids: Map<string, number>, text: string): number {
  const known = ids.get(text);
  if (known !== undefined) return known;
  entries.push(text);
  ids.set(text, entries.length - 1);
  return entries.length - 1;
}
