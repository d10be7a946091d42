// Declared reason codes, details and gates that nothing in the strategy's files can produce.
import ts from 'typescript';
import type { Finding } from '../replay/protocol.js';
import { WORDS } from './catalogue-uses.js';
import type { Catalogue, NameKind, Names } from './catalogue.js';
import { findingAt, type FindingCode } from './finding.js';
import { canMean, type Texts } from './texts.js';

/** Declared names that no text of the files can mean. */
export function findUnused(catalogue: Catalogue, uses: readonly Texts[]): readonly Finding[] {
  const details = [...catalogue.details].flatMap(([reason, names]) =>
    unusedOf('detail', names, { uses, of: reason }),
  );
  return [
    ...unusedOf('reason', catalogue.reasons, { uses }),
    ...details,
    ...unusedOf('gate', catalogue.gates, { uses }),
  ];
}

function unusedOf(
  kind: NameKind,
  { names }: Names,
  { uses, of }: { readonly uses: readonly Texts[]; readonly of?: string },
): readonly Finding[] {
  const code: FindingCode = `${kind}.unused`;
  const owner = of === undefined ? '' : ` of \`${of}\``;
  return [...names]
    .filter(([name, key]) => !canMean(uses, name) && !isReadWhole(uses, holderOf(key)))
    .map(([name, key]) =>
      findingAt(key, code, {
        message: `The ${WORDS[kind]} \`${name}\`${owner} is declared and never used.`,
        remedy: 'Remove it, or use it.',
      }),
    );
}

/** The variable or property that holds the object a key stands in; empty when it has no name. */
function holderOf(key: ts.Node): string {
  let node: ts.Node = key.parent.parent;
  while (ts.isExpression(node)) node = node.parent;
  if (!ts.isVariableDeclaration(node) && !ts.isPropertyAssignment(node)) return '';
  return ts.isIdentifier(node.name) ? node.name.text : '';
}

const isReadWhole = (uses: readonly Texts[], holder: string): boolean =>
  uses.some(({ whole }) => whole.has(holder));
