// Visits the part of a file that exists at run time: no types, no interfaces, no ambient declarations.
import ts from 'typescript';
import { isAmbient } from './scope.js';

/** Calls `visit` for every node that is emitted as JavaScript, parents before children. */
export function walkValues(root: ts.Node, visit: (node: ts.Node) => void): void {
  const enter = (node: ts.Node): void => {
    // Names and punctuation are most of a file and have nothing below them.
    if (ts.isIdentifier(node)) {
      visit(node);
      return;
    }
    if (isErased(node)) return;
    visit(node);
    ts.forEachChild(node, enter);
  };
  ts.forEachChild(root, enter);
}

function isErased(node: ts.Node): boolean {
  if (ts.isExpressionWithTypeArguments(node)) return !isExtended(node);
  if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node)) return true;
  if (ts.isTypeAliasDeclaration(node) || ts.isTypeParameterDeclaration(node)) return true;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return true;
  if (ts.isFunctionDeclaration(node) && node.body === undefined) return true;
  return isAmbient(node);
}

/** `class A extends B<T>` uses B at run time; `implements B` and `interface I extends B` do not. */
const isExtended = (node: ts.ExpressionWithTypeArguments): boolean =>
  !ts.isHeritageClause(node.parent) ||
  (node.parent.token === ts.SyntaxKind.ExtendsKeyword && ts.isClassLike(node.parent.parent));

/** Whether an identifier reads or writes the thing it names, rather than naming a member, label or declaration. */
export function isReference(identifier: ts.Identifier): boolean {
  const { parent } = identifier;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === identifier;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === identifier;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) {
    return parent.initializer === identifier;
  }
  if (ts.isPropertyDeclaration(parent) || ts.isEnumMember(parent)) {
    return parent.initializer === identifier;
  }
  return !isNameOfDeclaration(parent) && !isLabelOrMeta(parent);
}

const isNameOfDeclaration = (parent: ts.Node): boolean =>
  ts.isFunctionLike(parent)
    ? !ts.isArrowFunction(parent)
    : ts.isClassLike(parent) ||
      ts.isEnumDeclaration(parent) ||
      ts.isModuleDeclaration(parent) ||
      ts.isImportEqualsDeclaration(parent);

const isLabelOrMeta = (parent: ts.Node): boolean =>
  ts.isLabeledStatement(parent) ||
  ts.isBreakOrContinueStatement(parent) ||
  ts.isMetaProperty(parent) ||
  ts.isNamespaceExportDeclaration(parent);

/** The expression without parentheses, `as`, `satisfies`, `!`, and without `Object.freeze(...)` around it. */
export function bare(expression: ts.Expression): ts.Expression {
  let inner = expression;
  for (;;) {
    if (
      ts.isParenthesizedExpression(inner) ||
      ts.isAsExpression(inner) ||
      ts.isSatisfiesExpression(inner) ||
      ts.isNonNullExpression(inner) ||
      ts.isTypeAssertionExpression(inner)
    ) {
      inner = inner.expression;
      continue;
    }
    const frozen = frozenArgument(inner);
    if (frozen === undefined) return inner;
    inner = frozen;
  }
}

function frozenArgument(expression: ts.Expression): ts.Expression | undefined {
  if (!ts.isCallExpression(expression)) return undefined;
  const callee = expression.expression;
  const freezes =
    ts.isPropertyAccessExpression(callee) &&
    ts.isIdentifier(callee.expression) &&
    callee.expression.text === 'Object' &&
    callee.name.text === 'freeze';
  return freezes ? expression.arguments[0] : undefined;
}

/** The member name of `a.b` or `a['b']`; undefined when it is computed. */
export function memberName(
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
): string | undefined {
  if (ts.isPropertyAccessExpression(access)) return access.name.text;
  const argument = access.argumentExpression;
  return ts.isStringLiteralLike(argument) ? argument.text : undefined;
}

/** The function around a node; undefined at module level. */
export function functionAround(node: ts.Node): ts.Node | undefined {
  let current = node.parent as ts.Node | undefined;
  while (current !== undefined && !ts.isFunctionLike(current)) {
    current = current.parent;
  }
  return current;
}
