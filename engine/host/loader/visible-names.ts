// Which local variables a statement can see already: declared before it in its function, so none is uninitialised.
import ts from 'typescript';

/** Names from the innermost scope outwards, `this` last where there is one; nothing of module scope. */
export function visibleNames(statement: ts.Statement): readonly string[] {
  const names = new Set<string>();
  let inner: ts.Node = statement;
  for (
    let node: ts.Node = statement.parent;
    !ts.isSourceFile(node);
    inner = node, node = node.parent
  ) {
    if (ts.isBlock(node)) addEarlier(names, node.statements, inner);
    else if (ts.isCaseOrDefaultClause(node)) addEarlier(names, node.statements, inner);
    else if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node))
      addLoop(names, node, inner);
    else if (ts.isCatchClause(node) && node.variableDeclaration !== undefined)
      addBinding(names, node.variableDeclaration.name);
    else if (ts.isFunctionLike(node)) {
      for (const parameter of node.parameters) addBinding(names, parameter.name);
      if (ts.isMethodDeclaration(node) && ts.isClassLike(node.parent)) names.add('this');
      if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) break;
    }
  }
  names.delete('arguments');
  return [...names];
}

function addEarlier(names: Set<string>, statements: readonly ts.Statement[], until: ts.Node): void {
  for (const statement of statements) {
    if (statement === until) return;
    if (!ts.isVariableStatement(statement)) continue;
    for (const declaration of statement.declarationList.declarations)
      addBinding(names, declaration.name);
  }
}

function addLoop(
  names: Set<string>,
  loop: ts.ForStatement | ts.ForOfStatement | ts.ForInStatement,
  inner: ts.Node,
): void {
  const { initializer } = loop;
  if (
    inner !== loop.statement ||
    initializer === undefined ||
    !ts.isVariableDeclarationList(initializer)
  )
    return;
  for (const declaration of initializer.declarations) addBinding(names, declaration.name);
}

function addBinding(names: Set<string>, name: ts.BindingName): void {
  if (ts.isIdentifier(name)) {
    if (name.text !== 'this') names.add(name.text);
    return;
  }
  for (const element of name.elements) {
    if (ts.isBindingElement(element)) addBinding(names, element.name);
  }
}
