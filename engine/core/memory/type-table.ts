// Types of compiled code as JSON, so that a program's plan of memory can cross into the sandbox as text.
import { invariant } from '../kernel/fault.js';
import type { Field, Shape, ValueType } from './value-type.js';

/** As ValueType, with the shape's index in the table in place of the shape. */
export type PlainType = Exclude<ValueType, { kind: 'record' | 'list' }> | PlainRecord | PlainList;
interface PlainRecord {
  readonly kind: 'record';
  readonly shape: number;
  readonly nullable: boolean;
}
interface PlainList {
  readonly kind: 'list';
  readonly element: PlainType;
  readonly nullable: boolean;
}

export interface PlainShape {
  readonly name: string;
  readonly isMutable: boolean;
  readonly fields: readonly {
    readonly name: string;
    readonly type: PlainType;
    readonly isReadonly: boolean;
  }[];
}

/** Collects shapes while types are written. */
export class TypeWriter {
  readonly shapes: PlainShape[] = [];
  private readonly indexes = new Map<Shape, number>();

  write(type: ValueType): PlainType {
    if (type.kind === 'record') return { ...type, shape: this.index(type.shape) };
    if (type.kind === 'list') return { ...type, element: this.write(type.element) };
    return type;
  }

  private index(shape: Shape): number {
    const known = this.indexes.get(shape);
    if (known !== undefined) return known;
    const index = this.shapes.length;
    this.indexes.set(shape, index);
    // Its place is taken before its fields are written, because they may lead back to it.
    this.shapes.push({ name: shape.name, isMutable: shape.isMutable, fields: [] });
    const fields = shape.fields.map(({ name, type, isReadonly }) => ({
      name,
      type: this.write(type),
      isReadonly,
    }));
    this.shapes[index] = { name: shape.name, isMutable: shape.isMutable, fields };
    return index;
  }
}

interface OpenShape extends Shape {
  fields: readonly Field[];
}

/** Reads types that refer to a table of shapes. */
export class TypeReader {
  private readonly shapes: readonly OpenShape[];

  constructor(plain: readonly PlainShape[]) {
    this.shapes = plain.map(({ name, isMutable }, id) => ({ id, name, isMutable, fields: [] }));
    this.shapes.forEach((shape, i) => {
      shape.fields = (plain[i]?.fields ?? []).map((field) => ({
        ...field,
        type: this.read(field.type),
      }));
    });
  }

  read(type: PlainType): ValueType {
    if (type.kind === 'record') {
      const shape = this.shapes[type.shape];
      invariant(shape !== undefined, 'a type names a shape of its table');
      return { kind: 'record', shape, nullable: type.nullable };
    }
    if (type.kind === 'list')
      return { kind: 'list', element: this.read(type.element), nullable: type.nullable };
    return type;
  }
}
