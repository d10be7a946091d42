// Evaluates what is constant in the text: string literals, const objects, spreads and imports of them.
// Whatever depends on run time is `undefined` or incomplete, never guessed.
import ts from 'typescript';
import { findExport, importedName, targetOf, type Exported, type Modules } from './modules.js';
import { resolveName, type Declaration } from './scope.js';
import { bare, memberName } from './walk.js';

/** Longer chains of names than this are cycles. */
const DEPTH_MAX = 32;

/** Where a value is written, as far as the text tells: an expression, or a declaration that is no expression. */
export type Origin = ts.Expression | Declaration;

/** Follows names, imports and member accesses to where the value of an expression is written. */
export function originOf(modules: Modules, expression: ts.Expression, depth = 0): Origin {
  const inner = bare(expression);
  if (depth > DEPTH_MAX) return inner;
  if (ts.isIdentifier(inner)) {
    const declaration = resolveName(inner.text, inner);
    return declaration === undefined ? inner : originOfName(modules, declaration, depth);
  }
  if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) {
    return originOfMember(modules, inner, depth) ?? inner;
  }
  return inner;
}

function originOfName(modules: Modules, declaration: Declaration, depth: number): Origin {
  if (ts.isVariableDeclaration(declaration)) {
    const constant = (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
    const { initializer } = declaration;
    return constant && initializer !== undefined
      ? originOf(modules, initializer, depth + 1)
      : declaration;
  }
  const wanted = importedName(modules, declaration);
  const exported = wanted === undefined ? undefined : findExport(modules, wanted);
  return exported === undefined ? declaration : originOfExport(modules, exported, depth + 1);
}

const originOfExport = (modules: Modules, exported: Exported, depth: number): Origin =>
  ts.isExpression(exported) && !ts.isFunctionExpression(exported) && !ts.isClassExpression(exported)
    ? originOf(modules, exported, depth)
    : originOfName(modules, exported, depth);

function originOfMember(
  modules: Modules,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  depth: number,
): Origin | undefined {
  const name = memberName(access);
  if (name === undefined) return undefined;
  const owner = originOf(modules, access.expression, depth + 1);
  if (ts.isNamespaceImport(owner)) {
    const file = targetOf(modules, owner.parent);
    const exported = file === undefined ? undefined : findExport(modules, { file, name });
    return exported === undefined ? undefined : originOfExport(modules, exported, depth + 1);
  }
  if (ts.isEnumDeclaration(owner)) {
    return owner.members.find((member) => ts.isIdentifier(member.name) && member.name.text === name)
      ?.initializer;
  }
  if (!ts.isObjectLiteralExpression(owner)) return undefined;
  const value = entriesOf(modules, owner, depth + 1).entries.get(name)?.value;
  return value === undefined ? undefined : originOf(modules, value, depth + 1);
}

export interface Entry {
  /** The property's name in the text. */
  readonly key: ts.Node;
  /** Absent for methods and accessors. */
  readonly value: ts.Expression | undefined;
}

export interface Entries {
  readonly entries: ReadonlyMap<string, Entry>;
  /** false when a computed key or a spread could not be followed: there may be more entries. */
  readonly complete: boolean;
}

/** The properties of an object, through names, imports and spreads. */
export function entriesOf(modules: Modules, expression: ts.Expression, depth = 0): Entries {
  const object = originOf(modules, expression, depth);
  if (!ts.isObjectLiteralExpression(object) || depth > DEPTH_MAX) {
    return { entries: new Map(), complete: false };
  }
  const entries = new Map<string, Entry>();
  let complete = true;
  for (const property of object.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = entriesOf(modules, property.expression, depth + 1);
      for (const [name, entry] of spread.entries) entries.set(name, entry);
      complete &&= spread.complete;
      continue;
    }
    const name = propertyName(modules, property.name);
    if (name === undefined) complete = false;
    else entries.set(name, { key: property.name, value: propertyValue(property) });
  }
  return { entries, complete };
}

function propertyName(modules: Modules, name: ts.PropertyName): string | undefined {
  if (ts.isComputedPropertyName(name)) return textOf(modules, name.expression);
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)
    ? name.text
    : undefined;
}

function propertyValue(
  property: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>,
): ts.Expression | undefined {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}

/** The text of a constant string expression. */
export function textOf(modules: Modules, expression: ts.Expression): string | undefined {
  const origin = originOf(modules, expression);
  return ts.isExpression(origin) && ts.isStringLiteralLike(origin) ? origin.text : undefined;
}

export interface PossibleText {
  readonly text: string;
  /** The literal or name in the asking expression, not where a name leads. */
  readonly node: ts.Node;
}

/**
 * Every constant text an expression can have: both branches of a condition in place. A condition behind a name is not
 * followed, since an `if` around the call may have ruled one of its texts out.
 */
export function possibleTexts(
  modules: Modules,
  expression: ts.Expression,
): readonly PossibleText[] {
  const inner = bare(expression);
  if (ts.isConditionalExpression(inner)) {
    return [inner.whenTrue, inner.whenFalse].flatMap((branch) => possibleTexts(modules, branch));
  }
  if (ts.isBinaryExpression(inner) && CHOOSING.has(inner.operatorToken.kind)) {
    return [inner.left, inner.right].flatMap((side) => possibleTexts(modules, side));
  }
  const text = textOf(modules, inner);
  return text === undefined ? [] : [{ text, node: inner }];
}

const CHOOSING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
]);
