// Values at the ends of lines while a replay stands still: gates with their verdict, and locals of the line in hand.
// Registered only while a replay runs: a provider of a language takes over from the editor's own for every debugger.
import * as vscode from 'vscode';
import type { GateView } from '../../debug-adapter/protocol.js';
import { DEBUG_TYPE, activeReplay, type SessionStops } from './session-stops.js';

const LANGUAGES: vscode.DocumentSelector = [
  { scheme: 'file', language: 'typescript' },
  { scheme: 'file', language: 'javascript' },
];
/** A local's value longer than this pushes the code of narrow windows out of sight. */
const VALUE_LENGTH_MAX = 40;

export function registerInlineValues(stops: SessionStops): vscode.Disposable {
  const sessions = new Set<string>();
  let registration: vscode.Disposable | undefined;
  const update = (): void => {
    if (sessions.size === 0) {
      registration?.dispose();
      registration = undefined;
    } else
      registration ??= vscode.languages.registerInlineValuesProvider(LANGUAGES, provider(stops));
  };
  return vscode.Disposable.from(
    vscode.debug.onDidStartDebugSession(({ id, type }) => {
      if (type === DEBUG_TYPE) sessions.add(id);
      update();
    }),
    vscode.debug.onDidTerminateDebugSession(({ id }) => {
      sessions.delete(id);
      update();
    }),
    {
      dispose: () => {
        registration?.dispose();
      },
    },
  );
}

function provider(stops: SessionStops): vscode.InlineValuesProvider {
  return {
    provideInlineValues: async (document, viewport, { frameId, stoppedLocation }) => {
      const session = activeReplay();
      const stop = stops.current;
      if (session === undefined || stop === null) return [];
      const gates = stop.gates.flatMap((gate) => gateValue(gate, document) ?? []);
      const locals = await localsOf(session, frameId);
      const range = new vscode.Range(viewport.start, stoppedLocation.end);
      return [...gates, ...localValues(document, range, locals)];
    },
  };
}

function gateValue(gate: GateView, document: vscode.TextDocument): vscode.InlineValueText | null {
  const { range, value, threshold, comparator } = gate;
  if (range === null || range.file !== document.uri.fsPath) return null;
  if (range.endLine > document.lineCount) return null;
  const sign = gate.trigger ? (gate.passed ? '● fired' : '○') : gate.passed ? '✓' : '✗ blocks';
  const operator = comparator === 'verdict' ? 'against' : comparator;
  const end = document.lineAt(range.endLine - 1).range;
  return new vscode.InlineValueText(end, `${sign} ${value} ${operator} ${threshold}`);
}

type Locals = ReadonlyMap<string, string>;

interface VariableList {
  readonly variables: readonly { readonly name: string; readonly value: string }[];
}
interface ScopeList {
  readonly scopes: readonly { readonly name: string; readonly variablesReference: number }[];
}

async function localsOf(session: vscode.DebugSession, frameId: number): Promise<Locals> {
  try {
    const scopesAnswer: unknown = await session.customRequest('scopes', { frameId });
    const { scopes } = scopesAnswer as ScopeList;
    const locals = scopes.find(({ name }) => name === 'Locals');
    if (locals === undefined) return new Map();
    const { variablesReference } = locals;
    const answer: unknown = await session.customRequest('variables', { variablesReference });
    return new Map((answer as VariableList).variables.map(({ name, value }) => [name, value]));
  } catch {
    // The replay moved on meanwhile; the next stop asks again.
    return new Map();
  }
}

/** Each local once a line, where its name stands in the code that is in view. */
function localValues(
  document: vscode.TextDocument,
  range: vscode.Range,
  locals: Locals,
): vscode.InlineValueText[] {
  if (locals.size === 0) return [];
  const values: vscode.InlineValueText[] = [];
  for (let line = range.start.line; line <= range.end.line; line += 1) {
    const seen = new Set<string>();
    for (const match of document.lineAt(line).text.matchAll(/(?<![\w$.'"`])[A-Za-z_$][\w$]*/g)) {
      const [name] = match;
      const value = locals.get(name);
      if (value === undefined || value.length > VALUE_LENGTH_MAX || seen.has(name)) continue;
      seen.add(name);
      const start = new vscode.Position(line, match.index);
      const place = new vscode.Range(start, start.translate(0, name.length));
      values.push(new vscode.InlineValueText(place, `${name} = ${value}`));
    }
  }
  return values;
}
