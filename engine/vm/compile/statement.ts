// Statements. Each is compiled on its own, so that all that is not portable in a function is found at once.
import ts from 'typescript';
import { FLAG, holdingOf, INT, type ValueType } from '../../core/memory/value-type.js';
import { trapHere } from './call.js';
import { compileCondition, compileExpression, constant } from './expression.js';
import type { FunctionCompiler } from './function-compiler.js';
import type { Value } from './function-builder.js';
import { issueOf, NotPortable } from './issue.js';
import { readElement, writeElement } from './list.js';
import { readNamed } from './property.js';

export function compileStatement(f: FunctionCompiler, node: ts.Statement): void {
  try {
    f.at(node, () => {
      compileForm(f, node);
    });
  } catch (error) {
    if (!(error instanceof NotPortable)) throw error;
    f.program.issues.push(issueOf(error));
  }
}

function compileForm(f: FunctionCompiler, node: ts.Statement): void {
  if (ts.isBlock(node)) {
    for (const statement of node.statements) compileStatement(f, statement);
  } else if (ts.isVariableStatement(node)) declareAll(f, node.declarationList);
  else if (ts.isExpressionStatement(node)) compileEffect(f, node.expression);
  else if (ts.isIfStatement(node)) compileIf(f, node);
  else if (ts.isReturnStatement(node)) compileReturn(f, node.expression);
  else if (ts.isForStatement(node)) compileFor(f, node);
  else if (ts.isForOfStatement(node)) compileForOf(f, node);
  else if (ts.isWhileStatement(node)) compileWhile(f, node);
  else if (ts.isSwitchStatement(node)) compileSwitch(f, node);
  else if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) compileJump(f, node);
  else if (ts.isThrowStatement(node)) trapHere(f);
  else if (!ts.isEmptyStatement(node))
    throw new NotPortable(node, `${nameOf(node)} is not portable`, 'see docs/portable.md');
}

function nameOf(node: ts.Statement): string {
  if (ts.isTryStatement(node)) return 'catching an exception';
  if (ts.isForInStatement(node)) return 'a loop over the names of fields';
  if (ts.isFunctionDeclaration(node)) return 'a function inside a function';
  if (ts.isDoStatement(node)) return 'do ... while';
  return `"${node.getText().slice(0, 40)}"`;
}

function declareAll(f: FunctionCompiler, declarations: ts.VariableDeclarationList): void {
  for (const declaration of declarations.declarations) declareOne(f, declaration);
}

function declareOne(f: FunctionCompiler, node: ts.VariableDeclaration): void {
  const { initializer, name } = node;
  if (ts.isObjectBindingPattern(name)) {
    if (initializer === undefined) return;
    bindPattern(f, name, compileExpression(f, initializer));
    return;
  }
  if (!ts.isIdentifier(name)) throw new NotPortable(name, 'a list is taken apart', 'index it');
  const symbol = f.symbolOf(name);
  if (symbol === undefined) return;
  const value = initializer === undefined ? undefined : compileExpression(f, initializer);
  if (f.assigned.has(symbol)) {
    declareVariable(f, { node, symbol }, value);
    return;
  }
  if (value === undefined) throw new NotPortable(node, 'a variable is never assigned', 'give it a value');
  bind(f, symbol, declaredAs(f, node, value));
}

/** A declared type makes an optional or a wider thing of the value. */
function declaredAs(f: FunctionCompiler, node: ts.VariableDeclaration, value: Value): Value {
  if (node.type === undefined || holdingOf(value.type) === 'none') return value;
  const declared = f.typeOf(node);
  const isPlain = declared.kind === 'record' && value.type.kind === 'record';
  return isPlain && declared.shape === value.type.shape ? value : f.builder.coerce(value, declared);
}

function declareVariable(
  f: FunctionCompiler,
  at: { readonly node: ts.VariableDeclaration; readonly symbol: ts.Symbol },
  value: Value | undefined,
): void {
  const declared = f.typeOf(at.node.name);
  const isConstant = value?.constant !== undefined && value.register === null;
  const type = value === undefined || isConstant || at.node.type !== undefined ? declared : value.type;
  const register = f.declare(at.symbol, type);
  if (register !== null && value !== undefined) f.builder.assign(register, f.builder.coerce(value, type));
}

/** A constant takes the value's register, unless that belongs to a variable that may change. */
export function bind(f: FunctionCompiler, symbol: ts.Symbol, value: Value): void {
  if (value.register === null || value.isLet !== true) {
    f.variables.set(symbol, { ...value, isNamed: true });
    return;
  }
  const register = f.builder.register(value.type);
  f.builder.emit({ op: 'move', dst: register, a: value.register });
  f.variables.set(symbol, { type: value.type, register, isNamed: true });
}

export function bindPattern(f: FunctionCompiler, pattern: ts.ObjectBindingPattern, object: Value): void {
  for (const element of pattern.elements) {
    const isPlain = ts.isIdentifier(element.name) && element.initializer === undefined && element.dotDotDotToken === undefined;
    if (!isPlain) throw new NotPortable(element, 'a field is taken apart with more than its name', 'read the field');
    const key = element.propertyName ?? element.name;
    if (!ts.isIdentifier(key)) throw new NotPortable(element, 'a field with a computed name', 'write its name');
    const symbol = f.symbolOf(element.name);
    if (symbol === undefined) continue;
    const value = f.at(element, () => readNamed(f, object, { key, node: element }));
    bind(f, symbol, value);
  }
}

function compileEffect(f: FunctionCompiler, node: ts.Expression): void {
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) compileAssignment(f, node);
  else if (ts.isPostfixUnaryExpression(node) || (ts.isPrefixUnaryExpression(node) && isStep(node.operator))) {
    const isUp = node.operator === ts.SyntaxKind.PlusPlusToken;
    const before = f.builder.coerce(compileExpression(f, node.operand), INT);
    const b = f.builder.use(constant(INT, 1));
    const a = f.builder.use(before);
    const op = isUp ? 'int.add' : 'int.sub';
    assignTo(f, node.operand, f.builder.result(INT, (dst) => ({ op, dst, a, b })));
  } else compileExpression(f, node);
}

const isStep = (operator: ts.PrefixUnaryOperator): boolean =>
  operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;

export const isAssignment = (operator: ts.SyntaxKind): boolean =>
  operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;

const COMPOUND = {
  [ts.SyntaxKind.PlusEqualsToken]: 'int.add',
  [ts.SyntaxKind.MinusEqualsToken]: 'int.sub',
  [ts.SyntaxKind.AsteriskEqualsToken]: 'int.mul',
} as const;

function compileAssignment(f: FunctionCompiler, node: ts.BinaryExpression): void {
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.EqualsToken) {
    assignTo(f, node.left, compileExpression(f, node.right));
    return;
  }
  const op = (COMPOUND as Partial<Record<ts.SyntaxKind, 'int.add' | 'int.sub' | 'int.mul'>>)[operator];
  if (op === undefined) throw new NotPortable(node, `${node.operatorToken.getText()} is not portable`, 'write it out');
  const { builder } = f;
  const a = builder.use(builder.coerce(compileExpression(f, node.left), INT));
  const b = builder.use(builder.coerce(compileExpression(f, node.right), INT));
  assignTo(f, node.left, builder.result(INT, (dst) => ({ op, dst, a, b })));
}

function assignTo(f: FunctionCompiler, target: ts.Expression, value: Value): void {
  if (ts.isIdentifier(target)) assignVariable(f, target, value);
  else if (ts.isPropertyAccessExpression(target)) assignField(f, target, value);
  else if (ts.isElementAccessExpression(target)) writeElement(f, target, value);
  else throw new NotPortable(target, 'this cannot be assigned', 'assign variables, fields and elements');
}

function assignVariable(f: FunctionCompiler, target: ts.Identifier, value: Value): void {
  const symbol = f.symbolOf(target);
  const variable = symbol === undefined ? undefined : f.variables.get(symbol);
  if (variable === undefined)
    throw new NotPortable(target, `${target.text} is a variable outside the function`, 'keep it in state');
  if (variable.register !== null) f.builder.assign(variable.register, f.builder.coerce(value, variable.type));
}

function assignField(f: FunctionCompiler, target: ts.PropertyAccessExpression, value: Value): void {
  const { builder } = f;
  const object = compileExpression(f, target.expression);
  const name = target.name.text;
  if (object.type.kind === 'list' && name === 'length') {
    const length = builder.use(builder.coerce(value, INT));
    builder.emit({ op: 'list.truncate', a: builder.use(object), length });
    return;
  }
  const owner = builder.required(object);
  if (owner.type.kind !== 'record') throw new NotPortable(target, 'this field cannot be assigned', 'keep it in state');
  const field = owner.type.shape.fields.find((candidate) => candidate.name === name);
  if (field?.isReadonly === true)
    throw new NotPortable(target, `${name} is a field of a value`, 'use a variable, or a field of state');
  refuseReplacing(target, field?.type);
  builder.storeField(owner, name, value);
}

function refuseReplacing(target: ts.Node, type: ValueType | undefined): void {
  if (type?.kind !== 'record' && type?.kind !== 'list') return;
  throw new NotPortable(
    target,
    'an object in state is replaced by another',
    'assign the fields of the one that is there',
  );
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
  if (node.elseStatement !== undefined) {
    builder.emit({ op: 'else' });
    compileStatement(f, node.elseStatement);
  }
  builder.emit({ op: 'end' });
}

export function compileReturn(f: FunctionCompiler, expression: ts.Expression | undefined): void {
  const { builder, result } = f;
  if (expression === undefined || holdingOf(result) === 'none') {
    if (expression !== undefined) compileEffect(f, expression);
    builder.emit({ op: 'return', a: null });
    return;
  }
  const value = compileExpression(f, expression);
  if (value.type.kind === 'void') return;
  builder.emit({ op: 'return', a: builder.use(builder.coerce(value, result)) });
}

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
}

function compileFor(f: FunctionCompiler, node: ts.ForStatement): void {
  const { initializer, condition, incrementor, statement } = node;
  if (initializer !== undefined && ts.isVariableDeclarationList(initializer)) declareAll(f, initializer);
  else if (initializer !== undefined) compileEffect(f, initializer);
  compileLoop(f, {
    condition: condition === undefined ? null : () => compileCondition(f, condition),
    body: () => {
      compileStatement(f, statement);
    },
    step:
      incrementor === undefined
        ? null
        : () => {
            compileEffect(f, incrementor);
          },
  });
}

function compileWhile(f: FunctionCompiler, node: ts.WhileStatement): void {
  compileLoop(f, {
    condition: () => compileCondition(f, node.expression),
    body: () => {
      compileStatement(f, node.statement);
    },
    step: null,
  });
}

function compileForOf(f: FunctionCompiler, node: ts.ForOfStatement): void {
  const { builder } = f;
  const iterated = builder.required(compileExpression(f, node.expression));
  if (iterated.type.kind !== 'list') throw new NotPortable(node.expression, 'this is no list', 'loop over lists');
  const target: Value = { ...iterated, register: builder.use(iterated), isNamed: true };
  const i = builder.register(INT);
  builder.emit({ op: 'const.int', dst: i, value: 0 });
  const index: Value = { type: INT, register: i, isNamed: true, isLet: true };
  compileLoop(f, {
    condition: () => builder.result(FLAG, (dst) => ({ op: 'list.has', dst, a: builder.use(target), index: i })),
    body: () => {
      bindElement(f, node.initializer, readElement(f, { target, index, isSure: true }));
      compileStatement(f, node.statement);
    },
    step: () => {
      const b = builder.use(constant(INT, 1));
      builder.emit({ op: 'int.add', dst: i, a: i, b });
    },
  });
}

function bindElement(f: FunctionCompiler, initializer: ts.ForInitializer, value: Value): void {
  const declaration = ts.isVariableDeclarationList(initializer) ? initializer.declarations[0] : undefined;
  if (declaration === undefined) throw new NotPortable(initializer, 'the loop has no variable', 'write const x of');
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

function compileJump(f: FunctionCompiler, node: ts.BreakStatement | ts.ContinueStatement): void {
  if (node.label !== undefined) throw new NotPortable(node, 'a jump to a label', 'move the loop into a function');
  const depths = f.loops.map((loop) => (ts.isBreakStatement(node) ? loop.breakDepth : loop.continueDepth));
  const target = depths.findLast((depth) => depth !== null);
  if (target === undefined || target === null) throw new NotPortable(node, 'a jump outside a loop', 'remove it');
  f.builder.emit({ op: 'br', depth: f.builder.depth - target });
}

/** Clauses in order; one that ends without a break falls through to the next. */
function compileSwitch(f: FunctionCompiler, node: ts.SwitchStatement): void {
  const { builder } = f;
  const subject = compileExpression(f, node.expression);
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
    for (const statement of clause.statements) compileStatement(f, statement);
    builder.emit({ op: 'end' });
  }
  f.loops.pop();
  builder.emit({ op: 'end' });
}

function enterClause(
  f: FunctionCompiler,
  clause: ts.CaseClause,
  at: { readonly a: number; readonly isInside: number; readonly subject: Value },
): void {
  const { builder } = f;
  const value = compileExpression(f, clause.expression);
  if (value.type.kind !== at.subject.type.kind || (value.type.kind !== 'word' && value.type.kind !== 'int'))
    throw new NotPortable(clause.expression, 'a clause of another kind', 'switch on text literals or whole numbers');
  const op = value.type.kind === 'word' ? 'word.eq' : 'int.eq';
  const b = builder.use(value);
  const same = builder.result(FLAG, (dst) => ({ op, dst, a: at.a, b }));
  builder.emit({ op: 'flag.or', dst: at.isInside, a: at.isInside, b: builder.use(same) });
}
