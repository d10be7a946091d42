// The tables a program refers to by index: text literals, constants, source places, sinks.
import type ts from 'typescript';
import type { ValueType } from '../../core/memory/value-type.js';
import type { Place, Sink } from '../ir/program.js';

export class Tables {
  readonly symbols: string[] = [''];
  readonly numbers: string[] = [];
  readonly places: Place[] = [];
  readonly sinks: Sink[] = [];
  private readonly symbolIds = new Map<string, number>();
  private readonly numberIds = new Map<string, number>();
  private readonly placeIds = new Map<ts.Node, number>();
  private readonly sinkIds = new Map<string, number>();

  symbol(text: string): number {
    return intern(this.symbols, this.symbolIds, text);
  }

  number(text: string): number {
    return intern(this.numbers, this.numberIds, text);
  }

  place(node: ts.Node): number {
    const known = this.placeIds.get(node);
    if (known !== undefined) return known;
    const source = node.getSourceFile();
    this.places.push({ file: source.fileName, start: node.getStart(source), end: node.getEnd() });
    this.placeIds.set(node, this.places.length - 1);
    return this.places.length - 1;
  }

  sink(name: string, parameters: readonly ValueType[]): number {
    const known = this.sinkIds.get(name);
    if (known !== undefined) return known;
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
