// Short forms of diagnostics and places, so that tests read as text.
import type { Diagnostic } from 'vscode-languageserver/node';

/** `12:3-12:9 error departure.field`; lines and columns from 1. */
export function describeDiagnostic({ range, severity, code }: Diagnostic): string {
  const { start, end } = range;
  const place = [start, end]
    .map(({ line, character }) => `${String(line + 1)}:${String(character + 1)}`)
    .join('-');
  const words = ['', 'error', 'warning', 'information', 'hint'];
  return `${place} ${words[severity ?? 0] ?? ''} ${String(code)}`;
}

/** Line of the first occurrence of `marked`, from 1. */
export function lineOf(text: string, marked: string): number {
  const at = text.indexOf(marked);
  if (at < 0) throw new Error(`"${marked}" does not occur`);
  return text.slice(0, at).split('\n').length;
}

/** Where `marked` stands: `12:3-12:9`. */
export function rangeText(text: string, marked: string): string {
  const line = lineOf(text, marked);
  const row = text.split('\n')[line - 1] ?? '';
  const column = row.indexOf(marked) + 1;
  return `${String(line)}:${String(column)}-${String(line)}:${String(column + marked.length)}`;
}

/** The protocol allows markup here; this server sends text. */
export function messageOf(diagnostic: Diagnostic | undefined): string {
  const message = diagnostic?.message ?? '';
  if (typeof message !== 'string') throw new Error('a message is text');
  return message;
}
