// Judges what a file imports: `lockstep/strategy`, files of the workspace, and types of anything.
import ts from 'typescript';
import type { Finding } from '../replay/protocol.js';
import { findingAt } from './finding.js';
import {
  isRelative,
  resolveImport,
  specifierText,
  STRATEGY_PACKAGE,
  type Modules,
} from './modules.js';
import { isTypeOnlyClause, resolveName } from './scope.js';
import { walkValues } from './walk.js';

/** One import that stays at run time. */
export interface ImportUse {
  /** The specifier in the text, or the whole call when it is computed. */
  readonly node: ts.Node;
  readonly specifier: string | undefined;
  readonly dynamic: boolean;
}

export function findImports(modules: Modules, source: ts.SourceFile): readonly Finding[] {
  return importsOf(source).flatMap((use) => judge(modules, source, use) ?? []);
}

function judge(modules: Modules, source: ts.SourceFile, use: ImportUse): Finding | undefined {
  const { node, specifier, dynamic } = use;
  if (dynamic) {
    return findingAt(node, 'import.dynamic', {
      message: 'A dynamic import finishes later: a tick must be finished when onTick returns.',
      remedy: 'Import at the top of the file.',
    });
  }
  if (specifier === undefined || specifier === STRATEGY_PACKAGE) return undefined;
  if (!isRelative(specifier)) {
    return findingAt(node, 'import.package', {
      message: `A strategy cannot use \`${specifier}\`: a replay runs nothing but ${STRATEGY_PACKAGE} and the strategy's own files.`,
      remedy: `Import from ${STRATEGY_PACKAGE}, or copy what is needed into a file next to the strategy.`,
    });
  }
  if (resolveImport(modules, source.fileName, specifier) !== undefined) return undefined;
  return findingAt(node, 'import.unresolved', {
    message: `\`${specifier}\` is not a file of this workspace.`,
    remedy: 'Correct the path, or create the file inside the workspace.',
  });
}

const importsOfSource = new WeakMap<ts.SourceFile, readonly ImportUse[]>();

/** Every import of a file that is left after the types are taken away, in the order of the text. */
export function importsOf(source: ts.SourceFile): readonly ImportUse[] {
  const uses = importsOfSource.get(source) ?? collectImports(source);
  importsOfSource.set(source, uses);
  return uses;
}

function collectImports(source: ts.SourceFile): readonly ImportUse[] {
  const uses: ImportUse[] = [];
  const add = (node: ts.Node, specifier: string | undefined): void => {
    uses.push({ node, specifier, dynamic: false });
  };
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement) && !isErasedImport(statement.importClause)) {
      add(statement.moduleSpecifier, specifierText(statement.moduleSpecifier));
    } else if (ts.isExportDeclaration(statement) && !statement.isTypeOnly) {
      const from = statement.moduleSpecifier;
      if (from !== undefined) add(from, specifierText(from));
    } else if (ts.isImportEqualsDeclaration(statement) && !statement.isTypeOnly) {
      const reference = statement.moduleReference;
      if (ts.isExternalModuleReference(reference)) {
        add(reference.expression, specifierText(reference.expression));
      }
    }
  }
  if (/\b(?:import|require)\b\s*[(]/.test(source.text)) uses.push(...callsIn(source));
  return uses;
}

function callsIn(source: ts.SourceFile): readonly ImportUse[] {
  const uses: ImportUse[] = [];
  walkValues(source, (node) => {
    if (!ts.isCallExpression(node)) return;
    const callee = node.expression;
    if (callee.kind === ts.SyntaxKind.ImportKeyword) {
      uses.push({ node, specifier: specifierText(node.arguments[0]), dynamic: true });
      return;
    }
    const specifier = specifierText(node.arguments[0]);
    const requires =
      ts.isIdentifier(callee) && callee.text === 'require' && specifier !== undefined;
    const [argument] = node.arguments;
    if (requires && argument !== undefined && resolveName('require', callee) === undefined) {
      uses.push({ node: argument, specifier, dynamic: false });
    }
  });
  return uses;
}

/** `import type ...` and `import { type A, type B }` leave nothing to load. */
function isErasedImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (isTypeOnlyClause(clause)) return true;
  const bindings = clause.namedBindings;
  if (clause.name !== undefined || bindings === undefined || ts.isNamespaceImport(bindings)) {
    return false;
  }
  return bindings.elements.length > 0 && bindings.elements.every((element) => element.isTypeOnly);
}
