// The list of finding codes with their severity, and how a finding is built from a syntax node.
// Codes are stable: they are never renamed or reused.
import type * as ts from 'typescript';
import type { Finding, SourceRange } from '../replay/protocol.js';

/** `error` keeps a replay from starting; everything else only tells. */
export const FINDING_CODES = {
  syntax: 'error',

  'nondeterministic.clock': 'error',
  'nondeterministic.random': 'error',
  'nondeterministic.timer': 'error',
  'nondeterministic.locale': 'error',
  'nondeterministic.memory': 'error',
  'nondeterministic.threads': 'error',
  'nondeterministic.math': 'error',
  'nondeterministic.power': 'warning',

  'forbidden.network': 'error',
  'forbidden.host': 'error',
  'forbidden.code': 'error',
  'forbidden.async': 'error',
  'forbidden.global': 'error',
  'forbidden.buffer': 'error',
  'forbidden.proxy': 'error',
  'forbidden.console': 'error',

  'name.unknown': 'error',

  'import.package': 'error',
  'import.unresolved': 'error',
  'import.dynamic': 'error',

  'state.module': 'error',

  'strategy.missing': 'error',
  'strategy.incomplete': 'error',

  'reason.undeclared': 'error',
  'reason.unused': 'warning',
  'detail.undeclared': 'error',
  'detail.unused': 'warning',
  'gate.undeclared': 'error',
  'gate.unused': 'warning',
} as const satisfies Readonly<Record<string, Finding['severity']>>;

export type FindingCode = keyof typeof FINDING_CODES;

export interface FindingText {
  /** What is wrong. */
  readonly message: string;
  /** What would be right. */
  readonly remedy?: string;
  /** Text that would be right in place of the node. */
  readonly replacement?: string;
}

/** A finding that covers `node` from its first to its last character. */
export function findingAt(node: ts.Node, code: FindingCode, text: FindingText): Finding {
  const source = node.getSourceFile();
  return findingIn(source, { start: node.getStart(source), end: node.getEnd() }, { code, text });
}

interface Span {
  readonly start: number;
  readonly end: number;
}

export function findingIn(
  source: ts.SourceFile,
  span: Span,
  { code, text }: { readonly code: FindingCode; readonly text: FindingText },
): Finding {
  const unnecessary = code.endsWith('.unused') ? { unnecessary: true } : {};
  const range = rangeIn(source, span);
  return { code, severity: FINDING_CODES[code], ...text, range, ...unnecessary };
}

/** Lines and columns from 1; the end is the position after the last character. */
export function rangeIn(source: ts.SourceFile, { start, end }: Span): SourceRange {
  const from = source.getLineAndCharacterOfPosition(start);
  const to = source.getLineAndCharacterOfPosition(end);
  return {
    file: source.fileName,
    line: from.line + 1,
    column: from.character + 1,
    endLine: to.line + 1,
    endColumn: to.character + 1,
  };
}
