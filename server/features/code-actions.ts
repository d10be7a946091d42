// Quick fixes and ways into the debugger for the diagnostics under the cursor.
import { CodeActionKind, type CodeAction, type Diagnostic } from 'vscode-languageserver/node';
import type { DebugAtTickArguments, DepartureData, ShowLiveEventArguments } from '../protocol.js';

export function codeActions(
  uri: string,
  diagnostics: readonly Diagnostic[],
): readonly CodeAction[] {
  return diagnostics
    .filter(({ source }) => source === 'lockstep')
    .flatMap((diagnostic) => actionsFor(uri, diagnostic));
}

function actionsFor(uri: string, diagnostic: Diagnostic): readonly CodeAction[] {
  const data = readData(diagnostic.data);
  const actions: CodeAction[] = [];
  if (data.replacement !== undefined) {
    actions.push({
      title: `Change to ${data.replacement}`,
      kind: CodeActionKind.QuickFix,
      isPreferred: true,
      diagnostics: [diagnostic],
      edit: { changes: { [uri]: [{ range: diagnostic.range, newText: data.replacement }] } },
    });
  }
  const { replay, tick, live } = data;
  if (replay !== undefined && tick !== undefined) {
    const at: DebugAtTickArguments = { replay, tick };
    const title = `Debug at this tick (${String(tick)})`;
    const action = command(diagnostic, { title, command: 'lockstep.debugAtTick', argument: at });
    actions.push({ ...action, isPreferred: true });
  }
  if (replay !== undefined && live !== undefined && live !== null) {
    const event: ShowLiveEventArguments = { replay, ...live };
    const title = 'Show live event';
    actions.push(
      command(diagnostic, { title, command: 'lockstep.showLiveEvent', argument: event }),
    );
  }
  return actions;
}

interface CommandText {
  readonly title: string;
  readonly command: string;
  readonly argument: unknown;
}

const command = (
  diagnostic: Diagnostic,
  { title, command, argument }: CommandText,
): CodeAction => ({
  title,
  kind: CodeActionKind.QuickFix,
  diagnostics: [diagnostic],
  command: { title, command, arguments: [argument] },
});

type ActionData = Partial<DepartureData & { readonly replacement: string }>;

/** `data` went to the editor and came back: it is this server's own, or nothing. */
const readData = (data: unknown): ActionData =>
  typeof data === 'object' && data !== null ? data : {};
