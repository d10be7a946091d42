// The language server as the rest of the client sees it: its life, the replays it knows and where each stands.
// Starting it runs strategy code, so only extension.ts does that, behind the workspace's trust.
import * as vscode from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import type { LanguageClientOptions, NodeModule } from 'vscode-languageclient/node';
import type {
  ComparisonEntry,
  InitializationOptions,
  ReplayEntry,
  ReplayStatus,
  ServerNotifications,
  ServerRequests,
} from '../server/protocol.js';
import { nodeCommand } from './node-command.js';

export type ServerState = 'stopped' | 'starting' | 'running';

export interface ReplayServer extends vscode.Disposable {
  readonly state: ServerState;
  /** As of the last answer; status changes keep it up to date. */
  readonly replays: readonly ReplayEntry[];
  readonly comparisons: readonly ComparisonEntry[];
  readonly onDidChange: vscode.Event<void>;
  start(): Promise<void>;
  restart(): Promise<void>;
  request<R extends keyof ServerRequests>(
    name: R,
    argument: ServerRequests[R]['request'],
  ): Promise<ServerRequests[R]['answer']>;
}

const STATUS: keyof ServerNotifications = 'lockstep/status';
const COMPARISON: keyof ServerNotifications = 'lockstep/comparison';
const GONE: keyof ServerNotifications = 'lockstep/gone';
const STATES: Readonly<Record<State, ServerState>> = {
  [State.Stopped]: 'stopped',
  [State.StartFailed]: 'stopped',
  [State.Starting]: 'starting',
  [State.Running]: 'running',
};

export function createReplayServer(
  extensionUri: vscode.Uri,
  log: vscode.LogOutputChannel,
): ReplayServer {
  const changed = new vscode.EventEmitter<void>();
  let replays: readonly ReplayEntry[] = [];
  let comparisons: readonly ComparisonEntry[] = [];
  const client = languageClient(extensionUri, log);

  const request: ReplayServer['request'] = (name, argument) => client.sendRequest(name, argument);
  const refresh = async (): Promise<void> => {
    const isRunning = client.isRunning();
    replays = isRunning ? await request('lockstep/replays', null) : [];
    comparisons = isRunning ? await request('lockstep/comparisons', null) : [];
    changed.fire();
  };
  const refreshOrLog = (): void => {
    refresh().catch((error: unknown) => {
      log.warn(`The list of replays is not known: ${String(error)}`);
    });
  };

  client.onDidChangeState(refreshOrLog);
  client.onNotification(STATUS, (status: ReplayStatus) => {
    const known = replays.find(({ name }) => name === status.name);
    if (known === undefined || status.state !== 'replaying') refreshOrLog();
    else {
      replays = replays.map((entry) => (entry === known ? { ...entry, status } : entry));
      changed.fire();
    }
  });

  client.onNotification(GONE, refreshOrLog);
  client.onNotification(COMPARISON, (entry: ComparisonEntry) => {
    comparisons = withEntry(comparisons, entry);
    changed.fire();
  });

  return {
    get state() {
      return STATES[client.state];
    },
    get replays() {
      return replays;
    },
    get comparisons() {
      return comparisons;
    },
    onDidChange: changed.event,
    start: () => client.start(),
    restart: () => client.restart(),
    request,
    dispose: () => {
      changed.dispose();
      // The editor closes the process' channel when it goes; waiting for a polite farewell is not possible here.
      client.dispose().catch(() => undefined);
    },
  };
}

function languageClient(extensionUri: vscode.Uri, log: vscode.LogOutputChannel): LanguageClient {
  const script = vscode.Uri.joinPath(extensionUri, 'dist', 'server.cjs').fsPath;
  return new LanguageClient('lockstep', 'Lockstep', serverModule(script), clientOptions(log));
}

/** Known ones keep their place. */
function withEntry(
  known: readonly ComparisonEntry[],
  entry: ComparisonEntry,
): readonly ComparisonEntry[] {
  const isKnown = known.some(({ name }) => name === entry.name);
  if (!isKnown) return [...known, entry];
  return known.map((each) => (each.name === entry.name ? entry : each));
}

/** Read anew with every start of the server, so that a restart heeds the setting. */
function serverModule(module: string): NodeModule {
  return {
    module,
    transport: TransportKind.ipc,
    get runtime() {
      return nodeCommand().command;
    },
    get options() {
      return { env: { ...process.env, ...nodeCommand().environment } };
    },
  };
}

function clientOptions(log: vscode.LogOutputChannel): LanguageClientOptions {
  const initializationOptions: InitializationOptions = { trusted: true };
  return {
    documentSelector: [
      { scheme: 'file', language: 'typescript' },
      { scheme: 'file', language: 'javascript' },
      { scheme: 'file', pattern: '**/lockstep.json' },
      { scheme: 'file', language: 'lockstep-events' },
    ],
    initializationOptions,
    outputChannel: log,
  };
}
