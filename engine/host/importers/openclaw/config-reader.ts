// A YAML document being read, and how its problems are placed.
import { isAlias, isScalar, type Document, type LineCounter } from 'yaml';
import { makeIssue, type Issue, type IssueCode } from '../../../core/schema/index.js';

export interface Reader {
  readonly file: string;
  readonly lines: LineCounter;
  readonly document: Document.Parsed;
  readonly issues: Issue[];
}

export type Path = readonly string[];

export interface Report {
  readonly code: IssueCode & `openclaw.config.${string}`;
  readonly path: Path;
  readonly message: string;
  readonly remedy: string;
}

export function report(
  reader: Reader,
  node: unknown,
  { code, path, message, remedy }: Report,
): void {
  const range =
    typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  const offset: unknown = Array.isArray(range) ? range[0] : 0;
  const { line, col } = reader.lines.linePos(typeof offset === 'number' ? offset : 0);
  const place = {
    file: reader.file,
    line: Math.max(line, 1),
    column: Math.max(col, 1),
    ...(path.length > 0 && { path: path.join('.') }),
  };
  reader.issues.push(makeIssue(code, place, { message, remedy }));
}

/** The node an alias stands for; an alias of nothing is reported and counts as not written. */
export function resolved(reader: Reader, node: unknown): unknown {
  if (!isAlias(node)) return node;
  const target = node.resolve(reader.document);
  if (target === undefined) {
    report(reader, node, {
      code: 'openclaw.config.yaml',
      path: [],
      message: `The alias *${node.source} stands for nothing.`,
      remedy: `Define it before with &${node.source}, or write the value.`,
    });
  }
  return target;
}

/** A key left empty counts as not written, for groups and values alike. */
export const isEmpty = (node: unknown): boolean =>
  node === null || node === undefined || (isScalar(node) && node.value === null);
