// Which declaration a name refers to, by the language's scope rules alone: no type checker, no other files.
// Types are not values: an interface, a type alias, an `import type` or a `declare` never hides a global.
import ts from 'typescript';

/** What introduces a name: a variable, parameter, function, class, enum, namespace or import. */
export type Declaration =
  | ts.VariableDeclaration
  | ts.ParameterDeclaration
  | ts.BindingElement
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ClassDeclaration
  | ts.ClassExpression
  | ts.EnumDeclaration
  | ts.ModuleDeclaration
  | ts.ImportSpecifier
  | ts.ImportClause
  | ts.NamespaceImport
  | ts.ImportEqualsDeclaration;

type Names = ReadonlyMap<string, Declaration>;

const namesOfScope = new WeakMap<ts.Node, Names>();

/** The declaration that `name`, written at `from`, refers to; undefined for a global. */
export function resolveName(name: string, from: ts.Node): Declaration | undefined {
  for (let scope: ts.Node | undefined = from; scope !== undefined; scope = parentOf(scope)) {
    const found = namesIn(scope)?.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a declaration belongs to a module as a whole rather than to a function or block in it. */
export function isModuleLevel(declaration: Declaration): boolean {
  const { name } = declaration;
  if (name === undefined || !ts.isIdentifier(name)) return false;
  return namesIn(declaration.getSourceFile())?.get(name.text) === declaration;
}

// The parent of a source file is undefined, which the typings do not say.
const parentOf = (node: ts.Node): ts.Node | undefined => node.parent;

function namesIn(scope: ts.Node): Names | undefined {
  if (!isScope(scope)) return undefined;
  let names = namesOfScope.get(scope);
  if (names === undefined) {
    names = collectNames(scope);
    namesOfScope.set(scope, names);
  }
  return names;
}

const isScope = (node: ts.Node): boolean =>
  ts.isSourceFile(node) ||
  ts.isBlock(node) ||
  ts.isModuleBlock(node) ||
  ts.isCaseBlock(node) ||
  ts.isFunctionLike(node) ||
  ts.isClassLike(node) ||
  ts.isForStatement(node) ||
  ts.isForInStatement(node) ||
  ts.isForOfStatement(node) ||
  ts.isCatchClause(node);

function collectNames(scope: ts.Node): Names {
  const names = new Map<string, Declaration>();
  if (ts.isSourceFile(scope) || ts.isModuleBlock(scope)) {
    addStatements(names, scope.statements);
    addHoisted(names, scope);
  } else if (ts.isBlock(scope)) {
    addStatements(names, scope.statements);
    if (ts.isFunctionLike(scope.parent) || ts.isClassStaticBlockDeclaration(scope.parent)) {
      addHoisted(names, scope);
    }
  } else if (ts.isCaseBlock(scope)) {
    for (const clause of scope.clauses) addStatements(names, clause.statements);
  } else {
    addHeader(names, scope);
  }
  return names;
}

/** Names that come with a construct's own header: parameters, loop variables, the caught error, its own name. */
function addHeader(names: Map<string, Declaration>, scope: ts.Node): void {
  if (ts.isFunctionExpression(scope) || ts.isClassExpression(scope)) {
    if (scope.name !== undefined) names.set(scope.name.text, scope);
  }
  if (ts.isFunctionLike(scope)) {
    for (const parameter of scope.parameters) addPattern(names, parameter);
  } else if (ts.isForStatement(scope) || ts.isForInStatement(scope) || ts.isForOfStatement(scope)) {
    const { initializer } = scope;
    if (initializer !== undefined && ts.isVariableDeclarationList(initializer)) {
      for (const declaration of initializer.declarations) addPattern(names, declaration);
    }
  } else if (ts.isCatchClause(scope) && scope.variableDeclaration !== undefined) {
    addPattern(names, scope.variableDeclaration);
  }
}

function addStatements(
  names: Map<string, Declaration>,
  statements: ts.NodeArray<ts.Statement>,
): void {
  for (const statement of statements) {
    if (isAmbient(statement)) continue;
    if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) {
        addPattern(names, declaration);
      }
    } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      if (statement.name !== undefined) names.set(statement.name.text, statement);
    } else if (ts.isEnumDeclaration(statement) || ts.isModuleDeclaration(statement)) {
      if (ts.isIdentifier(statement.name)) names.set(statement.name.text, statement);
    } else if (ts.isImportEqualsDeclaration(statement)) {
      names.set(statement.name.text, statement);
    } else if (ts.isImportDeclaration(statement)) {
      addImports(names, statement.importClause);
    }
  }
}

function addImports(names: Map<string, Declaration>, clause: ts.ImportClause | undefined): void {
  if (clause === undefined || isTypeOnlyClause(clause)) return;
  if (clause.name !== undefined) names.set(clause.name.text, clause);
  const bindings = clause.namedBindings;
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) {
    names.set(bindings.name.text, bindings);
    return;
  }
  for (const element of bindings.elements) {
    if (!element.isTypeOnly) names.set(element.name.text, element);
  }
}

export const isTypeOnlyClause = (clause: ts.ImportClause): boolean =>
  clause.phaseModifier === ts.SyntaxKind.TypeKeyword;

/** `var` belongs to the whole function, however deep it stands. */
function addHoisted(names: Map<string, Declaration>, body: ts.Node): void {
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isExpression(node)) return;
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0) {
      if (!isAmbient(node.parent)) {
        for (const declaration of node.declarations) addPattern(names, declaration);
      }
      return;
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
}

function addPattern(
  names: Map<string, Declaration>,
  declaration: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
): void {
  const { name } = declaration;
  if (ts.isIdentifier(name)) {
    names.set(name.text, declaration);
    return;
  }
  for (const element of name.elements) {
    if (ts.isBindingElement(element)) addPattern(names, element);
  }
}

/** `declare ...` describes something that exists elsewhere and leaves nothing behind at run time. */
export const isAmbient = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) &&
  (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
