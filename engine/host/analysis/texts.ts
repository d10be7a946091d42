// Which texts occur in a file, so that a declared name which no text can mean is known to be unused.
import ts from 'typescript';

/** Texts outside catalogues, and patterns of texts put together at run time. */
export interface Texts {
  readonly exact: ReadonlySet<string>;
  readonly patterns: readonly { readonly start: string; readonly end: string }[];
  /** Names of objects that are read as a whole, so that any of their keys may be meant. */
  readonly whole: ReadonlySet<string>;
}

export interface TextCollector {
  readonly visit: (node: ts.Node) => void;
  readonly texts: Texts;
}

export function collectTexts(): TextCollector {
  const exact = new Set<string>();
  const patterns: { readonly start: string; readonly end: string }[] = [];
  const whole = new Set<string>();
  return {
    texts: { exact, patterns, whole },
    visit: (node) => {
      if (ts.isStringLiteralLike(node)) {
        if (!isKey(node)) exact.add(node.text);
      } else if (ts.isTemplateExpression(node)) {
        const end = node.templateSpans.at(-1)?.literal.text ?? '';
        patterns.push({ start: node.head.text, end });
      } else if (ts.isBinaryExpression(node) && isPlus(node)) {
        patterns.push({ start: literalText(node.left), end: literalText(node.right) });
      } else if (ts.isIdentifier(node) && isReadWhole(node)) {
        whole.add(node.text);
      }
    },
  };
}

/** Whether some text of some file can be `name`. */
export const canMean = (files: readonly Texts[], name: string): boolean =>
  files.some(
    ({ exact, patterns }) =>
      exact.has(name) ||
      patterns.some(
        ({ start, end }) => start + end !== '' && name.startsWith(start) && name.endsWith(end),
      ),
  );

const literalText = (part: ts.Expression): string =>
  ts.isStringLiteralLike(part) ? part.text : '';

const isPlus = (node: ts.BinaryExpression): boolean =>
  node.operatorToken.kind === ts.SyntaxKind.PlusToken;

/** A property's name: the keys of a catalogue look like this. */
const isKey = (node: ts.StringLiteralLike): boolean =>
  (ts.isPropertyAssignment(node.parent) && node.parent.name === node) ||
  ts.isComputedPropertyName(node.parent);

/** `Object.keys(REASONS)`, `REASONS[code]`, `code in REASONS`: every key may be meant. */
function isReadWhole(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent)) return parent.arguments.some((argument) => argument === node);
  if (ts.isElementAccessExpression(parent)) {
    return parent.expression === node && !ts.isStringLiteralLike(parent.argumentExpression);
  }
  return ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword;
}
