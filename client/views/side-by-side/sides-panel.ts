// The side-by-side view of several recordings: a tab of the editor with a column for live, paper and backtest. One tab a
// comparison; it shows what the server has, page by page, and follows it when it is made anew.
import * as vscode from 'vscode';
import { basename, join } from 'node:path';
import type { ComparisonEntry, SideRowsPage } from '../../../server/protocol.js';
import type { ReplayServer } from '../../language-client.js';
import { revealLine } from '../../reveal-line.js';
import { sidesMarkup, type RowsShown } from './sides-markup.js';
import { shellOf } from './shell.js';

const PANEL_TYPE = 'lockstep.sides';
const EVENTS = 'events.jsonl';
/** Rows of a page: more of them make the page slow, and nobody reads further without a look at the next difference. */
const PAGE_ROWS = 50;

export interface SidesPanels extends vscode.Disposable {
  /** Shows a comparison, from the first row of a root where one is given. */
  show(comparison: string, root?: number): Promise<void>;
}

export function createSidesPanels(extensionUri: vscode.Uri, server: ReplayServer): SidesPanels {
  const open = new Map<string, SidesPanel>();
  const listener = server.onDidChange(() => {
    for (const panel of open.values()) void panel.follow();
  });
  return {
    show: async (comparison, root) => {
      const known = open.get(comparison);
      const panel = known ?? new SidesPanel(comparison, extensionUri, server);
      if (known === undefined) {
        open.set(comparison, panel);
        panel.onDidDispose(() => open.delete(comparison));
      } else known.reveal();
      await panel.goTo(root === undefined ? null : { root });
    },
    dispose: () => {
      listener.dispose();
      for (const panel of open.values()) panel.dispose();
    },
  };
}

interface PageMessage {
  readonly action: string;
  readonly to: number | null;
  readonly side: number | null;
  readonly line: number | null;
}

/** Where to go in the rows: to the first of a root, to one, or to the page that holds one. */
type Target = { readonly root: number } | { readonly row: number } | { readonly page: number };

/** What is brought into view: a row, which also gets the focus, or the beginning of the page. */
interface InView {
  readonly row?: number;
  readonly isAtTop?: boolean;
}

class SidesPanel {
  private readonly panel: vscode.WebviewPanel;
  private only: RowsShown = 'differing';
  private page: SideRowsPage | null = null;
  /** What the page shows was made of; another one is fetched anew. */
  private shown: ComparisonEntry | null = null;

  constructor(
    private readonly comparison: string,
    extensionUri: vscode.Uri,
    private readonly server: ReplayServer,
  ) {
    const media = vscode.Uri.joinPath(extensionUri, 'media');
    const title = `Side by Side: ${comparison}`;
    this.panel = vscode.window.createWebviewPanel(PANEL_TYPE, title, vscode.ViewColumn.Active, {
      enableScripts: true,
      enableFindWidget: true,
      localResourceRoots: [media],
    });
    this.panel.iconPath = vscode.Uri.joinPath(media, 'view.svg');
    const { webview } = this.panel;
    webview.onDidReceiveMessage((message: unknown) => {
      const received = readMessage(message);
      if (received !== null) void this.answer(received);
    });
    webview.html = shellOf(webview, media, title);
  }

  get onDidDispose(): vscode.Event<void> {
    return this.panel.onDidDispose;
  }

  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    this.panel.dispose();
  }

  /** Draws anew what the server has changed. */
  async follow(): Promise<void> {
    const { entry } = this;
    if (entry === this.shown) return;
    const { from } = this.page ?? { from: 0 };
    if (entry !== undefined && entry.state !== 'comparing') await this.fetch({ row: from });
    this.draw();
  }

  /** Null: where it stands. A row that is gone to is marked; at a page only its beginning is shown. */
  async goTo(target: Target | null): Promise<void> {
    if (target !== null || this.page === null) await this.fetch(target ?? { row: 0 });
    const { from, rows } = this.page ?? { from: 0, rows: [] };
    if (target === null) this.draw();
    else if ('page' in target) this.draw({ isAtTop: true });
    else if ('row' in target) this.draw({ row: target.row });
    else this.draw({ row: from + rows.findIndex(({ roots }) => roots.includes(target.root)) });
  }

  private get entry(): ComparisonEntry | undefined {
    return this.server.comparisons.find(({ name }) => name === this.comparison);
  }

  private async fetch(target: Target): Promise<void> {
    const { comparison, only } = this;
    const asked = { comparison, only, count: PAGE_ROWS } as const;
    const row = 'row' in target ? target.row : 'page' in target ? target.page : 0;
    const at = {
      from: row - (row % PAGE_ROWS),
      ...('root' in target && { root: target.root }),
    };
    this.page = await this.server.request('lockstep/comparisonRows', { ...asked, ...at });
    // Where nothing differs, all that agrees is shown instead of nothing.
    const { page } = this;
    if (page === null || only === 'all' || page.total > 0 || page.differing > 0) return;
    this.only = 'all';
    this.page = await this.server.request('lockstep/comparisonRows', {
      ...asked,
      only: 'all',
      ...at,
    });
  }

  private draw(inView: InView = {}): void {
    const { entry, only, page } = this;
    this.shown = entry ?? null;
    if (entry === undefined) {
      this.panel.dispose();
      return;
    }
    const isMade = entry.pairs.length > 0;
    const content = sidesMarkup({ entry, only, page: isMade ? page : null, folderName }).markup;
    void this.panel.webview.postMessage({ content, ...inView });
  }

  private async answer({ action, to, side, line }: PageMessage): Promise<void> {
    const { entry, page } = this;
    switch (action) {
      case 'ready':
        this.draw();
        break;
      case 'compareNow':
        await this.server.request('lockstep/compare', { comparison: this.comparison });
        break;
      case 'openEvent': {
        const capture = side === null ? undefined : entry?.sides[side]?.capture;
        if (capture !== undefined && line !== null) await revealLine(join(capture, EVENTS), line);
        break;
      }
      case 'showAll':
      case 'showDiffering':
        this.only = action === 'showAll' ? 'all' : 'differing';
        await this.goTo({ page: 0 });
        break;
      case 'turnTo':
        if (to !== null) await this.goTo({ page: to });
        break;
      case 'showRoot':
        if (to !== null) await this.goTo({ root: to });
        break;
      case 'nextDifference':
      case 'previousDifference': {
        const row = nextDifference(action, this.only, page);
        if (row !== null) await this.goTo({ row });
        break;
      }
    }
  }
}

/** The page itself goes from one difference to the next; beyond its end this is the next one. */
function nextDifference(
  action: 'nextDifference' | 'previousDifference',
  only: RowsShown,
  page: SideRowsPage | null,
): number | null {
  if (page === null) return null;
  const isForward = action === 'nextDifference';
  if (only === 'all') return isForward ? page.next : page.previous;
  const row = isForward ? page.from + page.rows.length : page.from - 1;
  return row >= 0 && row < page.total ? row : null;
}

function folderName(capture: string): string {
  const relative = vscode.workspace.asRelativePath(capture);
  return relative === capture ? basename(capture) : relative;
}

function readMessage(message: unknown): PageMessage | null {
  if (typeof message !== 'object' || message === null) return null;
  const { action, to, side, line }: Readonly<Record<string, unknown>> = { ...message };
  if (typeof action !== 'string') return null;
  return { action, to: countIn(to), side: countIn(side), line: countIn(line) };
}

const countIn = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
