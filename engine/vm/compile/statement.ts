// Statements. Each is compiled on its own, so that all that is not portable in a function is found at once.
import ts from 'typescript';
import { FLAG, holdingOf } from '../../core/memory/value-type.js';
import { compileEffect } from './assignment.js';
import { declareAll } from './binding.js';
import { compileCondition } from './condition.js';
import { firstLine } from './expression.js';
import type { Value } from './function-builder.js';
import type { FunctionCompiler } from './function-compiler.js';
import { NotPortable, noteIssue } from './issue.js';
import { compileFor, compileForOf, compileJump, compileWhile } from './loop.js';

/** In order, up to one that always jumps away. */
export function compileStatements(f: FunctionCompiler, nodes: readonly ts.Statement[]): void {
  f.hasEnded = false;
  for (const node of nodes) {
    compileStatement(f, node);
    if (endsHere(f)) return;
  }
}

/** Asked through a function, because compiling a statement changes the answer. */
const endsHere = (f: FunctionCompiler): boolean => f.hasEnded;

export function compileStatement(f: FunctionCompiler, node: ts.Statement): void {
  try {
    f.at(node, () => {
      compileForm(f, node);
    });
  } catch (error) {
    f.hasEnded = false;
    noteIssue(f.program.issues, error);
  }
}

function compileForm(f: FunctionCompiler, node: ts.Statement): void {
  if (ts.isBlock(node)) {
    compileStatements(f, node.statements);
    return;
  }
  f.hasEnded = false;
  if (ts.isVariableStatement(node)) declareAll(f, node.declarationList);
  else if (ts.isExpressionStatement(node)) compileEffect(f, node.expression);
  else if (ts.isIfStatement(node)) compileIf(f, node);
  else if (ts.isReturnStatement(node)) compileReturn(f, node.expression);
  else if (ts.isForStatement(node)) compileFor(f, node);
  else if (ts.isForOfStatement(node)) compileForOf(f, node);
  else if (ts.isWhileStatement(node)) compileWhile(f, node);
  else if (ts.isSwitchStatement(node)) compileSwitch(f, node);
  else if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) compileJump(f, node);
  else if (ts.isThrowStatement(node)) compileThrow(f);
  else if (!ts.isEmptyStatement(node))
    throw new NotPortable(node, `${nameOf(node)} is not portable`, remedyFor(node));
}

function compileThrow(f: FunctionCompiler): void {
  f.builder.trap('fault');
  f.hasEnded = true;
}

function remedyFor(node: ts.Statement): string {
  if (ts.isTryStatement(node)) return 'return a literal that says what happened';
  if (ts.isForInStatement(node)) return 'name the fields';
  if (ts.isFunctionDeclaration(node)) return 'declare it at the top of the file';
  if (ts.isDoStatement(node)) return 'write while';
  if (ts.isLabeledStatement(node)) return 'move the inner loop into a function';
  return 'see docs/portable.md';
}

function nameOf(node: ts.Statement): string {
  if (ts.isTryStatement(node)) return 'catching an exception';
  if (ts.isForInStatement(node)) return 'a loop over the names of fields';
  if (ts.isFunctionDeclaration(node)) return 'a function inside a function';
  if (ts.isDoStatement(node)) return 'do ... while';
  if (ts.isLabeledStatement(node)) return 'a label';
  if (ts.isClassDeclaration(node)) return 'a class inside a function';
  return firstLine(node);
}

function compileIf(f: FunctionCompiler, node: ts.IfStatement): void {
  const condition = compileCondition(f, node.expression);
  if (typeof condition.constant === 'boolean') {
    const taken = condition.constant ? node.thenStatement : node.elseStatement;
    if (taken !== undefined) compileStatement(f, taken);
    return;
  }
  const { builder } = f;
  builder.emit({ op: 'if', a: builder.use(condition) });
  compileStatement(f, node.thenStatement);
  const thenEnds = f.hasEnded;
  f.hasEnded = false;
  if (node.elseStatement !== undefined) {
    builder.emit({ op: 'else' });
    compileStatement(f, node.elseStatement);
  }
  builder.emit({ op: 'end' });
  f.hasEnded = endsHere(f) && thenEnds;
}

export function compileReturn(f: FunctionCompiler, expression: ts.Expression | undefined): void {
  const { builder, result } = f;
  f.hasEnded = true;
  if (expression === undefined || holdingOf(result) === 'none') {
    if (expression !== undefined) compileEffect(f, expression);
    builder.emit({ op: 'return', a: null });
    return;
  }
  const value = f.expression(expression);
  if (value.type.kind === 'void') return;
  builder.emit({ op: 'return', a: builder.use(builder.coerce(value, result)) });
}

/** Clauses in order; one that ends without a break falls through to the next. */
function compileSwitch(f: FunctionCompiler, node: ts.SwitchStatement): void {
  const { builder } = f;
  const subject = f.expression(node.expression);
  const clauses = node.caseBlock.clauses;
  const last = clauses.at(-1);
  if (clauses.some((clause) => ts.isDefaultClause(clause) && clause !== last))
    throw new NotPortable(node, 'default is not the last clause', 'put it at the end');
  const a = builder.use(subject);
  builder.emit({ op: 'block' });
  f.loops.push({ breakDepth: builder.depth, continueDepth: null });
  const isInside = builder.register(FLAG);
  builder.emit({ op: 'const.word', dst: isInside, value: 0 });
  for (const clause of clauses) {
    if (ts.isCaseClause(clause)) enterClause(f, clause, { a, isInside, subject });
    else builder.emit({ op: 'const.word', dst: isInside, value: 1 });
    builder.emit({ op: 'if', a: isInside });
    compileStatements(f, clause.statements);
    builder.emit({ op: 'end' });
  }
  f.hasEnded = false;
  f.loops.pop();
  builder.emit({ op: 'end' });
}

function enterClause(
  f: FunctionCompiler,
  clause: ts.CaseClause,
  at: { readonly a: number; readonly isInside: number; readonly subject: Value },
): void {
  const { builder } = f;
  const value = f.expression(clause.expression);
  if (
    value.type.kind !== at.subject.type.kind ||
    (value.type.kind !== 'word' && value.type.kind !== 'int')
  )
    throw new NotPortable(
      clause.expression,
      'a clause of another kind',
      'switch on text literals or whole numbers',
    );
  const op = value.type.kind === 'word' ? 'word.eq' : 'int.eq';
  const b = builder.use(value);
  const same = builder.result(FLAG, (dst) => ({ op, dst, a: at.a, b }));
  builder.emit({ op: 'flag.or', dst: at.isInside, a: at.isInside, b: builder.use(same) });
}
