// What the compilation of one function knows: its builder, its variables, and the program around it.
import ts from 'typescript';
import type { Layouts } from '../../core/memory/record-layout.js';
import type { RootName } from '../../core/memory/run-image.js';
import { INT, type ValueType, holdingOf } from '../../core/memory/value-type.js';
import type { Register } from '../ir/instruction.js';
import type { FunctionCode } from '../ir/program.js';
import type { Callable, Compiled } from './callable.js';
import { FunctionBuilder, type Value } from './function-builder.js';
import type { PortabilityIssue } from './issue.js';
import type { Tables } from './tables.js';
import type { TypeLowering } from './type-lowering.js';

/** Where `break` and `continue` lead: depths of the builder at which their blocks were opened. */
export interface Loop {
  readonly breakDepth: number;
  /** null: a switch, which `continue` passes through. */
  readonly continueDepth: number | null;
}

/** The forms of code. They refer to each other through the function they are compiled in. */
export interface Forms {
  readonly expression: (f: FunctionCompiler, node: ts.Expression) => Value;
  readonly statement: (f: FunctionCompiler, node: ts.Statement) => void;
}

/** Details by reason, as far as the catalogue's type names them. */
export type ReasonDetails = ReadonlyMap<string, readonly string[]>;

/** The program that a function is compiled for. */
export interface ProgramContext {
  readonly checker: ts.TypeChecker;
  readonly tables: Tables;
  readonly types: TypeLowering;
  readonly layouts: Layouts;
  readonly issues: PortabilityIssue[];
  readonly forms: Forms;
  readonly gateNames: ReadonlySet<string>;
  readonly details: ReasonDetails;
  readonly roots: { readonly load: (f: FunctionCompiler, name: RootName) => Value };
  readonly copies: {
    readonly storeElement: (f: FunctionCompiler, to: ElementSlot, value: Register) => void;
    readonly loadElement: (f: FunctionCompiler, target: Register, loaded: Value) => Value;
  };
  readonly function: (target: Callable, from: ts.Node) => Compiled;
  readonly reserve: () => number;
  readonly define: (index: number, code: FunctionCode) => void;
  readonly wantsSink: (name: string) => boolean;
  readonly kernelFunction: (name: string) => Callable | undefined;
  readonly callStrategy: (f: FunctionCompiler, name: 'onTick' | 'onEnd') => Value;
  readonly roundingStep: (f: FunctionCompiler, value: Value) => Value;
  /** What is being compiled holds for strategies with the same definition only. */
  readonly dependOnStrategy: () => void;
  /** What is being compiled cannot be kept. */
  readonly keepNothing: () => void;
}

/** Where an element of a list lies, and the record it is. */
export interface ElementSlot {
  readonly slot: Register;
  readonly type: Extract<ValueType, { kind: 'record' }>;
}

export class FunctionCompiler {
  readonly builder: FunctionBuilder;
  readonly variables = new Map<ts.Symbol, Value>();
  readonly loops: Loop[] = [];
  /** Variables that are assigned after their declaration. */
  readonly assigned = new Set<ts.Symbol>();
  /** Variables whose declaration was refused. */
  readonly refused = new Set<ts.Symbol>();
  /** What was just compiled always jumps away: TypeScript has no types for what follows, and nothing runs it. */
  hasEnded = false;
  /** Constants of the file that are being written out. */
  readonly constants = new Set<ts.Node>();
  self: Value | null = null;
  /** What the checker said, which works it out anew whenever it is asked. */
  private readonly types = new Map<ts.Node, ValueType>();
  private readonly symbols = new Map<ts.Node, ts.Symbol | undefined>();

  constructor(
    readonly program: ProgramContext,
    node: ts.Node,
    readonly result: ValueType,
  ) {
    this.builder = new FunctionBuilder(node, program.tables, program.layouts);
  }

  get checker(): ts.TypeChecker {
    return this.program.checker;
  }

  expression(node: ts.Expression): Value {
    return this.program.forms.expression(this, node);
  }

  statement(node: ts.Statement): void {
    this.program.forms.statement(this, node);
  }

  /** An expression that is a whole number. */
  int(node: ts.Expression): Value {
    return this.builder.coerce(this.expression(node), INT);
  }

  typeOf(node: ts.Node): ValueType {
    const known = this.types.get(node);
    if (known !== undefined) return known;
    const type = this.program.types.lower(this.checker.getTypeAtLocation(node));
    this.types.set(node, type);
    return type;
  }

  symbolOf(node: ts.Node): ts.Symbol | undefined {
    if (this.symbols.has(node)) return this.symbols.get(node);
    const symbol = this.resolve(node);
    this.symbols.set(node, symbol);
    return symbol;
  }

  private resolve(node: ts.Node): ts.Symbol | undefined {
    const symbol = this.checker.getSymbolAtLocation(node);
    if (symbol === undefined) return undefined;
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** A register of its own for a variable. */
  declare(symbol: ts.Symbol, type: ValueType): Register | null {
    if (holdingOf(type) === 'none') {
      this.variables.set(symbol, { type, register: null });
      return null;
    }
    const register = this.builder.register(type);
    this.variables.set(symbol, { type, register, isNamed: true, isLet: true });
    return register;
  }

  /** The value in a register that no later assignment changes. */
  kept(value: Value): Value {
    const a = this.builder.use(value);
    if (value.isLet !== true) return { ...value, register: a, isNamed: true };
    const register = this.builder.register(value.type);
    this.builder.emit({ op: 'move', dst: register, a });
    return { type: value.type, register, isNamed: true };
  }

  /** Runs `work` with instructions attributed to `node`. */
  at<T>(node: ts.Node, work: () => T): T {
    const before = this.builder.node;
    this.builder.node = node;
    const made = work();
    this.builder.node = before;
    return made;
  }
}
