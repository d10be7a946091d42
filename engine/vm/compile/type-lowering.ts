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
  requiredOf,
  sameType,
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
  /** A type was not followed to its end. Where that is depends on what was lowered before it. */
  isCutOff = false;
  private depth = 0;
  /** Types that are being lowered. */
  private readonly under = new Set<ts.Type>();

  constructor(private readonly checker: ts.TypeChecker) {}

  /** The type of the strategy's state, before anything is lowered: object literals that make it up have fields that change. */
  lowerState(type: ts.Type): ValueType {
    this.findStateLiterals(type, 0);
    return this.lower(type);
  }

  /** Where these are written, in the order in which the state's type names them. */
  get stateLiteralNodes(): readonly ts.Node[] {
    return [...this.stateLiterals].flatMap((symbol) => symbol.declarations ?? []);
  }

  /** The file that declares the class of a shape. */
  fileOfClass(shape: Shape): string | undefined {
    for (const [symbol, known] of this.classes)
      if (known === shape) return symbol.valueDeclaration?.getSourceFile().fileName;
    return undefined;
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
    // A class is known before its fields are, so its objects may refer to each other.
    const isOpen = this.under.has(type) && !type.isClass();
    if (this.depth > DEPTH_MAX || isOpen) {
      this.isCutOff = true;
      return foreign('it refers to itself');
    }
    this.depth += 1;
    this.under.add(type);
    const lowered = this.lowerAnew(type);
    this.under.delete(type);
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
    const parts = this.inDeclaredOrder(type.types.filter((part) => !isNothing(part)));
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
    if (lowered.every((part) => part.kind === 'list' && this.keyOf(part) === this.keyOf(first)))
      return wrap(first);
    // What a numeric operation accepts: only its value form can be stored.
    if (lowered.some((part) => part.kind === 'num')) return foreign('it may be a number or text');
    return foreign(`${this.checker.typeToString(type)} mixes kinds of values`);
  }

  /** TypeScript keeps the parts of a union in the order in which it came upon them, which follows from what it was asked. */
  private inDeclaredOrder(parts: readonly ts.Type[]): readonly ts.Type[] {
    if (!parts.every(({ flags }) => (flags & ts.TypeFlags.Object) !== 0)) return parts;
    const order = parts.map((part) => ({ part, ...placeOf(part) }));
    order.sort((a, b) => {
      if (a.file !== b.file) return a.file < b.file ? -1 : 1;
      if (a.position !== b.position) return a.position - b.position;
      return this.checker.typeToString(a.part) < this.checker.typeToString(b.part) ? -1 : 1;
    });
    return order.map(({ part }) => part);
  }

  /** Records told apart by a literal field become one record with all fields; those not shared may be null. */
  private mergeRecords(union: ts.Type, parts: readonly ts.Type[]): ValueType {
    if (parts.length === 1) return this.lower(parts[0] as ts.Type);
    const isLiteral = parts.every((part) => part.symbol.name === '__object');
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
      const isEverywhere = symbols.length === parts.length;
      const type = this.mergeFields(name, types);
      return {
        name,
        type: isEverywhere ? type : nullableOf(type),
        isReadonly: symbols.every((symbol) => isLiteral || isReadonly(symbol)),
      };
    });
    return record(this.shapeOf(this.checker.typeToString(union), fields));
  }

  /** One type for a field of several records; null where one of them allows it. */
  private mergeFields(name: string, types: readonly ValueType[]): ValueType {
    const plain = types.filter(({ kind }) => kind !== 'null').map(requiredOf);
    const [first = VOID] = plain;
    if (!plain.every((type) => this.keyOf(type) === this.keyOf(first)))
      return foreign(`${name} is of several kinds`);
    return types.every((type) => sameType(type, first)) ? first : nullableOf(first);
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
    const why = refusedClass(type.symbol);
    if (why !== null) return foreign(why);
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

  /** A record is a value only if its lists are, too. */
  private isWritableList(property: ts.Symbol): boolean {
    const type = this.checker.getNonNullableType(this.checker.getTypeOfSymbol(property));
    return this.checker.isArrayType(type) && type.symbol.name === 'Array';
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
          isReadonly: isLiteral || (isReadonly(property) && !this.isWritableList(property)),
        };
      });
  }
}

function placeOf(type: ts.Type): { readonly file: string; readonly position: number } {
  // A type without a name may have no symbol either, whatever the declarations of the compiler say.
  const symbol = type.symbol as ts.Symbol | undefined;
  const [declared] = symbol?.declarations ?? [];
  return { file: declared?.getSourceFile().fileName ?? '', position: declared?.pos ?? -1 };
}

/** Why a class has no place for each of its fields. */
function refusedClass(symbol: ts.Symbol): string | null {
  const { name } = symbol;
  for (const node of symbol.declarations ?? []) {
    if (!ts.isClassLike(node)) continue;
    if (node.typeParameters !== undefined) return `${name} is generic`;
    if (node.heritageClauses?.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword))
      return `${name} extends another class`;
    if (
      node.members.some(
        (member) => member.name !== undefined && ts.isPrivateIdentifier(member.name),
      )
    )
      return `${name} has names with #`;
  }
  return null;
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
