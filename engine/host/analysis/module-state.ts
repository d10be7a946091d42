// Finds variables and objects of a module that change while the strategy runs. They are no part of a snapshot, so a
// replay that continues from one, or a debugger that steps back, would meet other values than live did.
import ts from 'typescript';
import type { Finding } from '../replay/protocol.js';
import { findingAt } from './finding.js';
import { findExport, importedName, type Modules } from './modules.js';
import { isModuleLevel, resolveName, type Declaration } from './scope.js';
import { bare, functionAround } from './walk.js';

/** Where a name is written to: `name = ...`, `name.member = ...`, `name.push(...)`. */
export interface Write {
  readonly root: ts.Identifier;
  readonly node: ts.Node;
  /** The method that changes the object, when it is a call. */
  readonly method?: string;
}

/** What one node writes to while the strategy runs; what happens while a module loads is the same every time. */
export const runtimeWrites = (node: ts.Node): readonly Write[] => {
  const writes = writesOf(node);
  return writes.length > 0 && functionAround(node) !== undefined ? writes : [];
};

/** Judges the writes of all files: the first one to each variable of a module is told. */
export function findModuleState(modules: Modules, writes: readonly Write[]): readonly Finding[] {
  const first = new Map<Declaration, Write>();
  for (const write of writes) {
    const declaration = moduleVariable(modules, write.root);
    if (declaration === undefined || first.has(declaration)) continue;
    if (write.method === undefined || changes(declaration, write.method)) {
      first.set(declaration, write);
    }
  }
  return [...first].map(([declaration, write]) => stateFinding(declaration, write));
}

function stateFinding(declaration: Declaration, { node, root }: Write): Finding {
  const place = declaration.name ?? declaration;
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
  const elsewhere = source === declaration.getSourceFile() ? '' : ` of ${source.fileName}`;
  return findingAt(place, 'state.module', {
    message: `\`${root.text}\` belongs to the module and changes while the strategy runs (line ${String(line + 1)}${elsewhere}): it is no part of a snapshot, so a replay starts with another value than live had.`,
    remedy: 'Keep it in what `state` returns, and reach it through tick.state.',
  });
}

function writesOf(node: ts.Node): readonly Write[] {
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
    return targetsOf(node.left).map((root) => ({ root, node }));
  }
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const { operator } = node;
    const steps =
      operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
    return steps ? targetsOf(node.operand).map((root) => ({ root, node })) : [];
  }
  if (ts.isDeleteExpression(node)) {
    return targetsOf(node.expression).map((root) => ({ root, node }));
  }
  if (ts.isForInStatement(node) || ts.isForOfStatement(node)) {
    const { initializer } = node;
    if (ts.isVariableDeclarationList(initializer)) return [];
    return targetsOf(initializer).map((root) => ({ root, node: initializer }));
  }
  return ts.isCallExpression(node) ? writesOfCall(node) : [];
}

function writesOfCall(call: ts.CallExpression): readonly Write[] {
  const callee = bare(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const owner = callee.expression;
  const method = callee.name.text;
  if (ts.isIdentifier(owner) && owner.text === 'Object') {
    const [target] = call.arguments;
    if (target === undefined || !OBJECT_WRITERS.has(method)) return [];
    return targetsOf(target).map((root) => ({ root, node: call }));
  }
  const direct = ts.isIdentifier(bare(owner));
  if (!direct && !ARRAY_WRITERS.has(method)) return [];
  return targetsOf(owner).map((root) => ({ root, node: call, method }));
}

const OBJECT_WRITERS: ReadonlySet<string> = new Set(['assign', 'defineProperty', 'setPrototypeOf']);
const ARRAY_WRITERS: ReadonlySet<string> = new Set(
  'push pop shift unshift splice sort reverse fill copyWithin'.split(' '),
);
const COLLECTION_WRITERS: ReadonlySet<string> = new Set(['set', 'add', 'delete', 'clear']);
/** What instances of other classes usually call a change; indicators have `update`. */
const INSTANCE_WRITERS: ReadonlySet<string> = new Set(['update', 'push', 'next', 'reset']);
const COLLECTIONS: ReadonlySet<string> = new Set(['Map', 'Set', 'WeakMap', 'WeakSet']);

/** Whether calling `method` changes what a declaration holds, as far as its initializer tells. */
function changes(declaration: Declaration, method: string): boolean {
  const { initializer } = declaration as { readonly initializer?: ts.Expression };
  if (initializer === undefined) return false;
  const value = bare(initializer);
  if (ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value)) {
    return ARRAY_WRITERS.has(method);
  }
  if (!ts.isNewExpression(value)) return false;
  const made = ts.isIdentifier(value.expression) ? value.expression.text : '';
  if (COLLECTIONS.has(made)) return COLLECTION_WRITERS.has(method);
  if (made.endsWith('Array')) return ARRAY_WRITERS.has(method) || method === 'set';
  return INSTANCE_WRITERS.has(method);
}

const isAssignment = (kind: ts.SyntaxKind): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** The names at the root of an assignment's left side, through members and patterns. */
function targetsOf(target: ts.Expression): readonly ts.Identifier[] {
  const inner = bare(target);
  if (ts.isIdentifier(inner)) return [inner];
  if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) {
    return targetsOf(inner.expression);
  }
  if (ts.isArrayLiteralExpression(inner)) return inner.elements.flatMap(targetsOf);
  if (ts.isSpreadElement(inner)) return targetsOf(inner.expression);
  if (!ts.isObjectLiteralExpression(inner)) return [];
  return inner.properties.flatMap((property) => {
    if (ts.isShorthandPropertyAssignment(property)) return [property.name];
    if (ts.isPropertyAssignment(property)) return targetsOf(property.initializer);
    return ts.isSpreadAssignment(property) ? targetsOf(property.expression) : [];
  });
}

/** The module-level declaration behind a name, in this file or the one it is imported from. */
function moduleVariable(modules: Modules, root: ts.Identifier): Declaration | undefined {
  const local = resolveName(root.text, root);
  if (local === undefined) return undefined;
  const wanted = importedName(modules, local);
  if (wanted === undefined) return isOwnVariable(local) ? local : undefined;
  const exported = findExport(modules, wanted);
  if (exported === undefined || ts.isExpression(exported)) return undefined;
  return isOwnVariable(exported) ? exported : undefined;
}

const isOwnVariable = (declaration: Declaration): boolean =>
  (ts.isVariableDeclaration(declaration) ||
    ts.isBindingElement(declaration) ||
    ts.isClassDeclaration(declaration)) &&
  isModuleLevel(declaration);
