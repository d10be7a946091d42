// From a line of events.jsonl that the replay departs from to the strategy line that decided differently.
import type { Diagnostic, Location, Position } from 'vscode-languageserver/node';

export function definitionAt(
  diagnostics: readonly Diagnostic[],
  { line }: Position,
): readonly Location[] {
  return diagnostics
    .filter(({ range, code }) => range.start.line === line && isDeparture(code))
    .flatMap(({ relatedInformation }) => relatedInformation ?? [])
    .map(({ location }) => location);
}

const isDeparture = (code: Diagnostic['code']): boolean =>
  typeof code === 'string' && code.startsWith('departure.');
