// The editor's requests and notifications, each passed on in a line or two. Start reading here.
import {
  CodeActionKind,
  TextDocumentSyncKind,
  type Connection,
  type InitializeResult,
} from 'vscode-languageserver/node';
import { readAbilities } from './client-abilities.js';
import { OpenDocuments, pathOf } from './documents.js';
import { EXPLANATION_SCHEME, explanationAt } from './explanations.js';
import { codeActions } from './features/code-actions.js';
import { codeLenses } from './features/code-lens.js';
import { definitionAt } from './features/definition.js';
import { hoverAt } from './features/hover.js';
import { applyIntervention, GONE, removeOverride, type EditTools } from './capture-edits.js';
import { cascadeOf, causesOf } from './causes.js';
import type { Outcome } from './outcome.js';
import type { ReplayEntry, ServerRequests, Written } from './protocol.js';
import { acceptRoot } from './registry.js';
import { Session } from './session.js';

const CAPABILITIES: InitializeResult['capabilities'] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  hoverProvider: true,
  codeLensProvider: {},
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  definitionProvider: true,
  workspace: {
    workspaceFolders: { supported: true, changeNotifications: true },
    textDocumentContent: { schemes: [EXPLANATION_SCHEME] },
  },
};

export function startServer(connection: Connection): void {
  const documents = new OpenDocuments();
  let session: Session | undefined;
  const current = (): Session | undefined => session;
  connection.onInitialize((params) => {
    session = new Session(connection, documents, readAbilities(params));
    return { capabilities: CAPABILITIES, serverInfo: { name: 'lockstep' } };
  });
  connection.onInitialized(async () => {
    if (session?.client.folders === true) listenToFolders(connection, session);
    await session?.start();
  });
  connection.onShutdown(async () => {
    await session?.dispose();
  });
  listenToText(documents, current);
  listenToWorkspace(connection, current);
  answerFeatures(connection, documents, current);
  answerRootRequests(connection, current);
  answerOwnRequests(connection, current);
  answerComparisonRequests(connection, current);
  documents.listen(connection);
  connection.listen();
}

type Current = () => Session | undefined;

function listenToText({ manager }: OpenDocuments, session: Current): void {
  const opened = new Set<string>();
  manager.onDidOpen(async ({ document }) => {
    opened.add(document.uri);
    const file = pathOf(document.uri);
    if (file !== undefined) await session()?.onTextShown(file, document.getText());
  });
  manager.onDidChangeContent(async ({ document }) => {
    // The first of these comes with the opening, which is handled above.
    if (opened.delete(document.uri)) return;
    const file = pathOf(document.uri);
    if (file !== undefined) await session()?.onTextTyped(file);
  });
  manager.onDidSave(async ({ document }) => {
    const file = pathOf(document.uri);
    if (file !== undefined) await session()?.onTextSaved(file);
  });
  manager.onDidClose(async ({ document }) => {
    opened.delete(document.uri);
    const file = pathOf(document.uri);
    if (file !== undefined) await session()?.onTextShown(file, document.getText());
  });
}

function listenToWorkspace(connection: Connection, session: Current): void {
  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    await session()?.onFilesChanged(changes);
  });
  connection.onDidChangeConfiguration(async () => {
    await session()?.reloadSettings();
  });
}

function listenToFolders(connection: Connection, session: Session): void {
  connection.workspace.onDidChangeWorkspaceFolders(async () => {
    const folders = (await connection.workspace.getWorkspaceFolders()) ?? [];
    await session.onFoldersChanged(folders.flatMap(({ uri }) => pathOf(uri) ?? []));
  });
}

function answerFeatures(connection: Connection, documents: OpenDocuments, session: Current): void {
  const outcomesFor = (uri: string): readonly Outcome[] => {
    const workspace = session()?.workspace;
    const file = pathOf(uri);
    if (workspace === undefined || file === undefined) return [];
    return workspace.concernedBy(file).flatMap((name) => workspace.get(name) ?? []);
  };
  connection.onHover(({ textDocument: { uri }, position }) => {
    const document = documents.manager.get(uri);
    return document === undefined ? null : hoverAt(document, position, outcomesFor(uri));
  });
  connection.onCodeLens(({ textDocument: { uri } }) => {
    const document = documents.manager.get(uri);
    const outcomes = outcomesFor(uri).filter(({ opened, replay }) => {
      const entry = opened?.strategyFiles[0] ?? replay.strategy;
      return entry === pathOf(uri);
    });
    return document === undefined ? [] : [...codeLenses(document, outcomes)];
  });
  connection.onCodeAction(({ textDocument: { uri }, context }) => [
    ...codeActions(uri, context.diagnostics),
  ]);
  connection.onDefinition(({ textDocument: { uri }, position }) => {
    const file = pathOf(uri);
    const diagnostics = file === undefined ? [] : (session()?.publisher.diagnosticsOf(file) ?? []);
    return [...definitionAt(diagnostics, position)];
  });
  connection.workspace.textDocumentContent.on(({ uri }) => {
    const text = explanationAt(uri);
    return text === null ? null : { text };
  });
}

function answerComparisonRequests(connection: Connection, session: Current): void {
  const comparisons: keyof ServerRequests = 'lockstep/comparisons';
  connection.onRequest(comparisons, (): ServerRequests[typeof comparisons]['answer'] =>
    (session()?.comparisons.all ?? []).map(({ entry }) => entry),
  );
  const compare: keyof ServerRequests = 'lockstep/compare';
  connection.onRequest(
    compare,
    (asked: ServerRequests[typeof compare]['request']): ServerRequests[typeof compare]['answer'] =>
      session()?.compareNow(asked) ?? null,
  );
  const rows: keyof ServerRequests = 'lockstep/comparisonRows';
  connection.onRequest(
    rows,
    async (
      asked: ServerRequests[typeof rows]['request'],
    ): Promise<ServerRequests[typeof rows]['answer']> =>
      (await session()?.comparisonRows(asked)) ?? null,
  );
}

function answerOwnRequests(connection: Connection, session: Current): void {
  type Answer<K extends keyof ServerRequests> = ServerRequests[K]['answer'];
  const replays: keyof ServerRequests = 'lockstep/replays';
  connection.onRequest(replays, (): Answer<typeof replays> =>
    (session()?.workspace.all ?? []).map(entryOf),
  );
  const result: keyof ServerRequests = 'lockstep/result';
  connection.onRequest(
    result,
    ({ replay }: ServerRequests[typeof result]['request']): Answer<typeof result> =>
      session()?.workspace.get(replay)?.report ?? null,
  );
  const run: keyof ServerRequests = 'lockstep/run';
  connection.onRequest(
    run,
    ({ replay }: ServerRequests[typeof run]['request']): Answer<typeof run> => {
      session()?.runNow(replay);
      return null;
    },
  );
}

/** Requests of the view of roots. */
function answerRootRequests(connection: Connection, session: Current): void {
  type Answer<K extends keyof ServerRequests> = ServerRequests[K]['answer'];
  type Request<K extends keyof ServerRequests> = ServerRequests[K]['request'];
  const find = (name: string): Outcome | undefined => session()?.workspace.get(name);
  const answer = <K extends keyof ServerRequests>(
    method: K,
    reply: (request: Request<K>) => Promise<Answer<K>> | Answer<K>,
  ): void => {
    connection.onRequest(method as string, (request: Request<K>): Promise<unknown> =>
      Promise.resolve(reply(request)),
    );
  };
  const written = async (
    name: string,
    write: (outcome: Outcome, tools: EditTools) => Promise<Written>,
  ): Promise<Written> => {
    const [outcome, tools] = [find(name), session()?.editTools];
    if (outcome === undefined || tools === undefined) return { problem: GONE };
    return write(outcome, tools);
  };
  answer('lockstep/explain', ({ replay }) => {
    session()?.explainNow(replay);
    return null;
  });
  answer('lockstep/causes', async ({ replay }) => {
    const [outcome, tools] = [find(replay), session()?.editTools];
    return outcome === undefined || tools === undefined ? null : causesOf(outcome, tools.readText);
  });
  answer('lockstep/cascade', (request) => {
    const outcome = find(request.replay);
    return outcome === undefined ? [] : cascadeOf(outcome, request);
  });
  answer('lockstep/accept', (request) =>
    written(request.replay, (outcome, tools) => acceptRoot(outcome, request, tools)),
  );
  answer('lockstep/applyIntervention', (request) =>
    written(request.replay, (outcome, tools) => applyIntervention(outcome, request, tools)),
  );
  answer('lockstep/removeOverride', (request) =>
    written(request.replay, (outcome, tools) => removeOverride(outcome, request, tools)),
  );
}

function entryOf({ replay, watch, opened, status }: Outcome): ReplayEntry {
  const { name, capture, strategy, params, numeric, configuration } = replay;
  const files = new Set([
    ...(strategy === null ? [] : [strategy]),
    ...watch,
    ...(configuration === undefined ? [] : [configuration]),
  ]);
  return {
    name,
    capture,
    strategy: strategy ?? opened?.strategyFiles[0] ?? null,
    files: [...files],
    ...(params === undefined ? {} : { params }),
    ...(numeric === undefined ? {} : { numeric }),
    status,
  };
}
