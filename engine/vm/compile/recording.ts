// What a function being compiled asks its program for, in order; see function-tape.ts.
import type ts from 'typescript';
import type { Shape, ValueType } from '../../core/memory/value-type.js';
import { isOfEngine } from './files-behind.js';
import type { Callable } from './callable.js';
import { nameWithinFile } from './function-name.js';

/** Something a function needed a number for, and the number it got. */
export type Request =
  | { readonly kind: 'symbol' | 'number'; readonly text: string; readonly got: number }
  | { readonly kind: 'place'; readonly node: ts.Node; readonly got: number }
  | {
      readonly kind: 'sink';
      readonly name: string;
      readonly parameters: readonly ValueType[];
      readonly got: number;
    }
  | ({ readonly kind: 'copy'; readonly got: number } & CopiedRecord)
  | {
      readonly kind: 'function';
      readonly target: Callable | NamedFunction;
      readonly from: ts.Node;
      readonly got: number;
    };

/** A record that a function copies. */
export interface CopiedRecord {
  /** Of this or an earlier compilation: what counts is its structure. */
  readonly shape: Shape;
  readonly structure: string;
  /** Where it is copied. */
  readonly node: ts.Node;
}

/** A function of another file, which may have been parsed anew. */
export interface NamedFunction {
  readonly file: string;
  readonly name: string;
}

/** What a function being compiled asks for. */
export class Recording {
  readonly requests: Request[] = [];
  /** Other files than the function's own whose nodes are among the requests. */
  readonly heldFiles = new Set<ts.SourceFile>();
  /** It used something of the strategy's definition. */
  usesStrategy = false;
  /** False where it refers to something that only this compilation has. */
  isKept = true;

  /** @param source the function's own file */
  constructor(private readonly source: ts.SourceFile) {}

  place(node: ts.Node, got: number): void {
    this.hold(node.getSourceFile());
    this.requests.push({ kind: 'place', node, got });
  }

  function(target: Callable, from: ts.Node, got: number): void {
    this.hold(from.getSourceFile());
    this.requests.push({ kind: 'function', target: this.referenceTo(target), from, got });
  }

  copy(record: CopiedRecord, got: number): void {
    this.hold(record.node.getSourceFile());
    this.requests.push({ kind: 'copy', ...record, got });
  }

  private referenceTo(target: Callable): Callable | NamedFunction {
    const file = target.getSourceFile();
    if (file === this.source || isOfEngine(file)) return target;
    const name = nameWithinFile(target);
    if (name !== null) return { file: file.fileName, name };
    this.hold(file);
    return target;
  }

  private hold(file: ts.SourceFile): void {
    if (file !== this.source && !isOfEngine(file)) this.heldFiles.add(file);
  }
}
