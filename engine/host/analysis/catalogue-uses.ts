// Compares the reason codes, details and gate names in a strategy's calls with its catalogue, both ways.
import ts from 'typescript';
import { nearestName } from '../../core/schema/nearest.js';
import type { Finding } from '../replay/protocol.js';
import type { Catalogue, NameKind, Names } from './catalogue.js';
import { entriesOf, possibleTexts, type PossibleText } from './constant.js';
import { findingAt, type FindingCode } from './finding.js';
import type { Modules } from './modules.js';
import { isTickCall } from './tick-call.js';

/** Position of the name in the call's arguments. */
const NAME_ARGUMENT: ReadonlyMap<string, { readonly kind: NameKind; readonly index: number }> =
  new Map([
    ['gate', { kind: 'gate', index: 1 }],
    ['verdict', { kind: 'gate', index: 1 }],
    ['trigger', { kind: 'gate', index: 1 }],
    ['hold', { kind: 'reason', index: 1 }],
    ['block', { kind: 'reason', index: 2 }],
  ]);
const ORDER_CALLS: ReadonlySet<string> = new Set(['open', 'add', 'reduce', 'close']);
const ORDER_ARGUMENT = 1;

/** Judges the names one call passes on. */
export function findUndeclared(
  modules: Modules,
  catalogue: Catalogue,
  node: ts.CallExpression,
): readonly Finding[] {
  if (!isTickCall(node)) return [];
  const method = node.expression.name.text;
  const named = NAME_ARGUMENT.get(method);
  if (named !== undefined) {
    const argument = node.arguments[named.index];
    if (argument === undefined) return [];
    const names = named.kind === 'gate' ? catalogue.gates : catalogue.reasons;
    const texts = possibleTexts(modules, argument);
    return texts.flatMap((text) => undeclared(named.kind, text, { names }));
  }
  const order = ORDER_CALLS.has(method) ? node.arguments[ORDER_ARGUMENT] : undefined;
  return order === undefined ? [] : judgeOrder(modules, catalogue, { order, call: node });
}

interface Order {
  readonly order: ts.Expression;
  readonly call: ts.CallExpression;
}

function judgeOrder(
  modules: Modules,
  catalogue: Catalogue,
  { order, call }: Order,
): readonly Finding[] {
  const { entries } = entriesOf(modules, order);
  const textsOf = (member: string): readonly PossibleText[] => {
    const value = entries.get(member)?.value;
    if (value === undefined) return [];
    const inCall = value.getSourceFile() === call.getSourceFile();
    return inCall ? possibleTexts(modules, value) : [];
  };
  const reasons = textsOf('reason');
  const found = reasons.flatMap((text) => undeclared('reason', text, { names: catalogue.reasons }));
  const [reason] = reasons;
  if (reasons.length !== 1 || reason === undefined) return found;
  const names = catalogue.details.get(reason.text);
  if (names === undefined) return found;
  const details = textsOf('detail');
  return [
    ...found,
    ...details.flatMap((text) => undeclared('detail', text, { names, of: reason.text })),
  ];
}

interface Declared {
  readonly names: Names;
  /** The reason a detail belongs to. */
  readonly of?: string;
}

const WORDS: Readonly<Record<NameKind, string>> = {
  reason: 'reason code',
  detail: 'detail',
  gate: 'gate',
};

function undeclared(
  kind: NameKind,
  { text, node }: PossibleText,
  { names, of }: Declared,
): readonly Finding[] {
  if (!names.complete || names.names.has(text)) return [];
  const declared = [...names.names.keys()];
  const near = nearestName(text, declared);
  const owner = of === undefined ? 'the strategy' : `\`${of}\``;
  const place =
    of === undefined ? `the strategy's \`${kind}s\`` : `the \`details\` of reason \`${of}\``;
  const code: FindingCode = `${kind}.undeclared`;
  const message = `\`${text}\` is not a ${WORDS[kind]} of ${owner}.`;
  if (near === undefined)
    return [findingAt(node, code, { message, remedy: `Declare it in ${place}.` })];
  const remedy = `Did you mean \`${near}\`? Or declare it in ${place}.`;
  const quote = node.getText().charAt(0);
  const quoted = /['"`]/.test(quote) ? { replacement: `${quote}${near}${quote}` } : {};
  return [findingAt(node, code, { message, remedy, ...quoted })];
}

/** Texts that occur in the files outside the catalogue, and patterns of texts put together at run time. */
export interface TextUses {
  visit(node: ts.Node): void;
  has(text: string): boolean;
  /** Whether the object a name holds is read as a whole, so that any of its keys may be used. */
  escapes(name: string): boolean;
}

export function watchTexts(): TextUses {
  const texts = new Set<string>();
  const patterns: { readonly start: string; readonly end: string }[] = [];
  const whole = new Set<string>();
  return {
    visit: (node) => {
      if (ts.isStringLiteralLike(node) && !isKeyOrWording(node)) texts.add(node.text);
      else if (ts.isTemplateExpression(node)) {
        const end = node.templateSpans.at(-1)?.literal.text ?? '';
        patterns.push({ start: node.head.text, end });
      } else if (ts.isBinaryExpression(node) && isPlus(node)) {
        const side = (part: ts.Expression): string =>
          ts.isStringLiteralLike(part) ? part.text : '';
        patterns.push({ start: side(node.left), end: side(node.right) });
      } else if (ts.isIdentifier(node) && isReadWhole(node)) whole.add(node.text);
      else if (ts.isEnumMember(node) && node.initializer === undefined)
        texts.add(node.name.getText());
    },
    has: (text) =>
      texts.has(text) ||
      patterns.some(
        ({ start, end }) => start + end !== '' && text.startsWith(start) && text.endsWith(end),
      ),
    escapes: (name) => whole.has(name),
  };
}

const isPlus = (node: ts.BinaryExpression): boolean =>
  node.operatorToken.kind === ts.SyntaxKind.PlusToken;

/** A property's name, or text that only describes: the keys and wordings of a catalogue look like this. */
const isKeyOrWording = (node: ts.StringLiteralLike): boolean =>
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

/** Declared names that no text of the files can mean. */
export function findUnused(catalogue: Catalogue, uses: TextUses): readonly Finding[] {
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
  { uses, of }: { readonly uses: TextUses; readonly of?: string },
): readonly Finding[] {
  const code: FindingCode = `${kind}.unused`;
  const owner = of === undefined ? '' : ` of \`${of}\``;
  return [...names]
    .filter(([name, key]) => !uses.has(name) && !uses.escapes(holderOf(key)))
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
