// The view Roots: why replays differ from live, and recordings from each other, reachable without debugging. Draws the
// nodes of nodes.ts and comparison-nodes.ts.
import * as vscode from 'vscode';
import type { ReplayServer } from '../../language-client.js';
import { comparisonNode } from './comparison-nodes.js';
import { cascadeNodes, replayNode, type RootNode } from './nodes.js';

export const ROOTS_VIEW = 'lockstep.roots';

/** What follows from a root is shown up to here; the problems and reports have all of it. */
const CASCADE_SHOWN_MAX = 200;

export function registerRootsView(server: ReplayServer): vscode.Disposable {
  const tree = new RootsTree(server);
  const view = vscode.window.createTreeView(ROOTS_VIEW, { treeDataProvider: tree });
  const reveal = vscode.commands.registerCommand(
    'lockstep.revealRoot',
    async (argument: unknown) => {
      const node = await tree.find(argument);
      if (node !== undefined) await view.reveal(node, { focus: true, select: true, expand: true });
    },
  );
  return vscode.Disposable.from(view, reveal, tree);
}

class RootsTree implements vscode.TreeDataProvider<RootNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly listener: vscode.Disposable;
  private readonly parents = new Map<string, RootNode>();

  constructor(private readonly server: ReplayServer) {
    this.listener = server.onDidChange(() => {
      this.changed.fire(undefined);
    });
  }

  async getChildren(node?: RootNode): Promise<RootNode[]> {
    const children =
      node === undefined
        ? [...(await this.replays()), ...this.server.comparisons.map(comparisonNode)]
        : await this.under(node);
    if (node !== undefined) for (const child of children) this.parents.set(child.id, node);
    return [...children];
  }

  /** Needed to reveal a node. */
  getParent({ id }: RootNode): RootNode | undefined {
    return this.parents.get(id);
  }

  getTreeItem(node: RootNode): vscode.TreeItem {
    const { id, label, description, tooltip, icon, place, context, isOpen } = node;
    const item = new vscode.TreeItem(label, stateOf(node, isOpen));
    item.id = id;
    item.description = description;
    item.tooltip = tooltip;
    item.iconPath = new vscode.ThemeIcon(icon);
    item.contextValue = context;
    if (node.comparison !== null)
      item.command = {
        title: 'Show Side by Side',
        command: 'lockstep.compareSides',
        arguments: [node],
      };
    else if (place !== null)
      item.command = { title: 'Open', command: 'lockstep.openPlace', arguments: [place] };
    return item;
  }

  async find(argument: unknown): Promise<RootNode | undefined> {
    const { replay, root } = (argument ?? {}) as {
      readonly replay?: string;
      readonly root?: string;
    };
    const replays = await this.getChildren();
    const parent = replays.find((node) => node.replay === replay);
    const nodes = parent === undefined ? [] : await this.getChildren(parent);
    return nodes.find((node) => node.root === root);
  }

  /** Only those with something to say: parity needs no roots. */
  private async replays(): Promise<readonly RootNode[]> {
    const concerned = this.server.replays.filter(
      ({ status }) =>
        status.causes !== 'none' || status.overrides > 0 || status.state === 'invalid',
    );
    return Promise.all(
      concerned.map(async (replay) =>
        replayNode(replay, await this.server.request('lockstep/causes', { replay: replay.name })),
      ),
    );
  }

  private async under(node: RootNode): Promise<readonly RootNode[]> {
    if (node.root === null || node.cascade === 0) return node.children;
    const request = { replay: node.replay, root: node.root, from: 0, count: CASCADE_SHOWN_MAX };
    const items = await this.server.request('lockstep/cascade', request);
    return [...node.children, ...cascadeNodes(node, items)];
  }

  dispose(): void {
    this.listener.dispose();
    this.changed.dispose();
  }
}

const stateOf = (
  { children, cascade }: RootNode,
  isOpen: boolean,
): vscode.TreeItemCollapsibleState =>
  children.length === 0 && cascade === 0
    ? vscode.TreeItemCollapsibleState.None
    : isOpen
      ? vscode.TreeItemCollapsibleState.Expanded
      : vscode.TreeItemCollapsibleState.Collapsed;
