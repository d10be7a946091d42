// Types of values in compiled code. Every value is a flag or word (one u32), a whole number (i64), a number of the run's
// policy, or the address of something in the lane's memory. Layout follows from these types alone.

/** What stands for an object that exists once per run and is never looked at as a value. */
export type UnitName = 'engine' | 'setup' | 'numeric' | 'tick' | 'trace' | 'strategy' | 'hidden';

export type ValueType =
  | { readonly kind: 'void' }
  | { readonly kind: 'null' }
  /** boolean: 0 or 1. */
  | { readonly kind: 'flag' }
  /** One of some text literals, as its id in the program's symbol table; 0 stands for null or undefined. */
  | { readonly kind: 'word' }
  /** `number`: a whole number within 2^53. */
  | { readonly kind: 'int' }
  | { readonly kind: 'num' }
  /** Address of a record; 0 stands for null. */
  | { readonly kind: 'record'; readonly shape: Shape; readonly nullable: boolean }
  /** Address of a list's header; 0 stands for null. */
  | { readonly kind: 'list'; readonly element: ValueType; readonly nullable: boolean }
  /** A value that may be null: address of the value, or 0. */
  | { readonly kind: 'cell'; readonly of: 'flag' | 'int' | 'num' }
  | { readonly kind: 'unit'; readonly name: UnitName }
  /** A type that portable code cannot use; it may stand in a record as long as nobody touches it. */
  | { readonly kind: 'foreign'; readonly why: string };

export interface Field {
  readonly name: string;
  readonly type: ValueType;
  readonly isReadonly: boolean;
}

/** The fields of a record, in the order they were declared. Fields are filled after creation, as types may refer to it. */
export interface Shape {
  readonly id: number;
  readonly name: string;
  readonly fields: readonly Field[];
  /** Classes and records with a writable field: they have an identity and are never copied. */
  readonly isMutable: boolean;
}

export const VOID: ValueType = { kind: 'void' };
export const NULL: ValueType = { kind: 'null' };
export const FLAG: ValueType = { kind: 'flag' };
export const WORD: ValueType = { kind: 'word' };
export const INT: ValueType = { kind: 'int' };
export const NUM: ValueType = { kind: 'num' };

export const unit = (name: UnitName): ValueType => ({ kind: 'unit', name });
export const foreign = (why: string): ValueType => ({ kind: 'foreign', why });
export const record = (shape: Shape, nullable = false): ValueType => ({
  kind: 'record',
  shape,
  nullable,
});
export const list = (element: ValueType, nullable = false): ValueType => ({
  kind: 'list',
  element,
  nullable,
});

/** How a value is held: in one word, as an i64, as a number of the policy, or not at all. */
export type Holding = 'word' | 'int' | 'num' | 'none';

export function holdingOf(type: ValueType): Holding {
  switch (type.kind) {
    case 'flag':
    case 'word':
    case 'record':
    case 'list':
    case 'cell':
    case 'null':
      return 'word';
    case 'int':
      return 'int';
    case 'num':
      return 'num';
    case 'void':
    case 'unit':
    case 'foreign':
      return 'none';
  }
}

export function sameType(a: ValueType, b: ValueType): boolean {
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'record':
      return b.kind === 'record' && a.shape === b.shape && a.nullable === b.nullable;
    case 'list':
      return b.kind === 'list' && a.nullable === b.nullable && sameType(a.element, b.element);
    case 'cell':
      return b.kind === 'cell' && a.of === b.of;
    case 'unit':
      return b.kind === 'unit' && a.name === b.name;
    default:
      return true;
  }
}

export function nullableOf(type: ValueType): ValueType {
  switch (type.kind) {
    case 'record':
      return record(type.shape, true);
    case 'list':
      return list(type.element, true);
    case 'flag':
    case 'int':
    case 'num':
      return { kind: 'cell', of: type.kind };
    default:
      return type;
  }
}

/** The type without its null. */
export function requiredOf(type: ValueType): ValueType {
  switch (type.kind) {
    case 'record':
      return record(type.shape);
    case 'list':
      return list(type.element);
    case 'cell':
      return { kind: type.of };
    default:
      return type;
  }
}

export function describeType(type: ValueType): string {
  switch (type.kind) {
    case 'record':
      return type.shape.name + (type.nullable ? ' | null' : '');
    case 'list':
      return `${describeType(type.element)}[]${type.nullable ? ' | null' : ''}`;
    case 'cell':
      return `${describeType({ kind: type.of })} | null`;
    case 'unit':
      return type.name;
    case 'flag':
      return 'boolean';
    case 'int':
      return 'whole number';
    case 'num':
      return 'Num';
    case 'word':
      return 'text';
    default:
      return type.kind;
  }
}
