// What the compilation of one function knows: its builder, its variables, and the program around it.
import ts from 'typescript';
import type { Register } from '../ir/instruction.js';
import { holdingOf, type ValueType } from '../../core/memory/value-type.js';
import { FunctionBuilder, type Value } from './function-builder.js';
import type { ProgramCompiler } from './program-compiler.js';

/** Where `break` and `continue` lead: depths of the builder at which their blocks were opened. */
export interface Loop {
  readonly breakDepth: number;
  /** null: a switch, which `continue` passes through. */
  readonly continueDepth: number | null;
}

export class FunctionCompiler {
  readonly builder: FunctionBuilder;
  readonly variables = new Map<ts.Symbol, Value>();
  readonly loops: Loop[] = [];
  /** Variables that are assigned after their declaration. */
  readonly assigned = new Set<ts.Symbol>();
  self: Value | null = null;

  constructor(
    readonly program: ProgramCompiler,
    node: ts.Node,
    readonly result: ValueType,
  ) {
    this.builder = new FunctionBuilder(node, program.tables, program.layouts);
  }

  get checker(): ts.TypeChecker {
    return this.program.checker;
  }

  typeOf(node: ts.Node): ValueType {
    return this.program.types.lower(this.checker.getTypeAtLocation(node));
  }

  symbolOf(node: ts.Node): ts.Symbol | undefined {
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

  /** Runs `work` with instructions attributed to `node`. */
  at<T>(node: ts.Node, work: () => T): T {
    const before = this.builder.node;
    this.builder.node = node;
    const made = work();
    this.builder.node = before;
    return made;
  }
}
