// Quick fixes and ways into the debugger for the diagnostics under the cursor.
import { CodeActionKind, type CodeAction, type Diagnostic } from 'vscode-languageserver/node';
import type {
  DebugAtTickArguments,
  OverrideArguments,
  OverrideData,
  RootArguments,
  RootData,
  ShowLiveEventArguments,
} from '../protocol.js';

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
  return [
    ...actions,
    ...rootActions(diagnostic, data),
    ...overrideActions(diagnostic, data),
    ...comparisonActions(diagnostic, diagnostic.data),
  ];
}

/** What a person may decide about a root. What is unclassified can only be looked into. */
function rootActions(diagnostic: Diagnostic, data: ActionData): readonly CodeAction[] {
  const { replay, root } = data;
  if (replay === undefined || root === undefined) return [];
  const argument: RootArguments = { replay, root };
  const offer = (title: string, id: string): CodeAction =>
    command(diagnostic, { title, command: id, argument });
  return [
    offer('Show in the view Roots', 'lockstep.revealRoot'),
    ...(data.isHealable === true
      ? [offer('Apply to the capture as an override', 'lockstep.applyIntervention')]
      : []),
    ...(data.class === 'unclassified' || data.isAccepted === true
      ? []
      : [offer('Accept as residual...', 'lockstep.acceptRoot')]),
  ];
}

function overrideActions(diagnostic: Diagnostic, data: ActionData): readonly CodeAction[] {
  const { replay, override } = data;
  if (replay === undefined || override === undefined) return [];
  const argument: OverrideArguments = { replay, index: override };
  const title = 'Remove this override';
  return [command(diagnostic, { title, command: 'lockstep.removeOverride', argument })];
}

function comparisonActions(diagnostic: Diagnostic, data: unknown): readonly CodeAction[] {
  if (typeof data !== 'object' || data === null || !('comparison' in data)) return [];
  const title = 'Show the recordings side by side';
  return [command(diagnostic, { title, command: 'lockstep.compareSides', argument: data })];
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

type ActionData = Partial<RootData & OverrideData & { readonly replacement: string }>;

/** `data` went to the editor and came back: it is this server's own, or nothing. */
const readData = (data: unknown): ActionData =>
  typeof data === 'object' && data !== null ? data : {};
