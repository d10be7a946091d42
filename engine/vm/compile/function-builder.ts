// Collects the instructions of one function: registers, constants, null checks and conversions between types.
import type ts from 'typescript';
import { invariant } from '../../core/kernel/fault.js';
import type { Layouts } from '../../core/memory/record-layout.js';
import { sizeOfField } from '../../core/memory/record-layout.js';
import {
  FLAG,
  type Holding,
  INT,
  NUM,
  type ValueType,
  WORD,
  describeType,
  holdingOf,
  requiredOf,
  sameType,
} from '../../core/memory/value-type.js';
import type { Instruction, Operation, Register, Trap } from '../ir/instruction.js';
import { type Constant, decimalOf, textOf, wholeOf } from './constant.js';
import { NotPortable } from './issue.js';
import type { Tables } from './tables.js';

/** A value while it is being compiled: in a register, known beforehand, or one of a kind. */
export interface Value {
  readonly type: ValueType;
  readonly register: Register | null;
  readonly constant?: Constant;
  /** The register has a name: it may change later, and others may read it. */
  readonly isNamed?: boolean;
  /** The register is assigned again later. */
  readonly isLet?: boolean;
  /** Where a constant is written. */
  readonly node?: ts.Node;
}

export const ofUnit = (type: ValueType): Value => ({ type, register: null });

export const constant = (type: ValueType, value: Constant): Value => ({
  type,
  register: null,
  constant: value,
});

export const isNothing = (value: Value): boolean =>
  value.type.kind === 'null' || value.constant === null;

export class FunctionBuilder {
  readonly registers: Holding[] = [];
  readonly code: Instruction[] = [];
  /** Which of them load the number of a text. */
  readonly texts = new Set<number>();
  /** Which of them load the number of a place. */
  readonly sites = new Set<number>();
  /** Where the next instructions come from. */
  node: ts.Node;
  /** Open blocks, so that `br` can be told how deep it is. */
  depth = 0;

  constructor(
    node: ts.Node,
    readonly tables: Tables,
    readonly layouts: Layouts,
  ) {
    this.node = node;
  }

  register(type: ValueType): Register {
    if (type.kind === 'foreign')
      throw new NotPortable(
        this.node,
        `this cannot be used: ${type.why}`,
        'give it a portable type',
      );
    const holding = holdingOf(type);
    if (holding === 'none')
      throw new NotPortable(this.node, `this has no value`, 'remove it, or give it a type');
    this.registers.push(holding);
    return this.registers.length - 1;
  }

  emit(operation: Operation): void {
    this.code.push({ ...operation, at: this.tables.place(this.node) });
    if (operation.op === 'if' || operation.op === 'block' || operation.op === 'loop')
      this.depth += 1;
    if (operation.op === 'end') this.depth -= 1;
  }

  /** A fresh register with the result of an operation. */
  result(type: ValueType, operation: (dst: Register) => Operation): Value {
    const dst = this.register(type);
    this.emit(operation(dst));
    return { type, register: dst };
  }

  /** The register a value is in; constants are loaded, as the type says. */
  use(value: Value): Register {
    if (value.register !== null) return value.register;
    const { constant, type } = value;
    invariant(constant !== undefined, `a ${describeType(type)} cannot be held`);
    const dst = this.register(type);
    if (type.kind === 'int')
      this.emit({ op: 'const.int', dst, value: wholeOf(constant, value.node ?? this.node) });
    else if (type.kind === 'num')
      this.emit({
        op: 'const.num',
        dst,
        text: this.tables.number(decimalOf(constant, value.node ?? this.node)),
      });
    else {
      if (typeof constant === 'string') this.texts.add(this.code.length);
      this.emit({ op: 'const.word', dst, value: this.wordOf(constant) });
    }
    return dst;
  }

  /** The number that a place has in the program's table. */
  site(node: ts.Node): Value {
    const value = this.tables.place(node);
    const dst = this.register(INT);
    this.sites.add(this.code.length);
    this.emit({ op: 'const.int', dst, value });
    return { type: INT, register: dst };
  }

  private wordOf(constant: Constant): number {
    if (constant === null) return 0;
    if (typeof constant === 'boolean') return constant ? 1 : 0;
    return typeof constant === 'string' ? this.tables.symbol(constant) : constant;
  }

  /** Puts a value into a register. Where the last instruction made it for this alone, that one is pointed there. */
  assign(dst: Register, value: Value): void {
    const last = this.code.at(-1);
    const isFresh =
      value.register !== null &&
      value.isNamed !== true &&
      last !== undefined &&
      'dst' in last &&
      last.dst === value.register &&
      last.op !== 'move';
    if (isFresh) this.code[this.code.length - 1] = { ...last, dst };
    else this.emit({ op: 'move', dst, a: this.use(value) });
  }

  trap(trap: Trap): void {
    this.emit({ op: 'trap', trap });
  }

  /** Traps unless the word is set. */
  private requireWord(a: Register): void {
    const isMissing = this.result(WORD, (dst) => ({ op: 'flag.not', dst, a }));
    this.emit({ op: 'if', a: this.use(isMissing) });
    this.trap('missing');
    this.emit({ op: 'end' });
  }

  /** The value without its null, checked. */
  required(value: Value): Value {
    const { type } = value;
    if (value.constant === null)
      throw new NotPortable(this.node, 'this is always null here', 'remove it');
    if (type.kind === 'cell') {
      const address = this.use(value);
      this.requireWord(address);
      const held = requiredOf(type);
      return this.result(held, (dst) => ({
        op: 'load',
        dst,
        base: address,
        offset: 0,
        isStable: true,
      }));
    }
    if ((type.kind === 'record' || type.kind === 'list') && type.nullable) {
      this.requireWord(this.use(value));
      return { ...value, type: requiredOf(type) };
    }
    return value;
  }

  /** The value as `type`; throws NotPortable where that needs more than a null check or wrapping. */
  coerce(value: Value, type: ValueType): Value {
    if (sameType(value.type, type)) return value;
    if (value.type.kind === 'null' || value.constant === null) return this.nothing(type);
    if (type.kind === 'cell') return this.wrap(this.coerce(value, requiredOf(type)), type);
    if (value.type.kind === 'cell') return this.coerce(this.required(value), type);
    if (type.kind === 'num' && value.type.kind === 'int') return this.toNum(value);
    if (type.kind === 'num' && typeof value.constant === 'string') return { ...value, type: NUM };
    if (value.type.kind === 'list' && type.kind === 'list') return this.coerceList(value, type);
    if (value.type.kind === 'record' && type.kind === 'record')
      return this.coerceRecord(value, type);
    throw new NotPortable(
      this.node,
      `a ${describeType(value.type)} is used as ${describeType(type)}`,
      'keep one kind of value in one place',
    );
  }

  private nothing(type: ValueType): Value {
    const isNullable =
      type.kind === 'cell' ||
      type.kind === 'word' ||
      type.kind === 'null' ||
      ((type.kind === 'record' || type.kind === 'list') && type.nullable);
    if (isNullable) return { type, register: null, constant: null };
    throw new NotPortable(
      this.node,
      `null is used as ${describeType(type)}`,
      'declare that it may be null',
    );
  }

  private wrap(value: Value, type: ValueType): Value {
    const a = this.use(value);
    const words = sizeOfField(this.layouts, value.type);
    const cell = this.result(type, (dst) => ({ op: 'alloc', dst, words }));
    this.emit({ op: 'store', base: this.use(cell), offset: 0, a });
    return cell;
  }

  toNum(value: Value): Value {
    if (typeof value.constant === 'number')
      return { ...value, type: NUM, constant: textOf(value.constant) };
    const a = this.use(value);
    return this.result(NUM, (dst) => ({ op: 'num.from-int', dst, a }));
  }

  private coerceList(value: Value, type: Extract<ValueType, { kind: 'list' }>): Value {
    const { type: own } = value;
    // Records are held by address, so a list of them serves as one whose elements may be missing.
    if (
      own.kind === 'list' &&
      sameType(requiredElement(own.element), requiredElement(type.element))
    )
      return own.nullable && !type.nullable ? this.required(value) : { ...value, type };
    throw new NotPortable(
      this.node,
      `a list of ${own.kind === 'list' ? describeType(own.element) : ''} is used as one of ${describeType(type.element)}`,
      'use the same element type',
    );
  }

  private coerceRecord(value: Value, type: Extract<ValueType, { kind: 'record' }>): Value {
    if (value.type.kind !== 'record') return value;
    if (value.type.shape === type.shape)
      return value.type.nullable && !type.nullable ? this.required(value) : { ...value, type };
    return this.reshape(this.required(value), type);
  }

  /** A copy with the fields of another shape. */
  private reshape(value: Value, type: Extract<ValueType, { kind: 'record' }>): Value {
    const { type: own } = value;
    invariant(own.kind === 'record', 'records are reshaped');
    if (own.shape.isMutable || type.shape.isMutable) {
      throw new NotPortable(
        this.node,
        `${own.shape.name} is used as ${type.shape.name}, and one of them can be written`,
        'pass the object under its own type, or pass its fields',
      );
    }
    const fields = type.shape.fields.map(
      (field) => [field, this.fieldOrNothing(value, field)] as const,
    );
    return this.create(type, new Map(fields.map(([field, held]) => [field.name, held])));
  }

  private fieldOrNothing(
    value: Value,
    field: { readonly name: string; readonly type: ValueType },
  ): Value {
    const { type } = value;
    const has = type.kind === 'record' && type.shape.fields.some(({ name }) => name === field.name);
    return has
      ? this.coerceField(this.field(value, field.name), field.type)
      : this.nothing(field.type);
  }

  coerceField(value: Value, type: ValueType): Value {
    return holdingOf(type) === 'none' ? value : this.coerce(value, type);
  }

  /** A new record that lives until the tick ends. */
  create(type: Extract<ValueType, { kind: 'record' }>, values: ReadonlyMap<string, Value>): Value {
    const layout = this.layouts.of(type.shape);
    const created = this.result({ ...type, nullable: false }, (dst) => ({
      op: 'alloc',
      dst,
      words: layout.words,
    }));
    for (const field of type.shape.fields) {
      if (holdingOf(field.type) === 'none') continue;
      this.storeField(created, field.name, values.get(field.name) ?? this.nothing(field.type));
    }
    return created;
  }

  /** Reads a field. A number or nullable value that may change later is copied, because registers hold addresses. */
  field(object: Value, name: string): Value {
    const owner = this.required(object);
    invariant(owner.type.kind === 'record', 'fields belong to records');
    const { shape } = owner.type;
    const field = shape.fields.find((candidate) => candidate.name === name);
    if (field === undefined)
      throw new NotPortable(
        this.node,
        `${shape.name} has no field ${name} here`,
        'name the field in its type',
      );
    const { type } = field;
    if (type.kind === 'foreign')
      throw new NotPortable(
        this.node,
        `${name} cannot be used: ${type.why}`,
        'keep it out of what runs every tick',
      );
    if (holdingOf(type) === 'none') return ofUnit(type);
    const base = this.use(owner);
    const { offset } = this.layouts.field(shape, name);
    if (type.kind === 'cell')
      return this.loadCell(base, { offset, type, isStable: field.isReadonly });
    const isStable = field.isReadonly;
    return this.result(type, (dst) => ({ op: 'load', dst, base, offset, isStable }));
  }

  /** Address of an optional value that lies in a record behind its presence word, or 0. */
  loadCell(
    base: Register,
    at: {
      readonly offset: number;
      readonly type: Extract<ValueType, { kind: 'cell' }>;
      readonly isStable: boolean;
    },
  ): Value {
    const dst = this.register(at.type);
    const present = this.result(WORD, (to) => ({
      op: 'load',
      dst: to,
      base,
      offset: at.offset,
      isStable: false,
    }));
    this.emit({ op: 'const.word', dst, value: 0 });
    this.emit({ op: 'if', a: this.use(present) });
    if (at.isStable) this.emit({ op: 'address', dst, base, offset: at.offset + 1 });
    else {
      const held = requiredOf(at.type);
      const value = this.result(held, (to) => ({
        op: 'load',
        dst: to,
        base,
        offset: at.offset + 1,
        isStable: false,
      }));
      this.emit({ op: 'move', dst, a: this.use(this.wrap(value, at.type)) });
    }
    this.emit({ op: 'end' });
    return { type: at.type, register: dst };
  }

  storeField(object: Value, name: string, value: Value): void {
    invariant(object.type.kind === 'record', 'fields belong to records');
    const { shape } = object.type;
    const { offset, type } = this.layouts.field(shape, name);
    const held = this.coerce(value, type);
    const base = this.use(object);
    if (type.kind !== 'cell') {
      this.emit({ op: 'store', base, offset, a: this.use(held) });
      return;
    }
    this.storeCell({ base, offset }, this.use(held), requiredOf(type));
  }

  /** Presence word and value; where there is none both are zero, so that equal states are equal words. */
  storeCell(
    to: { readonly base: Register; readonly offset: number },
    address: Register,
    type: ValueType,
  ): void {
    const { base, offset } = to;
    const none = this.use({ type: WORD, register: null, constant: null });
    const present = this.result(FLAG, (dst) => ({ op: 'word.ne', dst, a: address, b: none }));
    this.emit({ op: 'store', base, offset, a: this.use(present) });
    const held = this.register(type);
    this.emit({ op: 'if', a: this.use(present) });
    this.emit({ op: 'load', dst: held, base: address, offset: 0, isStable: false });
    this.emit({ op: 'else' });
    const zero = type.kind === 'num' ? '0' : type.kind === 'int' ? 0 : false;
    this.emit({ op: 'move', dst: held, a: this.use({ type, register: null, constant: zero }) });
    this.emit({ op: 'end' });
    this.emit({ op: 'store', base, offset: offset + 1, a: held });
  }

  int(value: number): Value {
    return { type: INT, register: null, constant: value };
  }
}

const requiredElement = (type: ValueType): ValueType =>
  type.kind === 'record' ? requiredOf(type) : type;
