// Which local variables a statement can see already: declared before it in its function, so none is uninitialised.
import ts from 'typescript';

/** Names from the innermost scope outwards, `this` last where there is one; nothing of module scope. */
export function visibleNames(statement: ts.Statement): readonly string[] {
  const scope: Scope = { names: new Set(), hidden: new Set() };
  let inner: ts.Node = statement;
  for (
    let node: ts.Node = statement.parent;
    !ts.isSourceFile(node);
    inner = node, node = node.parent
  ) {
    if (ts.isBlock(node) || ts.isCaseOrDefaultClause(node)) addBlock(scope, node.statements, inner);
    else if (ts.isCaseBlock(node)) hideOtherClauses(scope, node, inner);
    else if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node))
      addLoop(scope, node, inner);
    else if (ts.isCatchClause(node) && node.variableDeclaration !== undefined)
      eachName(node.variableDeclaration.name, (name) => {
        addName(scope, name);
      });
    else if (ts.isFunctionLike(node)) {
      for (const parameter of node.parameters)
        eachName(parameter.name, (name) => {
          addName(scope, name);
        });
      if (ts.isMethodDeclaration(node) && ts.isClassLike(node.parent)) scope.names.add('this');
      if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) break;
    }
  }
  scope.names.delete('arguments');
  return [...scope.names];
}

interface Scope {
  readonly names: Set<string>;
  /** Names that mean a variable of an inner scope which is not initialised yet: the outer one is out of reach. */
  readonly hidden: Set<string>;
}

function addName({ names, hidden }: Scope, name: string): void {
  if (name !== 'this' && !hidden.has(name)) names.add(name);
}

function addBlock(scope: Scope, statements: readonly ts.Statement[], until: ts.Node): void {
  const at = statements.findIndex((statement) => statement === until);
  for (const statement of statements.slice(0, at))
    if (ts.isVariableStatement(statement))
      eachVariable(statement.declarationList, (name) => {
        addName(scope, name);
      });
  for (const statement of statements.slice(at)) hideDeclared(scope, statement);
}

/** The clauses of a switch share one scope, and nobody knows which of them ran. */
function hideOtherClauses(scope: Scope, block: ts.CaseBlock, own: ts.Node): void {
  for (const clause of block.clauses)
    if (clause !== own) for (const statement of clause.statements) hideDeclared(scope, statement);
}

function hideDeclared({ names, hidden }: Scope, statement: ts.Statement): void {
  const hide = (name: string): void => {
    if (!names.has(name)) hidden.add(name);
  };
  if (ts.isClassDeclaration(statement) && statement.name !== undefined) hide(statement.name.text);
  if (!ts.isVariableStatement(statement)) return;
  if ((statement.declarationList.flags & ts.NodeFlags.BlockScoped) !== 0)
    eachVariable(statement.declarationList, hide);
}

/** A loop's own variables: there in its body, and not yet in what it loops over. */
function addLoop(
  scope: Scope,
  loop: ts.ForStatement | ts.ForOfStatement | ts.ForInStatement,
  inner: ts.Node,
): void {
  const { initializer } = loop;
  if (initializer === undefined || !ts.isVariableDeclarationList(initializer)) return;
  const isThere = inner === loop.statement;
  eachVariable(initializer, (name) => {
    if (isThere) addName(scope, name);
    else scope.hidden.add(name);
  });
}

function eachVariable(list: ts.VariableDeclarationList, visit: (name: string) => void): void {
  for (const declaration of list.declarations) eachName(declaration.name, visit);
}

function eachName(name: ts.BindingName, visit: (name: string) => void): void {
  if (ts.isIdentifier(name)) {
    visit(name.text);
    return;
  }
  for (const element of name.elements) {
    if (ts.isBindingElement(element)) eachName(element.name, visit);
  }
}
