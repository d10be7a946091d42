// Functions by their names at the top of a file, so that they are found again when the file was parsed anew.
import ts from 'typescript';
import type { Callable } from './callable.js';

/** null: nothing but the function itself leads to it. */
export function nameWithinFile(target: Callable): string | null {
  const name = namesOf(target.getSourceFile());
  for (const [text, found] of name) if (found === target) return text;
  return null;
}

export const functionNamed = (source: ts.SourceFile, name: string): Callable | undefined =>
  namesOf(source).get(name);

const known = new WeakMap<ts.SourceFile, ReadonlyMap<string, Callable>>();

function namesOf(source: ts.SourceFile): ReadonlyMap<string, Callable> {
  const before = known.get(source);
  if (before !== undefined) return before;
  const names = new Map(source.statements.flatMap(functionsOf));
  known.set(source, names);
  return names;
}

function functionsOf(statement: ts.Statement): (readonly [string, Callable])[] {
  if (ts.isFunctionDeclaration(statement) && statement.body !== undefined)
    return statement.name === undefined ? [] : [[statement.name.text, statement]];
  if (ts.isClassDeclaration(statement)) {
    const owner = statement.name?.text;
    return statement.members.flatMap((member): (readonly [string, Callable])[] =>
      owner !== undefined &&
      (ts.isMethodDeclaration(member) || ts.isGetAccessorDeclaration(member)) &&
      member.body !== undefined
        ? [[`${owner}.${member.name.getText()}`, member]]
        : [],
    );
  }
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
    initializer !== undefined &&
    ts.isIdentifier(name) &&
    (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
      ? [[name.text, initializer] as const]
      : [],
  );
}
