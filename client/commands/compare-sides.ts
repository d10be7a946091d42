// Shows live, paper and backtest side by side: the comparison that is named, one of those lockstep.json names, or one of
// folders that are asked for.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ComparisonEntry, SideName } from '../../server/protocol.js';
import type { ClientContext } from '../context.js';
import { knownReplays } from '../debug/pick-replay.js';
import { comparisonIcon } from '../status-text.js';
import type { Command } from './command.js';

export const compareSides: Command = {
  id: 'lockstep.compareSides',
  needsTrust: true,
  run: async (context, argument) => {
    const target = targetOf(argument) ?? (await askComparison(context));
    if (target !== null) await context.sides.show(target.comparison, target.root);
  },
};

interface Target {
  readonly comparison: string;
  readonly root?: number;
}

/** As quick fixes and nodes of the view Roots name it. */
function targetOf(argument: unknown): Target | null {
  if (typeof argument !== 'object' || argument === null) return null;
  const { comparison, root, sideRoot }: Readonly<Record<string, unknown>> = { ...argument };
  if (typeof comparison !== 'string') return null;
  const number = [root, sideRoot].find((each) => typeof each === 'number');
  return { comparison, ...(number !== undefined && { root: number }) };
}

async function askComparison(context: ClientContext): Promise<Target | null> {
  const { server } = context;
  if (server.state !== 'running') await server.start();
  const known = await server.request('lockstep/comparisons', null);
  const comparison = known.length === 0 ? null : await chooseComparison(known);
  if (comparison === undefined) return null;
  if (comparison !== null) return { comparison };
  const sides = await askSides(context);
  if (sides === null) return null;
  const name = await server.request('lockstep/compare', { sides });
  return name === null ? null : { comparison: name };
}

/** null: other folders; undefined: dismissed. */
async function chooseComparison(
  known: readonly ComparisonEntry[],
): Promise<string | null | undefined> {
  const items = [
    ...known.map((entry) => ({
      label: `${comparisonIcon(entry.state)} ${entry.name}`,
      description: entry.sides.map(({ name }) => name).join(', '),
      detail: entry.message,
      comparison: entry.name,
    })),
    { label: '$(folder-opened) Choose recordings...', comparison: null },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Compare Live, Paper and Backtest',
    matchOnDescription: true,
  });
  return chosen?.comparison;
}

const ASKED: readonly (readonly [name: SideName, what: string])[] = [
  ['live', 'Live: the capture of what the bot did'],
  ['paper', 'Paper: the sealed capture of a paper run'],
  ['backtest', 'Backtest: the capture of a backtest'],
];

type Sides = ComparisonEntry['sides'];

/** null when dismissed, or when there are fewer than two, which is then said. */
async function askSides({ server }: ClientContext): Promise<Sides | null> {
  const captures = [...new Set((await knownReplays(server)).map(({ capture }) => capture))];
  const sides: Sides[number][] = [];
  for (const [index, [name, what]] of ASKED.entries()) {
    const title = `Compare (${String(index + 1)}/${String(ASKED.length)}): ${what}`;
    const folder = await askFolder(title, { name, captures });
    if (folder === undefined) return null;
    if (folder !== null) sides.push({ name, capture: folder });
  }
  if (sides.length > 1) return sides;
  void vscode.window.showInformationMessage(
    'One recording has nothing to be compared with: name at least two of live, paper and backtest.',
  );
  return null;
}

interface FolderItem extends vscode.QuickPickItem {
  readonly choose: () => Thenable<string | null | undefined>;
}

/** null: no such recording; undefined: dismissed. */
async function askFolder(
  title: string,
  { name, captures }: { readonly name: SideName; readonly captures: readonly string[] },
): Promise<string | null | undefined> {
  const items: FolderItem[] = [
    ...captures.map((capture) => ({
      label: `$(folder) ${basename(capture)}`,
      description: vscode.workspace.asRelativePath(capture),
      choose: () => Promise.resolve(capture),
    })),
    { label: '$(folder-opened) Another folder...', choose: () => askOtherFolder(title) },
    { label: `$(circle-slash) No ${name} recording`, choose: () => Promise.resolve(null) },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
  return chosen?.choose();
}

async function askOtherFolder(title: string): Promise<string | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title,
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: 'Compare',
    })) ?? [];
  return folder?.fsPath;
}
