// A small editor: starts the built server over stdio, edits documents and waits for what the server says.
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type InitializeParams,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type {
  ComparisonEntry,
  InitializationOptions,
  ReplayStatus,
  ServerNotifications,
} from '../../../server/protocol.js';

const SERVER = fileURLToPath(new URL('../../../dist/server.cjs', import.meta.url));
/** Far beyond what anything takes; a test that waits this long has failed. */
const WAIT_MS = 45_000;
const STATUS: keyof ServerNotifications = 'lockstep/status';
const COMPARISON: keyof ServerNotifications = 'lockstep/comparison';
const GONE: keyof ServerNotifications = 'lockstep/gone';

export interface ClientOptions {
  readonly folder: string;
  readonly initializationOptions?: InitializationOptions;
  /** Answer to `workspace/configuration` for section `lockstep`. */
  readonly settings?: unknown;
}

export const uriOf = (file: string): string => URI.file(file).toString();

export class LanguageClient {
  readonly statuses: ReplayStatus[] = [];
  /** Names of replays and comparisons that are no longer there. */
  readonly gone: string[] = [];
  readonly comparisons: ComparisonEntry[] = [];
  readonly published: PublishDiagnosticsParams[] = [];
  readonly registrations: string[] = [];
  private readonly texts = new Map<string, { text: string; version: number }>();
  private readonly waiting = new Set<() => void>();

  private constructor(
    readonly connection: ProtocolConnection,
    private readonly server: ChildProcess,
  ) {}

  static async start(options: ClientOptions): Promise<LanguageClient> {
    const server = spawn(process.execPath, [SERVER, '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    const client = new LanguageClient(connection, server);
    client.listen(options);
    await connection.sendRequest(InitializeRequest.type, initializeParams(options));
    await connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest(ShutdownRequest.type);
    const ended = new Promise<void>((resolve) => {
      this.server.once('exit', () => {
        resolve();
      });
    });
    await this.connection.sendNotification(ExitNotification.type);
    await ended;
    this.connection.dispose();
  }

  async open(file: string): Promise<string> {
    const text = await readFile(file, 'utf8');
    this.texts.set(file, { text, version: 1 });
    const languageId = file.endsWith('.ts') ? 'typescript' : 'json';
    const textDocument = { uri: uriOf(file), languageId, version: 1, text };
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    return text;
  }

  /** Replaces the whole text of an open document. */
  async edit(file: string, change: (text: string) => string): Promise<string> {
    const document = this.document(file);
    const text = change(document.text);
    if (text === document.text) throw new Error(`the edit changes nothing in ${file}`);
    const version = document.version + 1;
    this.texts.set(file, { text, version });
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: uriOf(file), version },
      contentChanges: [{ text }],
    });
    return text;
  }

  async close(file: string): Promise<void> {
    this.texts.delete(file);
    const textDocument = { uri: uriOf(file) };
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument });
  }

  versionOf(file: string): number {
    return this.document(file).version;
  }

  diagnosticsOf(file: string): readonly Diagnostic[] {
    return this.published.findLast(({ uri }) => uri === uriOf(file))?.diagnostics ?? [];
  }

  get status(): ReplayStatus | undefined {
    return this.statuses.at(-1);
  }

  /** Waits for a complete run after this call, whatever its outcome; answers its status. */
  async nextRun(): Promise<ReplayStatus> {
    const from = this.statuses.length;
    const finished = (): ReplayStatus | undefined => {
      const fresh = this.statuses.slice(from);
      const began = fresh.findIndex(({ state }) => state === 'replaying');
      return began < 0
        ? undefined
        : fresh.slice(began).findLast(({ state }) => state !== 'replaying');
    };
    return this.until(() => finished(), 'the end of a replay');
  }

  /** Waits until `ask` answers something. */
  async until<T>(ask: () => T | undefined | false, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(check);
        reject(
          new Error(`waited in vain for ${what}; last status: ${JSON.stringify(this.status)}`),
        );
      }, WAIT_MS);
      const check = (): void => {
        const answer = ask();
        if (answer === undefined || answer === false) return;
        clearTimeout(timer);
        this.waiting.delete(check);
        resolve(answer);
      };
      this.waiting.add(check);
      check();
    });
  }

  private document(file: string): { readonly text: string; readonly version: number } {
    const document = this.texts.get(file);
    if (document === undefined) throw new Error(`${file} is not open`);
    return document;
  }

  private listen({ settings }: ClientOptions): void {
    const { connection } = this;
    const heard = (): void => {
      for (const check of [...this.waiting]) check();
    };
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.published.push(params);
      heard();
    });
    connection.onNotification(STATUS, (status: ReplayStatus) => {
      this.statuses.push(status);
      heard();
    });
    connection.onNotification(GONE, ({ name }: ServerNotifications['lockstep/gone']) => {
      this.gone.push(name);
      heard();
    });
    connection.onNotification(COMPARISON, (entry: ComparisonEntry) => {
      this.comparisons.push(entry);
      heard();
    });
    connection.onRequest('workspace/configuration', () => [settings ?? null]);
    connection.onRequest('client/registerCapability', (params: Registrations) => {
      this.registrations.push(...params.registrations.map(({ method }) => method));
      return null;
    });
    connection.onRequest('workspace/codeLens/refresh', () => null);
    connection.listen();
  }
}

interface Registrations {
  readonly registrations: readonly { readonly method: string }[];
}

const initializeParams = ({ folder, initializationOptions }: ClientOptions): InitializeParams => ({
  processId: process.pid,
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated, and yet the type demands it
  rootUri: null,
  workspaceFolders: [{ uri: uriOf(folder), name: 'example' }],
  capabilities: {
    workspace: {
      configuration: true,
      codeLens: { refreshSupport: true },
      didChangeWatchedFiles: { dynamicRegistration: true },
      textDocumentContent: {},
    },
    window: { workDoneProgress: true },
  },
  ...(initializationOptions === undefined
    ? {}
    : { initializationOptions: { trusted: initializationOptions.trusted ?? true } }),
});
