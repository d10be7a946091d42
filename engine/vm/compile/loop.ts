// Loops, and the jumps that leave them or start the next round.
import ts from 'typescript';
import { FLAG, INT } from '../../core/memory/value-type.js';
import { compileEffect } from './assignment.js';
import { bind, bindPattern, declareAll } from './binding.js';
import { compileCondition } from './condition.js';
import { type Value, constant } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { NotPortable } from './issue.js';
import { readElement } from './list.js';

interface LoopParts {
  readonly condition: (() => Value) | null;
  readonly body: () => void;
  readonly step: (() => void) | null;
}

/** block { loop { leave unless the condition holds; block { body } step; again } } */
function compileLoop(f: FunctionCompiler, { condition, body, step }: LoopParts): void {
  const { builder } = f;
  builder.emit({ op: 'block' });
  const breakDepth = builder.depth;
  builder.emit({ op: 'loop' });
  if (condition !== null) {
    const holds = condition();
    if (holds.constant !== true) {
      const fails = builder.result(FLAG, (dst) => ({ op: 'flag.not', dst, a: builder.use(holds) }));
      builder.emit({ op: 'if', a: builder.use(fails) });
      builder.emit({ op: 'br', depth: 2 });
      builder.emit({ op: 'end' });
    }
  }
  builder.emit({ op: 'block' });
  f.loops.push({ breakDepth, continueDepth: builder.depth });
  body();
  f.loops.pop();
  builder.emit({ op: 'end' });
  step?.();
  builder.emit({ op: 'br', depth: 0 });
  builder.emit({ op: 'end' });
  builder.emit({ op: 'end' });
  f.hasEnded = false;
}

export function compileFor(f: FunctionCompiler, node: ts.ForStatement): void {
  const { initializer, condition, incrementor, statement } = node;
  if (initializer !== undefined && ts.isVariableDeclarationList(initializer))
    declareAll(f, initializer);
  else if (initializer !== undefined) compileEffect(f, initializer);
  compileLoop(f, {
    condition: condition === undefined ? null : () => compileCondition(f, condition),
    body: () => {
      f.statement(statement);
    },
    step:
      incrementor === undefined
        ? null
        : () => {
            compileEffect(f, incrementor);
          },
  });
}

export function compileWhile(f: FunctionCompiler, node: ts.WhileStatement): void {
  compileLoop(f, {
    condition: () => compileCondition(f, node.expression),
    body: () => {
      f.statement(node.statement);
    },
    step: null,
  });
}

export function compileForOf(f: FunctionCompiler, node: ts.ForOfStatement): void {
  const { builder } = f;
  const iterated = builder.required(f.expression(node.expression));
  if (iterated.type.kind !== 'list')
    throw new NotPortable(node.expression, 'this is no list', 'loop over lists');
  const target = f.kept(iterated);
  const i = builder.register(INT);
  builder.emit({ op: 'const.int', dst: i, value: 0 });
  const index: Value = { type: INT, register: i, isNamed: true, isLet: true };
  compileLoop(f, {
    condition: () =>
      builder.result(FLAG, (dst) => ({ op: 'list.has', dst, a: builder.use(target), index: i })),
    body: () => {
      bindElement(f, node.initializer, readElement(f, { target, index, isSure: true }));
      f.statement(node.statement);
    },
    step: () => {
      const b = builder.use(constant(INT, 1));
      builder.emit({ op: 'int.add', dst: i, a: i, b });
    },
  });
}

function bindElement(f: FunctionCompiler, initializer: ts.ForInitializer, value: Value): void {
  const declaration = ts.isVariableDeclarationList(initializer)
    ? initializer.declarations[0]
    : undefined;
  if (declaration === undefined)
    throw new NotPortable(initializer, 'the loop has no variable', 'write const x of');
  if (ts.isObjectBindingPattern(declaration.name)) {
    bindPattern(f, declaration.name, value);
    return;
  }
  const symbol = f.symbolOf(declaration.name);
  if (symbol === undefined) return;
  if (!f.assigned.has(symbol)) bind(f, symbol, value);
  else {
    const register = f.declare(symbol, value.type);
    if (register !== null) f.builder.assign(register, value);
  }
}

export function compileJump(
  f: FunctionCompiler,
  node: ts.BreakStatement | ts.ContinueStatement,
): void {
  if (node.label !== undefined)
    throw new NotPortable(node, 'a jump to a label', 'move the loop into a function');
  const depths = f.loops.map((loop) =>
    ts.isBreakStatement(node) ? loop.breakDepth : loop.continueDepth,
  );
  const target = depths.findLast((depth) => depth !== null);
  if (target === undefined) throw new NotPortable(node, 'a jump outside a loop', 'remove it');
  f.builder.emit({ op: 'br', depth: f.builder.depth - target });
  f.hasEnded = true;
}
