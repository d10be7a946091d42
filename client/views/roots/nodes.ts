// What the view Roots shows, as a tree of texts: replay, its roots, and under each why, what heals it and what follows.
// No editor in this file.
import type {
  CascadeItem,
  CauseClass,
  Causes,
  FilePlace,
  ReplayEntry,
  RootItem,
} from '../../../server/protocol.js';

export interface RootNode {
  /** Unique in the tree; it keeps a node open when the tree is drawn anew. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** A codicon. */
  readonly icon: string;
  /** What a click opens. */
  readonly place: FilePlace | null;
  /** For menus: `root`, `root healable`, `override`, ... */
  readonly context: string;
  readonly replay: string;
  readonly root: string | null;
  readonly override: number | null;
  /** A click shows this comparison side by side, from the first row of the root. */
  readonly comparison: string | null;
  readonly sideRoot: number | null;
  readonly children: readonly RootNode[];
  /** More children are fetched when it is opened. */
  readonly cascade: number;
  readonly isOpen: boolean;
}

export const LEAF = {
  description: '',
  tooltip: '',
  place: null,
  context: '',
  root: null,
  override: null,
  comparison: null,
  sideRoot: null,
  children: [],
  cascade: 0,
  isOpen: false,
} as const;

export const CAUSE_ICONS: Readonly<Record<CauseClass, string>> = {
  'market-data-alignment-gap': 'graph-line',
  'state-initialisation-gap': 'database',
  'numeric-policy-divergence': 'symbol-numeric',
  'non-simulatable-oms-effect': 'broadcast',
  'deterministic-logic-divergence': 'symbol-method',
  unclassified: 'question',
};

/** One replay with everything known about its causes. */
export function replayNode({ name, status }: ReplayEntry, causes: Causes | null): RootNode {
  const roots = causes?.roots ?? [];
  return {
    ...LEAF,
    id: name,
    label: name,
    description: summaryOf(status.causes, roots.length),
    tooltip: status.message,
    icon: roots.length > 0 ? 'git-compare' : 'circle-large-outline',
    context: 'replay',
    replay: name,
    isOpen: true,
    children:
      causes === null
        ? []
        : [...roots.map((root) => rootNode(name, root)), ...around(name, causes)],
  };
}

const summaryOf = (state: ReplayEntry['status']['causes'], count: number): string => {
  if (state === 'searching') return 'searching for causes...';
  if (state === 'cancelled') return 'search cancelled';
  if (state === 'failed') return 'search failed';
  return state === 'known' ? `${String(count)} root${count === 1 ? '' : 's'}` : '';
};

function rootNode(replay: string, root: RootItem): RootNode {
  const id = `${replay}\n${root.id}`;
  const { site } = root;
  const healable = root.healing === null ? '' : ' healable';
  const acceptable = root.class === 'unclassified' || root.accepted !== null ? '' : ' acceptable';
  return {
    ...LEAF,
    id,
    label: `${String(root.number)}  ${root.title}`,
    description: `${root.class}, ${root.where}${root.accepted === null ? '' : `, ${root.accepted}`}`,
    tooltip: root.evidence?.summary ?? root.doubts.join('\n'),
    icon: root.accepted === null ? CAUSE_ICONS[root.class] : 'pass',
    place: site === null ? (root.recorded ?? root.live) : { file: site.file, line: site.line },
    context: `root${healable}${acceptable}`,
    replay,
    root: root.id,
    children: details(replay, root, id),
    cascade: root.cascade,
  };
}

function details(replay: string, root: RootItem, id: string): readonly RootNode[] {
  const lines: readonly (readonly [icon: string, text: string, place: FilePlace | null])[] = [
    ...(root.evidence === null ? [] : [['verified', root.evidence.summary, null] as const]),
    ...(root.healing === null
      ? []
      : [['tools', `Healed by ${root.healing}`, root.recorded] as const]),
    ...(root.evidence?.facts ?? []).map((fact) => ['info', fact, null] as const),
    ...(root.evidence?.equivalents ?? []).map(
      (text) => ['arrow-both', `Or: ${text}`, null] as const,
    ),
    ...root.doubts.map((doubt) => ['warning', doubt, null] as const),
    ...root.toRecord.map(
      (what) => ['record', `To tell it next time, record ${what}`, null] as const,
    ),
    ...root.unsynchronised.map(
      (what) => ['debug-disconnect', `Not brought back: ${what}`, null] as const,
    ),
    ...(root.recurrences === 0
      ? []
      : [['sync', `Shows at ${String(root.recurrences)} further places`, null] as const]),
    ...(root.refused === null ? [] : [['error', `Not accepted: ${root.refused}`, null] as const]),
    ...(root.live === null ? [] : [['link', 'Live event', root.live] as const]),
  ];
  return lines.map(([icon, label, place], index) => ({
    ...LEAF,
    id: `${id}\n${String(index)}`,
    label,
    tooltip: label,
    icon,
    place,
    replay,
  }));
}

/** Overrides in force, conditions that do not hold, and what the search left. */
function around(replay: string, causes: Causes): readonly RootNode[] {
  const conditions = causes.preconditions.map(({ name, status, message, remedy, place }) => ({
    ...LEAF,
    id: `${replay}\ncondition ${name}`,
    label: message,
    description: status,
    tooltip: remedy ?? message,
    icon: status === 'failed' ? 'error' : 'circle-slash',
    place,
    replay,
  }));
  const overrides = causes.overrides.map(({ index, text, place }) => ({
    ...LEAF,
    id: `${replay}\noverride ${String(index)}`,
    label: text,
    description: 'override in force',
    tooltip: 'The replay ran with this instead of what was recorded.',
    icon: 'replace',
    place,
    context: 'override',
    replay,
    override: index,
  }));
  const { unexplained } = causes;
  const left =
    unexplained === null
      ? []
      : [
          {
            ...LEAF,
            id: `${replay}\nunexplained`,
            label: `${String(unexplained.count)} mismatches without a root`,
            tooltip: unexplained.reason,
            icon: 'question',
            replay,
          },
        ];
  return [...conditions, ...overrides, ...left];
}

/** What follows from a root, as far as it was fetched. */
export const cascadeNodes = (
  parent: RootNode,
  items: readonly CascadeItem[],
): readonly RootNode[] =>
  items.map(({ text, where, live, site }, index) => ({
    ...LEAF,
    id: `${parent.id}\ncascade ${String(index)}`,
    label: text,
    description: where,
    tooltip: `${text}\n${where}`,
    icon: 'indent',
    place: live ?? (site === null ? null : { file: site.file, line: site.line }),
    replay: parent.replay,
  }));
