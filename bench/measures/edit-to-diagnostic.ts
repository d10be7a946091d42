// How long after a key an editor shows where the replay now departs from live: an edit of the example's strategy, sent to
// the language server, until the diagnostics of the new text are there. The server's own rest after the last key is in it.
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { FramedProcess, type Message } from '../framed-process.js';
import { median, quantile, rounded } from '../quantile.js';

/** Tightens a stop by a different factor; the ledger departs from the first exit by it on. */
const SOUND = "multiple.mul('0.8')";
const EDITED = "multiple.mul('0.7')";
const FILE = path.join('strategies', 'openclaw', 'stops.ts');

export interface EditTimes {
  /** Each run makes the edit and takes it back. */
  readonly runs: number;
  /** From the change to diagnostics that show departures. */
  readonly departsP50Ms: number;
  readonly departsP95Ms: number;
  /** From taking it back to diagnostics without departures. */
  readonly agreesP50Ms: number;
}

export async function measureEdits(root: string, runs: number): Promise<EditTimes> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lockstep-bench-'));
  await cp(path.join(root, 'examples', 'workspace'), folder, { recursive: true });
  const editor = new Editor(path.join(root, 'dist', 'server.cjs'));
  try {
    await editor.open(folder);
    const departs: number[] = [];
    const agrees: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      departs.push(await editor.change([SOUND, EDITED], true));
      agrees.push(await editor.change([EDITED, SOUND], false));
    }
    return {
      runs,
      departsP50Ms: rounded(median(departs)),
      departsP95Ms: rounded(quantile(departs, 0.95)),
      agreesP50Ms: rounded(median(agrees)),
    };
  } finally {
    await editor.end();
    await rm(folder, { recursive: true, force: true });
  }
}

const isMethod = (method: string) => (message: Message) => message['method'] === method;

/** Diagnostics of events.jsonl come from a replay only: some where live and replay differ, none when they agree. */
const isAboutEvents =
  (departs: boolean) =>
  (message: Message): boolean => {
    if (!isMethod('textDocument/publishDiagnostics')(message)) return false;
    const { uri, diagnostics } = message['params'] as {
      readonly uri: string;
      readonly diagnostics: readonly unknown[];
    };
    return uri.endsWith('/events.jsonl') && diagnostics.length > 0 === departs;
  };

/** A client of the language server, no wider than what is measured. */
class Editor {
  private readonly server: FramedProcess;
  private uri = '';
  private text = '';
  private version = 1;

  constructor(file: string) {
    this.server = new FramedProcess([file, '--stdio'], (message) => {
      this.answer(message);
    });
  }

  async open(folder: string): Promise<void> {
    const rootUri = pathToFileURL(folder).href;
    const workspaceFolders = [{ uri: rootUri, name: 'bench' }];
    const initialized = this.server.next(({ id }) => id === 0, 'initialize');
    const params = { processId: process.pid, rootUri, workspaceFolders, capabilities: {} };
    this.server.send({ jsonrpc: '2.0', id: 0, method: 'initialize', params });
    await initialized;
    const file = path.join(folder, FILE);
    this.uri = pathToFileURL(file).href;
    this.text = await readFile(file, 'utf8');
    const parity = this.status('parity');
    this.server.send({ jsonrpc: '2.0', method: 'initialized', params: {} });
    const textDocument = { uri: this.uri, languageId: 'typescript', version: 1, text: this.text };
    this.notify('textDocument/didOpen', { textDocument });
    await parity;
  }

  /** Replaces one text by another; milliseconds until live's events have, or have no longer, diagnostics. */
  async change([from, to]: readonly [string, string], departs: boolean): Promise<number> {
    const parts = this.text.split(from);
    if (parts.length !== 2) throw new Error(`${from} is not once in ${FILE}`);
    this.text = parts.join(to);
    this.version += 1;
    const published = this.server.next(isAboutEvents(departs), 'the diagnostics of live events');
    const startedAt = performance.now();
    this.notify('textDocument/didChange', {
      textDocument: { uri: this.uri, version: this.version },
      contentChanges: [{ text: this.text }],
    });
    await published;
    return performance.now() - startedAt;
  }

  end(): Promise<void> {
    return this.server.end();
  }

  private notify(method: string, params: Message): void {
    this.server.send({ jsonrpc: '2.0', method, params });
  }

  private status(state: string): Promise<Message> {
    const isState = (message: Message): boolean =>
      isMethod('lockstep/status')(message) && (message['params'] as Message)['state'] === state;
    return this.server.next(isState, state);
  }

  /** Whatever the server asks of an editor: nothing is set. */
  private answer({ id, method, params }: Message): void {
    if (id === undefined || typeof method !== 'string') return;
    const items =
      method === 'workspace/configuration' ? (params as { items: unknown[] }).items : [];
    this.server.send({
      jsonrpc: '2.0',
      id: id,
      result: items.length === 0 ? null : items.map(() => null),
    });
  }
}
