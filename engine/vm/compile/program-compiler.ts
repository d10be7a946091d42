// Compiles a strategy together with the kernel: functions are compiled when something calls them, from the entries on.
import ts from 'typescript';
import { invariant } from '../../core/kernel/fault.js';
import { Layouts } from '../../core/memory/record-layout.js';
import type { RootName } from '../../core/memory/run-image.js';
import {
  type Shape,
  VOID,
  type ValueType,
  WORD,
  holdingOf,
  list,
  record,
  unit,
} from '../../core/memory/value-type.js';
import type { FunctionCode, Program } from '../ir/program.js';
import { findAssigned } from './assigned.js';
import { bindPattern, noteRefused } from './binding.js';
import { replayed } from './function-tape.js';
import { Announced, refuseUncallable } from './announced.js';
import { type Callable, type Compiled, nameOf } from './callable.js';
import { callFunction } from './callee.js';
import { compileExpression } from './expression.js';
import { type Value, ofUnit } from './function-builder.js';
import { FunctionCompiler, type ProgramContext, type ReasonDetails } from './function-compiler.js';
import { functionNamed } from './function-name.js';
import { NotPortable, type PortabilityIssue, issueOf, noteIssue } from './issue.js';
import { KeptFunctions } from './kept-functions.js';
import { strategyKey } from './premises.js';
import { RecordCopies } from './record-copies.js';
import { type NamedFunction, Recording } from './recording.js';
import { Roots } from './roots.js';
import { compileReturn, compileStatement, compileStatements } from './statement.js';
import { Tables } from './tables.js';
import { TypeLowering } from './type-lowering.js';

/** What of the trace a program records. */
export type TraceLevel =
  /** Events only: orders, fills, ledger, decisions without gates and observations. */
  'events' | 'full';

/** Calls of the trace that only a full trace records. */
const FULL_ONLY = new Set(['gate', 'observeNumber', 'observeFlag']);

export interface StrategyParts {
  readonly onTick: Callable;
  readonly onEnd: Callable | null;
  readonly stateType: ts.Type;
  readonly paramsType: ts.Type;
  readonly gateNames: ReadonlySet<string>;
  readonly details: ReasonDetails;
}

/** Functions of the kernel by name, and the types of its roots. */
export interface KernelParts {
  readonly functions: ReadonlyMap<string, Callable>;
  readonly rootTypes: ReadonlyMap<RootName, ts.Type>;
  readonly roundingStep: ts.Type;
}

export interface CompileOptions {
  readonly numWords: number;
  readonly trace: TraceLevel;
}

export class ProgramCompiler implements ProgramContext {
  readonly forms = { expression: compileExpression, statement: compileStatement };
  readonly tables = new Tables();
  readonly types: TypeLowering;
  readonly layouts: Layouts;
  readonly roots: Roots;
  readonly copies: RecordCopies;
  readonly issues: PortabilityIssue[] = [];
  private readonly known = new Map<Callable, Announced>();
  private readonly pending: (() => void)[] = [];
  private readonly functions: (FunctionCode | null)[] = [];
  private readonly calls: Set<number>[] = [];
  private current = -1;
  private readonly strategy: StrategyParts;
  /** null: everything is compiled anew. */
  readonly kept: KeptFunctions | null;
  private readonly kernel: KernelParts;
  readonly checker: ts.TypeChecker;

  constructor(
    private readonly program: ts.Program,
    parts: { readonly strategy: StrategyParts; readonly kernel: KernelParts },
    private readonly options: CompileOptions & {
      /** Nothing that was compiled before is used. */
      readonly isAnew?: boolean;
    },
  ) {
    const { strategy, kernel } = parts;
    this.strategy = strategy;
    this.kernel = kernel;
    this.checker = program.getTypeChecker();
    this.types = new TypeLowering(this.checker);
    this.layouts = new Layouts(options.numWords);
    const typeOf = (name: RootName): ValueType => {
      const type = kernel.rootTypes.get(name);
      invariant(type !== undefined, `the kernel declares its root ${name}`);
      return this.types.lower(type);
    };
    const state = this.types.lowerState(strategy.stateType);
    const params = this.types.lower(strategy.paramsType);
    this.roots = new Roots([
      { name: 'state', type: typeOf('state') },
      { name: 'strategy', type: state },
      { name: 'params', type: params },
      { name: 'venue', type: typeOf('venue') },
      { name: 'current', type: typeOf('current') },
      { name: 'probe', type: typeOf('probe') },
      { name: 'symbols', type: list(WORD) },
    ]);
    this.copies = new RecordCopies(this);
    const context = {
      ...options,
      strategyKey: strategyKey(strategy, this.types, [state, params]),
    };
    this.kept = options.isAnew === true ? null : new KeptFunctions(program, this.types, context);
  }

  /** What is being compiled holds for strategies with the same definition only. */
  dependOnStrategy(): void {
    if (this.tables.recording !== null) this.tables.recording.usesStrategy = true;
  }

  /** What is being compiled cannot be kept. */
  keepNothing(): void {
    if (this.tables.recording !== null) this.tables.recording.isKept = false;
  }

  get gateNames(): ReadonlySet<string> {
    this.dependOnStrategy();
    return this.strategy.gateNames;
  }

  get details(): ReasonDetails {
    this.dependOnStrategy();
    return this.strategy.details;
  }

  wantsSink(name: string): boolean {
    return this.options.trace === 'full' || !FULL_ONLY.has(name);
  }

  kernelFunction(name: string): Callable | undefined {
    return this.kernel.functions.get(name);
  }

  compile(): Program {
    const step = this.entry('step');
    const finish = this.entry('finish');
    for (let next = this.pending.pop(); next !== undefined; next = this.pending.pop()) next();
    this.refuseRecursion();
    return {
      functions: this.functions.filter((code) => code !== null),
      entries: { step, finish },
      roots: this.roots.all,
      symbols: this.tables.symbols,
      numbers: this.tables.numbers,
      sinks: this.tables.sinks,
      roundingStep: this.roundingShape(),
      places: this.tables.places,
      numWords: this.options.numWords,
    };
  }

  private roundingShape(): Shape {
    const type = this.types.lower(this.kernel.roundingStep);
    invariant(type.kind === 'record', 'a rounding step is a record');
    return type.shape;
  }

  private entry(name: string): number {
    const target = this.kernelFunction(name);
    invariant(target !== undefined, `the kernel has the function ${name}`);
    return this.function(target, target).index;
  }

  /** The strategy's function for a tick, or for the end of a window. */
  callStrategy(f: FunctionCompiler, name: 'onTick' | 'onEnd'): Value {
    this.keepNothing();
    const target = this.strategy[name];
    if (target === null) return { type: VOID, register: null };
    return f.at(target, () =>
      callFunction(f, target, { self: null, args: [ofUnit(unit('tick'))] }),
    );
  }

  /** A step record at an address: fields as the executors expect them (see `RoundingStep`). */
  roundingStep(f: FunctionCompiler, value: Value): Value {
    const type = this.types.lower(this.kernel.roundingStep);
    return f.builder.coerce(value, type);
  }

  functionNamed({ file, name }: NamedFunction): Callable {
    const source = this.program.getSourceFile(file);
    const found = source === undefined ? undefined : functionNamed(source, name);
    invariant(found !== undefined, `${file} has the function ${name}`);
    return found;
  }

  /** The function's number and types; it is compiled once, later. */
  function(target: Callable, from: ts.Node): Compiled {
    const compiled = this.called(target, from, false);
    this.tables.recording?.function(target, from, compiled.index);
    return compiled;
  }

  /** The number of a function that a kept one calls: its types are as they were, and may not be asked for at all. */
  numberOf(target: Callable, from: ts.Node): number {
    return this.called(target, from, true).index;
  }

  private called(target: Callable, from: ts.Node, isKept: boolean): Compiled {
    const compiled = this.known.get(target) ?? this.announce(target, from, isKept);
    if (this.current >= 0) this.calls[this.current]?.add(compiled.index);
    return compiled;
  }

  private announce(target: Callable, from: ts.Node, isKept: boolean): Announced {
    if (!isKept) refuseUncallable(this.checker, target, from);
    const index = this.reserve();
    const compiled = new Announced(index, { target, checker: this.checker, types: this.types });
    if (!isKept) compiled.settle();
    this.known.set(target, compiled);
    this.pending.push(() => {
      this.current = index;
      this.functions[index] = this.functionCode(target, compiled);
    });
    return compiled;
  }

  reserve(): number {
    this.functions.push(null);
    this.calls.push(new Set());
    return this.functions.length - 1;
  }

  define(index: number, code: FunctionCode): void {
    this.functions[index] = code;
  }

  /** Compiled anew only where something that the code follows from has changed. */
  private functionCode(target: Callable, compiled: Compiled): FunctionCode {
    const tape = this.kept?.find(target);
    if (tape !== undefined) return replayed(tape, this);
    const f = new FunctionCompiler(this, target, compiled.result);
    const recording = new Recording(target.getSourceFile());
    const issues = this.issues.length;
    this.tables.recording = recording;
    const code = this.compileFunction(f, target, compiled);
    this.tables.recording = null;
    const { texts, sites } = f.builder;
    if (recording.isKept && this.issues.length === issues)
      this.kept?.keep(target, recording, { code, texts, sites });
    return code;
  }

  private compileFunction(f: FunctionCompiler, target: Callable, compiled: Compiled): FunctionCode {
    findAssigned(f, target);
    const parameters: number[] = [];
    const self = this.selfType(target);
    if (self !== null) {
      const register = f.builder.register(self);
      parameters.push(register);
      f.self = { type: self, register, isNamed: true };
    }
    const received = target.parameters.map((_, i) =>
      this.receive(f, compiled.parameters[i] ?? VOID, parameters),
    );
    target.parameters.forEach((parameter, i) => {
      this.bindParameter(f, parameter, received[i] as Value);
    });
    this.compileBody(f, target);
    return {
      name: nameOf(target),
      place: {
        file: target.getSourceFile().fileName,
        start: target.getStart(),
        end: target.getEnd(),
      },
      parameters,
      registers: f.builder.registers,
      result: holdingOf(compiled.result),
      code: f.builder.code,
    };
  }

  private receive(f: FunctionCompiler, type: ValueType, parameters: number[]): Value {
    if (holdingOf(type) === 'none') return { type, register: null };
    const register = f.builder.register(type);
    parameters.push(register);
    return { type, register, isNamed: true };
  }

  private bindParameter(
    f: FunctionCompiler,
    parameter: ts.ParameterDeclaration,
    value: Value,
  ): void {
    const guarded = (work: () => void): void => {
      try {
        work();
      } catch (error) {
        noteIssue(this.issues, error);
      }
    };
    guarded(() => {
      noteRefused(f, parameter.name);
      if (parameter.initializer !== undefined || parameter.dotDotDotToken !== undefined)
        throw new NotPortable(
          parameter,
          'a parameter with a default or a rest',
          'pass every argument',
        );
      if (ts.isObjectBindingPattern(parameter.name)) bindPattern(f, parameter.name, value);
      else {
        const symbol = f.symbolOf(parameter.name);
        if (symbol !== undefined)
          f.variables.set(symbol, f.assigned.has(symbol) ? { ...value, isLet: true } : value);
      }
    });
  }

  private selfType(target: Callable): ValueType | null {
    const { parent } = target;
    const isMember = ts.isMethodDeclaration(target) || ts.isGetAccessorDeclaration(target);
    if (!isMember || !ts.isClassDeclaration(parent)) return null;
    const type = this.types.lower(this.checker.getTypeAtLocation(parent));
    return type.kind === 'record' ? record(type.shape) : null;
  }

  private compileBody(f: FunctionCompiler, target: Callable): void {
    const { body } = target;
    if (body === undefined) return;
    if (ts.isBlock(body)) {
      compileStatements(f, body.statements);
      return;
    }
    try {
      f.at(body, () => {
        compileReturn(f, body);
      });
    } catch (error) {
      noteIssue(this.issues, error);
    }
  }

  /** Frames have fixed places, so no function may be under way twice. */
  private refuseRecursion(): void {
    const done = new Set<number>();
    const path: number[] = [];
    const visit = (index: number): void => {
      if (path.includes(index)) {
        this.reportRecursion(index);
        return;
      }
      if (done.has(index)) return;
      path.push(index);
      for (const callee of this.calls[index] ?? []) visit(callee);
      path.pop();
      done.add(index);
    };
    for (let index = 0; index < this.functions.length; index += 1) visit(index);
  }

  private reportRecursion(index: number): void {
    for (const [target, compiled] of this.known) {
      if (compiled.index !== index) continue;
      const error = new NotPortable(target, `${nameOf(target)} calls itself`, 'write a loop');
      this.issues.push(issueOf(error));
    }
  }
}
