// Diagnostics under construction, grouped by the file they stand in.
import type { Diagnostic } from 'vscode-languageserver/node';

export const SOURCE = 'lockstep';

export type FileDiagnostics = ReadonlyMap<string, readonly Diagnostic[]>;

export class DiagnosticsByFile {
  private readonly lists = new Map<string, Diagnostic[]>();

  /** An empty list is kept too: it clears what was shown before. */
  add(file: string, ...diagnostics: readonly Diagnostic[]): void {
    const list = this.lists.get(file);
    if (list === undefined) this.lists.set(file, [...diagnostics]);
    else list.push(...diagnostics);
  }

  get all(): FileDiagnostics {
    return this.lists;
  }
}

/** Appends the remedy to the message: there is no other place an editor shows it. */
export const withRemedy = (message: string, remedy: string | undefined): string =>
  remedy === undefined || remedy === ''
    ? sentence(message)
    : `${sentence(message)} ${sentence(remedy)}`;

/** With a capital letter, unless it begins with a quoted name, and a full stop. */
export const sentence = (text: string): string => {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
};
