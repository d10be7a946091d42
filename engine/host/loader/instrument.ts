// Instruments strategy source while it is transpiled: call sites and loop counts always, statements and function
// boundaries in the recording build. Semantics stay: hooks only read.
import ts from 'typescript';
import { RECORDED_CALLS } from './recorded-calls.js';
import { visibleNames } from './visible-names.js';

/** A place in source, zero-based offsets; the table's index is the site number code carries. */
export interface Site {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'statement' | 'call' | 'loop';
}

export interface SiteTable {
  readonly sites: Site[];
}

interface Weaving {
  readonly source: ts.SourceFile;
  readonly context: ts.TransformationContext;
  readonly add: (node: ts.Node, kind: Site['kind']) => ts.NumericLiteral;
  readonly recording: boolean;
}

/** Name of the hooks parameter in compiled modules; a strategy cannot use it, since `$` names are refused there. */
export const HOOKS = '$lockstep';

/** The transformer of one file; sites are appended to `table`. */
export function instrument(
  file: string,
  table: SiteTable,
  recording: boolean,
): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (source) => {
    const add = (node: ts.Node, kind: Site['kind']): ts.NumericLiteral => {
      table.sites.push({ file, start: node.getStart(source), end: node.getEnd(), kind });
      return context.factory.createNumericLiteral(table.sites.length - 1);
    };
    const weaving: Weaving = { source, context, add, recording };
    return ts.visitEachChild(source, (node) => weave(weaving, node), context);
  };
}

function weave(weaving: Weaving, node: ts.Node): ts.Node {
  if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
    return node;
  const visited = ts.visitEachChild(node, (child) => weave(weaving, child), weaving.context);
  if (ts.isCallExpression(node) && ts.isCallExpression(visited))
    return markCall(weaving, node, visited);
  if (ts.isIterationStatement(node, false))
    return countLoop(weaving, node, visited as ts.IterationStatement);
  if (!weaving.recording) return visited;
  if (ts.isBlock(node) && ts.isBlock(visited)) return recordBlock(weaving, node, visited);
  if (ts.isCaseOrDefaultClause(node))
    return recordClause(weaving, node, visited as ts.CaseOrDefaultClause);
  if (ts.isIfStatement(node)) return recordBranches(weaving, node, visited as ts.IfStatement);
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return visited;
  return visited;
}

function hook(weaving: Weaving, name: string, args: readonly ts.Expression[]): ts.CallExpression {
  const { factory } = weaving.context;
  return factory.createCallExpression(
    factory.createPropertyAccessExpression(factory.createIdentifier(HOOKS), name),
    undefined,
    args,
  );
}

/** `x.gate(a, b)` becomes `x.gate(a, hooks.v(b, site))`: noted after the arguments, right before the call. */
function markCall(
  weaving: Weaving,
  node: ts.CallExpression,
  visited: ts.CallExpression,
): ts.CallExpression {
  const last = visited.arguments.at(-1);
  const callee = node.expression;
  if (last === undefined || ts.isSpreadElement(last) || !ts.isPropertyAccessExpression(callee))
    return visited;
  const arity = RECORDED_CALLS[callee.name.text];
  if (arity === undefined || node.arguments.length !== arity) return visited;
  const marked = hook(weaving, 'v', [last, weaving.add(node, 'call')]);
  const { factory } = weaving.context;
  return factory.updateCallExpression(visited, visited.expression, visited.typeArguments, [
    ...visited.arguments.slice(0, -1),
    marked,
  ]);
}

function countLoop(
  weaving: Weaving,
  node: ts.IterationStatement,
  visited: ts.IterationStatement,
): ts.Statement {
  const { factory } = weaving.context;
  const count = factory.createExpressionStatement(hook(weaving, 'l', [weaving.add(node, 'loop')]));
  const inner = bodyStatements(weaving, node.statement, visited.statement);
  const body = factory.createBlock([count, ...inner], true);
  if (ts.isForStatement(visited))
    return factory.updateForStatement(
      visited,
      visited.initializer,
      visited.condition,
      visited.incrementor,
      body,
    );
  if (ts.isForOfStatement(visited))
    return factory.updateForOfStatement(
      visited,
      visited.awaitModifier,
      visited.initializer,
      visited.expression,
      body,
    );
  if (ts.isForInStatement(visited))
    return factory.updateForInStatement(visited, visited.initializer, visited.expression, body);
  if (ts.isWhileStatement(visited))
    return factory.updateWhileStatement(visited, visited.expression, body);
  return factory.updateDoStatement(
    visited as ts.DoStatement,
    body,
    (visited as ts.DoStatement).expression,
  );
}

/** Statements of a branch or loop body; a single statement gets its hook here, a block has its own already. */
function bodyStatements(
  weaving: Weaving,
  original: ts.Statement,
  visited: ts.Statement,
): readonly ts.Statement[] {
  if (ts.isBlock(visited)) return visited.statements;
  return weaving.recording && isSteppable(original)
    ? [statementHook(weaving, original), visited]
    : [visited];
}

function statementHook(weaving: Weaving, statement: ts.Statement): ts.Statement {
  const { factory } = weaving.context;
  const names = visibleNames(statement);
  const locals = factory.createObjectLiteralExpression(
    names.map((name) =>
      name === 'this'
        ? factory.createPropertyAssignment('this', factory.createThis())
        : factory.createShorthandPropertyAssignment(name),
    ),
  );
  const reader = factory.createArrowFunction(
    undefined,
    undefined,
    [],
    undefined,
    undefined,
    factory.createParenthesizedExpression(locals),
  );
  return factory.createExpressionStatement(
    hook(weaving, 's', [weaving.add(statement, 'statement'), reader]),
  );
}

const isSteppable = (statement: ts.Statement): boolean =>
  !ts.isFunctionDeclaration(statement) &&
  !ts.isBlock(statement) &&
  !ts.isInterfaceDeclaration(statement) &&
  !ts.isTypeAliasDeclaration(statement) &&
  !ts.isEmptyStatement(statement);

function recordStatements(
  weaving: Weaving,
  originals: readonly ts.Statement[],
  visited: readonly ts.Statement[],
): ts.Statement[] {
  return visited.flatMap((statement, index) => {
    const original = originals[index];
    return original !== undefined && isSteppable(original)
      ? [statementHook(weaving, original), statement]
      : [statement];
  });
}

function recordBlock(weaving: Weaving, node: ts.Block, visited: ts.Block): ts.Block {
  const { factory } = weaving.context;
  const statements = recordStatements(weaving, node.statements, visited.statements);
  if (!ts.isFunctionLike(node.parent)) return factory.updateBlock(visited, statements);
  const name = factory.createStringLiteral(functionName(node.parent));
  const enter = factory.createExpressionStatement(hook(weaving, 'e', [name]));
  const leave = factory.createBlock([factory.createExpressionStatement(hook(weaving, 'x', []))]);
  if (ts.isConstructorDeclaration(node.parent))
    return factory.updateBlock(visited, visited.statements);
  return factory.updateBlock(visited, [
    enter,
    factory.createTryStatement(factory.createBlock(statements, true), undefined, leave),
  ]);
}

function recordClause(
  weaving: Weaving,
  node: ts.CaseOrDefaultClause,
  visited: ts.CaseOrDefaultClause,
): ts.CaseOrDefaultClause {
  const { factory } = weaving.context;
  const statements = recordStatements(weaving, node.statements, visited.statements);
  return ts.isCaseClause(visited)
    ? factory.updateCaseClause(visited, visited.expression, statements)
    : factory.updateDefaultClause(visited, statements);
}

function recordBranches(
  weaving: Weaving,
  node: ts.IfStatement,
  visited: ts.IfStatement,
): ts.IfStatement {
  const { factory } = weaving.context;
  const branch = (original: ts.Statement, body: ts.Statement): ts.Statement =>
    ts.isBlock(body) || ts.isIfStatement(original)
      ? body
      : factory.createBlock([statementHook(weaving, original), body], true);
  const otherwise =
    node.elseStatement !== undefined && visited.elseStatement !== undefined
      ? branch(node.elseStatement, visited.elseStatement)
      : undefined;
  return factory.updateIfStatement(
    visited,
    visited.expression,
    branch(node.thenStatement, visited.thenStatement),
    otherwise,
  );
}

/** What a call stack shows: the declared name, `onTick` for a property, the class's for a method. */
function functionName(node: ts.SignatureDeclaration): string {
  if (node.name !== undefined && ts.isIdentifier(node.name)) {
    const owner =
      ts.isMethodDeclaration(node) && ts.isClassLike(node.parent)
        ? `${node.parent.name?.text ?? 'class'}.`
        : '';
    return `${owner}${node.name.text}`;
  }
  const { parent } = node;
  if (
    (ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent)) &&
    ts.isIdentifier(parent.name)
  )
    return parent.name.text;
  return '(anonymous)';
}
