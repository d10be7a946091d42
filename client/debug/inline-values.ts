// Values at the ends of lines while a replay stands still: gates with their verdict, and locals of the line in hand.
// Registered only while a replay runs: a provider of a language takes over from the editor's own for every debugger.
import * as vscode from 'vscode';
import type { GateView } from '../../debug-adapter/protocol.js';
import { functionStart, localPlaces, type LocalPlace, type Locals } from './local-places.js';
import { DEBUG_TYPE, activeReplay, type SessionStops } from './session-stops.js';

const LANGUAGES: vscode.DocumentSelector = [
  { scheme: 'file', language: 'typescript' },
  { scheme: 'file', language: 'javascript' },
];

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
      const lines = document.getText().split(/\r?\n/);
      const first = functionStart(lines, stoppedLocation.start.line);
      const last = stoppedLocation.end.line;
      const places = localPlaces(lines.slice(0, last + 1), first, locals).filter(
        ({ line }) =>
          viewport.start.line <= line && gates.every(({ range }) => range.end.line !== line),
      );
      return [...gates, ...places.map(localValue)];
    },
  };
}

const localValue = ({ line, column, name, value }: LocalPlace): vscode.InlineValueText =>
  new vscode.InlineValueText(
    new vscode.Range(line, column, line, column + name.length),
    `${name} = ${value}`,
  );

function gateValue(gate: GateView, document: vscode.TextDocument): vscode.InlineValueText | null {
  const { range, value, threshold, comparator } = gate;
  if (range === null || range.file !== document.uri.fsPath) return null;
  if (range.endLine > document.lineCount) return null;
  const sign = gate.trigger ? (gate.passed ? '● fired' : '○') : gate.passed ? '✓' : '✗ blocks';
  const operator = comparator === 'verdict' ? 'against' : comparator;
  const end = document.lineAt(range.endLine - 1).range;
  return new vscode.InlineValueText(end, `${sign} ${value} ${operator} ${threshold}`);
}

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
