// What the view Roots shows of a comparison of several recordings: its pairs, and its roots with the pairs each breaks.
// No editor in this file.
import type { ComparisonEntry, PairReport, SideRoot } from '../../../server/protocol.js';
import { CAUSE_ICONS, LEAF, type RootNode } from './nodes.js';

export function comparisonNode(entry: ComparisonEntry): RootNode {
  const { name, message, pairs, roots, reasons } = entry;
  const id = `comparison\n${name}`;
  const base = { ...LEAF, replay: '', comparison: name };
  const unrooted = roots.length > 0 ? [] : reasons;
  return {
    ...base,
    // VS Code keeps a node closed that had nothing in it at first; one that has something is another node.
    id: pairs.length + roots.length + unrooted.length === 0 ? `${id}\nempty` : id,
    label: name,
    description: message,
    tooltip: [message, ...reasons].join('\n'),
    icon: 'split-horizontal',
    context: 'comparison',
    isOpen: true,
    children: [
      ...pairs.map((pair) => ({ ...base, ...pairLeaf(pair), id: `${id}\n${pairName(pair)}` })),
      ...roots.map((root) => ({ ...base, ...rootLeaf(root), id: `${id}\n${String(root.number)}` })),
      ...unrooted.map((reason, index) => ({
        ...base,
        id: `${id}\nreason ${String(index)}`,
        label: reason,
        tooltip: reason,
        icon: 'warning',
      })),
    ],
  };
}

const pairName = ({ left, right }: PairReport): string => `${left}-${right}`;

function pairLeaf(pair: PairReport): Pick<RootNode, 'label' | 'description' | 'tooltip' | 'icon'> {
  const { mismatches, events, roots } = pair;
  const named =
    roots.length === 0 ? '' : `, root${roots.length === 1 ? '' : 's'} ${roots.join(', ')}`;
  const description =
    mismatches === 0
      ? `${String(events.matched)} events agree`
      : `${String(mismatches)} differ${named}`;
  const label = pairName(pair);
  const icon = mismatches === 0 ? 'check' : 'diff';
  return { label, description, tooltip: `${label}: ${description}`, icon };
}

function rootLeaf(
  root: SideRoot,
): Pick<RootNode, 'label' | 'description' | 'tooltip' | 'icon' | 'sideRoot'> {
  const { number, title, of, breaks, symbol, status, reason } = root;
  const pairs = breaks.map((pair) => pair.join('-'));
  const broken = pairs.length === 0 ? 'breaks no pair' : `breaks ${pairs.join(', ')}`;
  const whose = of.length === 0 ? 'inputs' : `of ${of.join(', ')}`;
  const parts = [broken, root.class, whose, symbol].filter((part) => part !== '');
  return {
    label: `${String(number)}  ${title}`,
    description: parts.join(', '),
    tooltip: `${title}\n${broken}\n${reason}`,
    icon: status === 'accepted' ? 'pass' : CAUSE_ICONS[root.class],
    sideRoot: number,
  };
}
