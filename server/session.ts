// One editor's connection from start to shutdown: turns what happens in the editor into wishes for the scheduler.
// Nothing is computed here; replays and analysis run in the replay worker.
import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type Connection,
  type FileEvent,
} from 'vscode-languageserver/node';
import type { WebgpuPlaces } from '../engine/host/gpu/gpu-protocol.js';
import { startReplayClient } from '../engine/host/replay/start.js';
import type { ClientAbilities } from './client-abilities.js';
import { DiagnosticsByFile } from './diagnostics/by-file.js';
import { addIssues } from './diagnostics/issues.js';
import { Publisher } from './diagnostics/publisher.js';
import { isScript, type OpenDocuments } from './documents.js';
import { codeDescription } from './explanations.js';
import { fileChanges, WATCHERS } from './file-changes.js';
import type { EditTools } from './capture-edits.js';
import { ComparisonBook } from './comparison-book.js';
import { runComparisonJob, type ComparisonTools } from './comparison-job.js';
import { isExplainable, runExplainJob, type ExplainTools } from './explain-job.js';
import { hasLanes, runLaneJob, type GpuKnown, type LaneTools } from './lane-job.js';
import { showProgress, type ProgressDisplay } from './progress.js';
import { jobName, jobOf } from './job-names.js';
import type {
  ReplayStatus,
  ServerNotifications,
  ServerRequests,
  SideRowsPage,
  SideRowsRequest,
} from './protocol.js';
import { runReplayJob } from './replay-job.js';
import { ReplayWorker } from './replay-worker.js';
import { discoverReplays, readDisk } from './replays.js';
import { Scheduler, type JobContext, type Wish } from './scheduler.js';
import { DEFAULT_SETTINGS, fetchSettings } from './settings.js';
import { runUntrustedJob } from './untrusted-job.js';
import { ReplayWorkspace } from './workspace.js';
import { findWorkspaceFiles, type WorkspaceFiles } from './workspace-files.js';

/** A workspace with more recordings replays the others when a file of theirs is opened. */
const REPLAYS_AT_START_MAX = 20;
const STATUS: keyof ServerNotifications = 'lockstep/status';
const COMPARISON: keyof ServerNotifications = 'lockstep/comparison';
const GONE: keyof ServerNotifications = 'lockstep/gone';
/** A pause in typing that is only a breath must not begin a search that the next key ends. */
const EXPLAIN_AFTER_MS = 300;
/** Nobody waits for a proof that nearly always holds, and it takes a core for a while. */
const LANES_AFTER_MS = 1_500;
/** Several recordings are replayed and explained for it; a few keys more would begin all of it anew. */
const COMPARE_AFTER_MS = 2_000;
/** Owner of what is wrong in lockstep.json files; no replay has this name. */
const CONFIGURATION_OWNER = '';

export class Session {
  readonly workspace: ReplayWorkspace;
  readonly publisher: Publisher;
  private readonly scheduler: Scheduler;
  readonly comparisons: ComparisonBook;
  private readonly worker = new ReplayWorker(startReplayClient);
  private readonly comparisonWorker = new ReplayWorker(startReplayClient);
  private readonly gpu: GpuKnown = { absent: null };
  private settings = DEFAULT_SETTINGS;
  private discovering: Promise<readonly string[]> = Promise.resolve([]);
  private roots: readonly string[];
  private files: WorkspaceFiles = { configurations: [], captures: [] };

  constructor(
    private readonly connection: Connection,
    private readonly documents: OpenDocuments,
    readonly client: ClientAbilities,
  ) {
    this.roots = client.roots;
    this.publisher = new Publisher({
      send: (params) => void connection.sendDiagnostics(params),
      uriOf: (file) => documents.uriOf(file),
      versionOf: (file) => documents.at(file)?.version,
      textOf: (file) => documents.at(file)?.getText(),
    });
    this.scheduler = new Scheduler({
      run: (name, context) => this.runJob(name, context),
      onDefect: (name, error) => {
        connection.console.error(
          `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      },
    });
    this.workspace = new ReplayWorkspace({
      onStatus: (status) => {
        this.tellStatus(status);
      },
      onGone: (name) => {
        this.scheduler.drop(name);
        this.dropBackground(name);
        this.publisher.clear(name);
        this.tellGone(name);
      },
    });
    this.comparisons = new ComparisonBook({
      onChange: (entry) => {
        void this.connection.sendNotification(COMPARISON, entry);
      },
      onGone: (name) => {
        this.scheduler.drop(jobName('compare', name));
        this.publisher.clear(jobName('compare', name));
        this.tellGone(name);
      },
    });
  }

  async start(): Promise<void> {
    await this.registerInterests();
    await this.reloadSettings();
    await this.findReplays();
    const names = this.workspace.all.map(({ replay }) => replay.name);
    // Files that were opened meanwhile have asked for theirs already.
    const untried = names.filter((name) => this.workspace.get(name)?.status.state === 'idle');
    this.wish(untried.slice(0, REPLAYS_AT_START_MAX), { delayMs: 0, urgent: false });
  }

  /** Compares now, whatever the settings say; null when there is nothing of this name. */
  compareNow(asked: ServerRequests['lockstep/compare']['request']): string | null {
    if (!this.client.trusted) return null;
    if ('sides' in asked && asked.sides.length < 2) return null;
    const name = 'sides' in asked ? this.comparisons.add(asked.sides) : asked.comparison;
    if (this.comparisons.get(name) === undefined) return null;
    this.scheduler.request([jobName('compare', name)], { delayMs: 0, urgent: false });
    return name;
  }

  /** Rows of a comparison that was made; null where none are held. */
  comparisonRows(asked: SideRowsRequest): Promise<SideRowsPage | null> {
    const state = this.comparisons.get(asked.comparison)?.entry.state;
    if (state === undefined || state === 'waiting') return Promise.resolve(null);
    return this.comparisonWorker.request('sideRows', asked);
  }

  private compareLater(names: readonly string[]): void {
    if (!this.client.trusted || !this.settings.explain.automatic) return;
    const wish = { delayMs: COMPARE_AFTER_MS, urgent: false, background: true };
    this.scheduler.request(
      names.map((name) => jobName('compare', name)),
      wish,
    );
  }

  async dispose(): Promise<void> {
    this.scheduler.dispose();
    await Promise.all([this.worker.dispose(), this.comparisonWorker.dispose()]);
  }

  /** Replays at once; every replay when none is named. */
  runNow(name: string | undefined): void {
    // Who asks by hand may have installed what was missing.
    this.gpu.absent = null;
    const names = name === undefined ? this.workspace.all.map(({ replay }) => replay.name) : [name];
    const known = names.filter((wanted) => this.workspace.get(wanted) !== undefined);
    this.wish(known, { delayMs: 0, urgent: true });
    if (name === undefined)
      for (const { comparison } of this.comparisons.all)
        this.compareNow({ comparison: comparison.name });
  }

  /** Searches for causes now, whatever the settings say; a replay without departures has none. */
  explainNow(name: string): void {
    const outcome = this.workspace.get(name);
    if (outcome === undefined || !isExplainable(outcome)) return;
    this.scheduler.request([jobName('explain', name)], {
      delayMs: 0,
      urgent: false,
      background: true,
    });
  }

  /** Text was opened or closed: it matters when it is not the text on disk, or when nothing has run yet. */
  async onTextShown(file: string, text: string): Promise<void> {
    this.publisher.noteText(file);
    const concerned = this.workspace.concernedBy(file);
    const isNew = concerned.some((name) => this.workspace.get(name)?.status.state === 'idle');
    if (!isNew && (await readDisk(file)) === text) return;
    await this.onTextChanged(file);
  }

  async onTextTyped(file: string): Promise<void> {
    this.publisher.noteText(file);
    if (this.settings.replay.onType) await this.onTextChanged(file);
  }

  async onTextSaved(file: string): Promise<void> {
    if (!this.settings.replay.onType) await this.onTextChanged(file);
  }

  private async onTextChanged(file: string): Promise<void> {
    const isConfiguration = this.workspace.isConfiguration(file);
    const changed = isConfiguration ? await this.findReplays() : [];
    const concerned = isScript(file) ? this.workspace.concernedBy(file) : [];
    if (isScript(file)) this.compareLater(this.comparisons.concernedBy(file));
    const delayMs = this.settings.replay.debounceMs;
    this.wish([...new Set([...changed, ...concerned])], { delayMs, urgent: true });
  }

  /** Files changed on disk. Text that is open in the editor is told by the editor itself. */
  async onFilesChanged(events: readonly FileEvent[]): Promise<void> {
    const compared = this.comparisons.all.flatMap(({ comparison }) => comparison.sides);
    const replayed = this.workspace.all.map(({ replay }) => replay);
    const changes = fileChanges(events, {
      captures: [...replayed, ...compared].map(({ capture }) => capture),
      files: [...this.files.configurations, ...this.workspace.scripts],
    });
    const appeared = changes.some(({ file, isNew }) => isNew && !isScript(file));
    if (appeared) this.files = await findWorkspaceFiles(this.roots);
    const found = changes.some(({ file }) => !isScript(file)) ? await this.findReplays() : [];
    const closed = changes.filter(
      ({ file }) => !isScript(file) || this.documents.at(file) === undefined,
    );
    const names = closed.flatMap(({ file, isNew }) => [
      ...this.workspace.concernedBy(file),
      ...(isNew && isScript(file) ? this.workspace.nextTo(file) : []),
    ]);
    const stale = closed.flatMap(({ file }) => this.comparisons.concernedBy(file));
    this.compareLater([...new Set(stale)]);
    const delayMs = this.settings.replay.debounceMs;
    this.wish([...new Set([...found, ...names])], { delayMs, urgent: false });
  }

  async onFoldersChanged(roots: readonly string[]): Promise<void> {
    this.roots = roots;
    this.gpu.absent = null;
    this.files = await findWorkspaceFiles(roots);
    this.wish(await this.findReplays(), { delayMs: 0, urgent: false });
  }

  async reloadSettings(): Promise<void> {
    this.settings = await fetchSettings(this.connection, this.client.configuration);
    this.gpu.absent = null;
  }

  /** Reads lockstep.json files and manifests; answers the replays that are new or changed. */
  private findReplays(): Promise<readonly string[]> {
    // One after the other, so that what was read last is what counts.
    const found = this.discovering.then(() => this.discover());
    this.discovering = found.catch(() => []);
    return found;
  }

  private async discover(): Promise<readonly string[]> {
    const { documents } = this;
    const discovery = await discoverReplays(this.files, this.readText);
    const problems = new DiagnosticsByFile();
    for (const [file, issues] of discovery.issues) {
      const origin = {
        resolve: () => file,
        naming: file,
        uriOf: (of: string) => documents.uriOf(of),
      };
      addIssues(problems, issues, origin);
    }
    this.publisher.set(CONFIGURATION_OWNER, 'configuration', problems.all);
    this.compareLater(this.comparisons.adopt(discovery.comparisons));
    return this.workspace.adopt(discovery);
  }

  /** Unsaved text first. */
  private readonly readText = (file: string): Promise<string | undefined> => {
    const open = this.documents.at(file)?.getText();
    return open === undefined ? readDisk(file) : Promise.resolve(open);
  };

  /** How a person's decisions about roots are written. */
  get editTools(): EditTools {
    const { readText } = this;
    return {
      readText,
      isUnsaved: async (file) => {
        const open = this.documents.overlays()[file];
        return open !== undefined && open !== (await readDisk(file));
      },
    };
  }

  private dropBackground(name: string): void {
    this.scheduler.drop(jobName('explain', name));
    this.scheduler.drop(jobName('lanes', name));
  }

  /** What was known about causes and lanes is about another text from now on. */
  private wish(names: readonly string[], wish: Wish): void {
    for (const name of names) this.dropBackground(name);
    this.scheduler.request(names, wish);
  }

  private async runJob(job: string, context: JobContext): Promise<void> {
    const { kind, name, title } = jobOf(job);
    const progress = this.client.progress
      ? showProgress(this.connection, { title, onCancel: context.cancel })
      : undefined;
    try {
      const tools = this.tools(progress);
      if (kind === 'compare') await runComparisonJob(name, context, tools);
      else if (kind === 'explain') await runExplainJob(name, context, tools);
      else if (kind === 'lanes') await runLaneJob(name, context, tools);
      else if (this.client.trusted) await runReplayJob(name, context, tools);
      else await runUntrustedJob(name, context, tools);
    } finally {
      progress?.end();
      this.refreshCodeLenses();
    }
    if (!context.isCurrent() || kind === 'compare') return;
    // Causes first: somebody waits for them.
    if (kind === 'replay' && this.explainLater(name)) return;
    if (kind !== 'lanes') this.checkLanesLater(name);
  }

  /** Whether there is something to explain, and it will be. */
  private explainLater(name: string): boolean {
    const outcome = this.workspace.get(name);
    if (!this.settings.explain.automatic || outcome === undefined) return false;
    if (!isExplainable(outcome)) return false;
    const wish = { delayMs: EXPLAIN_AFTER_MS, urgent: false, background: true };
    this.scheduler.request([jobName('explain', name)], wish);
    return true;
  }

  private checkLanesLater(name: string): void {
    const outcome = this.workspace.get(name);
    if (!this.settings.lanes.automatic || outcome === undefined || !hasLanes(outcome)) {
      this.publisher.set(name, 'lanes', new Map());
      if (!this.settings.lanes.automatic) this.publisher.set(name, 'portability', new Map());
      return;
    }
    const wish = { delayMs: LANES_AFTER_MS, urgent: false, background: true };
    this.scheduler.request([jobName('lanes', name)], wish);
  }

  private tools(progress: ProgressDisplay | undefined): ExplainTools & LaneTools & ComparisonTools {
    const { worker, comparisonWorker, workspace, publisher, documents, client, settings } = this;
    return {
      worker,
      comparisonWorker,
      book: this.comparisons,
      workspace,
      publisher,
      overlays: () => documents.overlays(),
      readText: this.readText,
      uriOf: (file) => documents.uriOf(file),
      explain: (code) => (client.virtualDocuments ? codeDescription(code) : undefined),
      onProgress: (state) => progress?.update(state),
      helpers: settings.explain.helpers,
      gpu: { known: this.gpu, webgpu: this.webgpuPlaces() },
      today,
    };
  }

  /** A package found is run, so an untrusted workspace is not looked into. */
  private webgpuPlaces(): WebgpuPlaces {
    const folders = this.client.trusted ? this.roots : [];
    return { named: this.settings.gpu.modulePath, folders };
  }

  private tellStatus(status: ReplayStatus): void {
    void this.connection.sendNotification(STATUS, status);
  }

  private tellGone(name: string): void {
    const gone: ServerNotifications['lockstep/gone'] = { name };
    void this.connection.sendNotification(GONE, gone);
  }

  private refreshCodeLenses(): void {
    if (!this.client.refreshCodeLenses) return;
    this.connection.sendRequest(CodeLensRefreshRequest.type).catch(() => {
      // An editor that is closing has no code lenses to refresh.
    });
  }

  private async registerInterests(): Promise<void> {
    const { connection, client } = this;
    this.files = await findWorkspaceFiles(this.roots);
    if (client.configuration) {
      await connection.client.register(DidChangeConfigurationNotification.type, {
        section: 'lockstep',
      });
    }
    if (!client.watchFiles) return;
    await connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [...WATCHERS],
    });
  }
}

/** The day, UTC: what an entry of the registry that expires is judged by. */
const today = (): string => new Date().toISOString().slice(0, 10);
