// From TypeScript's types to the types of compiled code. Records are told apart by shape, classes by declaration.
import ts from 'typescript';
import {
  FLAG,
  type Field,
  INT,
  NULL,
  NUM,
  type Shape,
  type UnitName,
  VOID,
  type ValueType,
  WORD,
  foreign,
  list,
  nullableOf,
  record,
  unit,
} from '../../core/memory/value-type.js';

/** Types of the engine's own that are one thing per run, by name and the file that declares them. */
const UNITS: Readonly<Record<string, { readonly file: RegExp; readonly unit: UnitName }>> = {
  Numeric: { file: /\/numeric\/numeric\.ts$/, unit: 'numeric' },
  Tick: { file: /\/strategy\/definition\.ts$/, unit: 'tick' },
  TickContext: { file: /\/kernel\/tick-context\.ts$/, unit: 'tick' },
  Engine: { file: /\/kernel\/engine\.ts$/, unit: 'engine' },
  EngineSetup: { file: /\/kernel\/engine\.ts$/, unit: 'setup' },
  TickTrace: { file: /\/kernel\/trace\.ts$/, unit: 'trace' },
  StrategyDefinition: { file: /\/strategy\/definition\.ts$/, unit: 'strategy' },
};

interface MutableShape extends Shape {
  fields: Field[];
  isMutable: boolean;
}

/** Types nest no deeper than this; beyond it a type refers to itself. */
const DEPTH_MAX = 24;

export class TypeLowering {
  /** By the identity of the type or by its shape. */
  private readonly byType = new Map<ts.Type, ValueType>();
  private readonly shapes = new Map<string, MutableShape>();
  private readonly classes = new Map<ts.Symbol, MutableShape>();
  private readonly stateLiterals = new Set<ts.Symbol>();
  private depth = 0;

  constructor(private readonly checker: ts.TypeChecker) {}

  /** The type of the strategy's state, before anything is lowered: object literals that make it up have fields that change. */
  lowerState(type: ts.Type): ValueType {
    this.findStateLiterals(type, 0);
    return this.lower(type);
  }

  private findStateLiterals(type: ts.Type, depth: number): void {
    if (depth > DEPTH_MAX) return;
    if (type.isUnion()) {
      for (const part of type.types) this.findStateLiterals(part, depth + 1);
      return;
    }
    if (this.checker.isArrayType(type) || this.checker.isTupleType(type)) {
      for (const part of this.checker.getTypeArguments(type as ts.TypeReference))
        this.findStateLiterals(part, depth + 1);
      return;
    }
    // A type without a name may have no symbol either, whatever the declarations of the compiler say.
    const symbol = type.symbol as ts.Symbol | undefined;
    if (symbol?.name !== '__object' || this.stateLiterals.has(symbol)) return;
    this.stateLiterals.add(symbol);
    for (const property of this.checker.getPropertiesOfType(type))
      this.findStateLiterals(this.checker.getTypeOfSymbol(property), depth + 1);
  }

  lower(type: ts.Type): ValueType {
    const known = this.byType.get(type);
    if (known !== undefined) return known;
    if (this.depth > DEPTH_MAX) return foreign('it refers to itself');
    this.depth += 1;
    const lowered = this.lowerAnew(type);
    this.depth -= 1;
    this.byType.set(type, lowered);
    return lowered;
  }

  private lowerAnew(type: ts.Type): ValueType {
    const { flags } = type;
    if (flags & (ts.TypeFlags.Void | ts.TypeFlags.Never)) return VOID;
    if (flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)) return NULL;
    if (flags & ts.TypeFlags.BooleanLike) return FLAG;
    if (flags & ts.TypeFlags.NumberLike) return INT;
    if (flags & ts.TypeFlags.StringLike) return WORD;
    if (type.isUnion()) return this.lowerUnion(type);
    if (flags & ts.TypeFlags.TypeParameter) {
      const constraint = this.checker.getBaseConstraintOfType(type);
      return constraint === undefined ? foreign('it is generic') : this.lower(constraint);
    }
    if (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return this.lowerObject(type);
    return foreign(`${this.checker.typeToString(type)} is no type of portable code`);
  }

  private lowerUnion(type: ts.UnionType): ValueType {
    const isNothing = (part: ts.Type): boolean =>
      (part.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)) !== 0;
    const parts = type.types.filter((part) => !isNothing(part));
    const nullable = parts.length < type.types.length;
    const wrap = (lowered: ValueType): ValueType => (nullable ? nullableOf(lowered) : lowered);
    const lowered = parts.map((part) => this.lower(part));
    const [first] = lowered;
    if (first === undefined) return NULL;
    if (
      lowered.every(
        (part) => part.kind === first.kind && part.kind !== 'record' && part.kind !== 'list',
      )
    )
      return first.kind === 'foreign' ? first : wrap(first);
    if (lowered.every((part) => part.kind === 'record'))
      return wrap(this.mergeRecords(type, parts));
    if (lowered.every((part) => part === first)) return wrap(first);
    if (lowered.every((part) => part.kind === 'list') && first.kind === 'list') return wrap(first);
    // What a numeric operation accepts: only its value form can be stored.
    if (lowered.some((part) => part.kind === 'num')) return foreign('it may be a number or text');
    return foreign(`${this.checker.typeToString(type)} mixes kinds of values`);
  }

  /** Records told apart by a literal field become one record with all fields; those not shared may be null. */
  private mergeRecords(union: ts.Type, parts: readonly ts.Type[]): ValueType {
    if (parts.length === 1) return this.lower(parts[0] as ts.Type);
    const names = new Map<string, ts.Symbol[]>();
    for (const part of parts) {
      for (const property of this.checker.getPropertiesOfType(part)) {
        const those = names.get(property.name) ?? [];
        those.push(property);
        names.set(property.name, those);
      }
    }
    const fields = [...names].map(([name, symbols]): Field => {
      const types = symbols.map((symbol) => this.lower(this.checker.getTypeOfSymbol(symbol)));
      const [first = VOID] = types;
      const isEverywhere = symbols.length === parts.length;
      return {
        name,
        type: isEverywhere ? first : nullableOf(first),
        isReadonly: symbols.every(isReadonly),
      };
    });
    return record(this.shapeOf(this.checker.typeToString(union), fields));
  }

  private lowerObject(type: ts.Type): ValueType {
    // A readonly view shows the object itself, so it has the object's type.
    const [viewed] = type.aliasTypeArguments ?? [];
    if (type.aliasSymbol?.name === 'Readonly' && viewed !== undefined) return this.lower(viewed);
    const symbol = type.aliasSymbol ?? type.symbol;
    const named = unitOf(type.symbol) ?? unitOf(symbol);
    if (named !== undefined) return unit(named);
    if (isDeclaredIn(type.symbol, 'Num', /\/numeric\/numeric\.ts$/)) return NUM;
    if (this.checker.isArrayType(type)) {
      const [element] = this.checker.getTypeArguments(type as ts.TypeReference);
      return element === undefined ? foreign('an untyped list') : list(this.lower(element));
    }
    if (this.checker.isTupleType(type)) return this.lowerTuple(type as ts.TypeReference);
    if (type.getCallSignatures().length > 0)
      return foreign('a function is no value of portable code');
    if (this.checker.getIndexInfosOfType(type).length > 0)
      return foreign('a record with names that are not known beforehand');
    if (type.isClass() || (type.symbol.flags & ts.SymbolFlags.Class) !== 0)
      return this.lowerClass(type);
    return record(this.structure(type));
  }

  private lowerTuple(type: ts.TypeReference): ValueType {
    const elements = this.checker.getTypeArguments(type).map((part) => this.lower(part));
    const [first] = elements;
    if (first === undefined) return list(NUM);
    return elements.every((part) => part.kind === first.kind)
      ? list(first)
      : foreign('a tuple of different kinds');
  }

  private lowerClass(type: ts.Type): ValueType {
    const known = this.classes.get(type.symbol);
    if (known !== undefined) return record(known);
    const shape: MutableShape = {
      id: this.nextId(),
      name: type.symbol.name,
      fields: [],
      isMutable: true,
    };
    this.classes.set(type.symbol, shape);
    shape.fields = this.fieldsOf(type);
    return record(shape);
  }

  private structure(type: ts.Type): Shape {
    const fields = this.fieldsOf(type);
    const name =
      type.aliasSymbol?.name ??
      (type.symbol.name === '__type' || type.symbol.name === '__object'
        ? 'record'
        : type.symbol.name);
    return this.shapeOf(name, fields);
  }

  shapeOf(name: string, fields: Field[]): Shape {
    const key = fields
      .map((field) => `${field.isReadonly ? 'r' : 'w'} ${field.name}:${this.keyOf(field.type)}`)
      .join(';');
    const known = this.shapes.get(key);
    if (known !== undefined) return known;
    const shape: MutableShape = {
      id: this.nextId(),
      name,
      fields,
      isMutable: fields.some((field) => !field.isReadonly),
    };
    this.shapes.set(key, shape);
    return shape;
  }

  private nextId(): number {
    return this.shapes.size + this.classes.size + 1;
  }

  private keyOf(type: ValueType): string {
    switch (type.kind) {
      case 'record':
        return `#${String(type.shape.id)}${type.nullable ? '?' : ''}`;
      case 'list':
        return `[${this.keyOf(type.element)}]${type.nullable ? '?' : ''}`;
      case 'cell':
        return `${type.of}?`;
      case 'unit':
        return type.name;
      case 'foreign':
        return 'foreign';
      default:
        return type.kind;
    }
  }

  private fieldsOf(type: ts.Type): Field[] {
    // A record outside of state that is only ever written as a literal is a value: nobody declared that its fields change.
    const isLiteral = type.symbol.name === '__object' && !this.stateLiterals.has(type.symbol);
    return this.checker
      .getPropertiesOfType(type)
      .filter(
        (property) => (property.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor)) === 0,
      )
      .map((property) => {
        const lowered = this.lower(this.checker.getTypeOfSymbol(property));
        const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
        return {
          name: property.name,
          type: isOptional ? nullableOf(lowered) : lowered,
          isReadonly: isLiteral || isReadonly(property),
        };
      });
  }
}

function unitOf(symbol: ts.Symbol | undefined): UnitName | undefined {
  const entry =
    symbol === undefined || !Object.hasOwn(UNITS, symbol.name) ? undefined : UNITS[symbol.name];
  return entry !== undefined && isDeclaredIn(symbol, symbol?.name ?? '', entry.file)
    ? entry.unit
    : undefined;
}

export function isDeclaredIn(symbol: ts.Symbol | undefined, name: string, file: RegExp): boolean {
  if (symbol?.name !== name) return false;
  return (
    symbol.declarations?.some((declaration) => file.test(declaration.getSourceFile().fileName)) ===
    true
  );
}

function isReadonly(symbol: ts.Symbol): boolean {
  const checkFlags =
    (symbol as { readonly links?: { readonly checkFlags?: number } }).links?.checkFlags ?? 0;
  if (checkFlags & CHECK_FLAGS_READONLY) return true;
  return (
    symbol.declarations?.every(
      (declaration) => (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Readonly) !== 0,
    ) ?? false
  );
}

/** TypeScript marks the properties of mapped types and intersections so; it has no public name for it. */
const CHECK_FLAGS_READONLY = 8;
