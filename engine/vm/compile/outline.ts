// What other files can see of a file: everything but the bodies of functions that declare what they give, and comments.
import ts from 'typescript';

export interface Outline {
  readonly text: string;
  /** Where a place of the file stands in its outline; null within what was left out. */
  readonly offsetOf: (position: number) => number | null;
}

const known = new WeakMap<ts.SourceFile, Outline>();

export function outlineOf(source: ts.SourceFile): Outline {
  const before = known.get(source);
  if (before !== undefined) return before;
  const made = outlineWithout(source.text, hiddenIn(source));
  known.set(source, made);
  return made;
}

interface Span {
  readonly pos: number;
  readonly end: number;
}

/** In order; none within another. */
function hiddenIn(source: ts.SourceFile): readonly Span[] {
  const spans: Span[] = [];
  const visit = (node: ts.Node): void => {
    if (startsWithComments(node)) spans.push({ pos: node.pos, end: node.getStart(source) });
    const body = isDeclared(node) ? node.body : undefined;
    if (body === undefined) ts.forEachChild(node, visit);
    else {
      const start = body.getStart(source);
      // What comes before the body, such as the type it gives, holds no bodies.
      spans.push({ pos: start, end: body.end });
    }
  };
  visit(source);
  return spans;
}

const startsWithComments = (node: ts.Node): boolean =>
  ts.isStatement(node) ||
  ts.isClassElement(node) ||
  ts.isTypeElement(node) ||
  node.kind === ts.SyntaxKind.EndOfFileToken;

type Declared = ts.FunctionLikeDeclaration & { readonly body?: ts.Node };

/** A function whose type does not follow from its body. */
const isDeclared = (node: ts.Node): node is Declared =>
  (ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isGetAccessorDeclaration(node)) &&
  node.type !== undefined;

function outlineWithout(text: string, hidden: readonly Span[]): Outline {
  const parts: string[] = [];
  let from = 0;
  for (const { pos, end } of hidden) {
    parts.push(text.slice(from, pos), LEFT_OUT);
    from = end;
  }
  parts.push(text.slice(from));
  return {
    text: parts.join(''),
    offsetOf: (position) => {
      if (hidden.some(({ pos, end }) => pos <= position && position < end)) return null;
      const before = hidden.filter(({ end }) => end <= position);
      return before.reduce((at, { pos, end }) => at - (end - pos) + LEFT_OUT.length, position);
    },
  };
}

/** No program holds this character. */
const LEFT_OUT = '\u0000';
