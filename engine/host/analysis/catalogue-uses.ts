// Compares the reason codes, details and gate names in a strategy's calls with its catalogue.
import type ts from 'typescript';
import { nearestName } from '../../core/schema/nearest.js';
import type { Finding } from '../replay/protocol.js';
import type { Catalogue, NameKind, Names } from './catalogue.js';
import { entriesOf, possibleTexts, type PossibleText } from './constant.js';
import { findingAt, type FindingCode } from './finding.js';
import type { Modules } from './modules.js';
import type { TickCall } from './tick-call.js';

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
  node: TickCall,
): readonly Finding[] {
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

export const WORDS: Readonly<Record<NameKind, string>> = {
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
