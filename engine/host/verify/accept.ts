// Roots against the registry's entries. An entry is consumed: its count is shared by all the roots it accepts.
import { LASTING_CLASS, type Residual, type VenuePolicy } from '../../core/schema/index.js';
import type { Explanation, Root } from '../replay/explanation.js';
import type { Judgement, RegistryNote, RegistryUsed } from '../replay/verification.js';
import { excesses } from './ceiling.js';

export interface JudgeInput {
  readonly explanation: Explanation;
  /** For ticks and lots. */
  readonly venue: VenuePolicy;
  readonly registry: Pick<RegistryUsed, 'residuals'> | null;
  /** YYYY-MM-DD. */
  readonly today: string;
}

export interface JudgedRoots {
  /** One for each root, in their order. */
  readonly judgements: readonly Judgement[];
  readonly registryNotes: readonly RegistryNote[];
}

/** An entry, and what of it the roots used. */
interface Ledger {
  readonly entry: number;
  readonly residual: Residual;
  readonly isExpired: boolean;
  accepted: number;
  /** Events of the roots it accepted. */
  events: number;
  readonly exceeded: string[];
}

export function judgeRoots(input: JudgeInput): JudgedRoots {
  const { explanation, registry, today } = input;
  const ledgers = (registry?.residuals ?? []).map((residual, entry): Ledger => {
    const isExpired = residual.expires !== undefined && residual.expires < today;
    return { entry, residual, isExpired, accepted: 0, events: 0, exceeded: [] };
  });
  const judgements = explanation.roots.map((root) => judgeRoot(input, { root, ledgers }));
  return { judgements, registryNotes: ledgers.flatMap((ledger) => noteOn(ledger)) };
}

function judgeRoot(
  input: JudgeInput,
  { root, ledgers }: { readonly root: Root; readonly ledgers: readonly Ledger[] },
): Judgement {
  const matching = ledgers.filter(({ residual }) => fits(residual, root));
  const valid = matching.filter(({ isExpired }) => !isExpired);
  const refusals: { readonly ledger: Ledger; readonly why: string }[] = [];
  // An entry that names the root itself speaks before one that covers many.
  for (const ledger of [...valid].sort((a, b) => rank(a) - rank(b))) {
    const over = above(input, root, ledger);
    if (over.length === 0) return accept(root, ledger);
    refusals.push({ ledger, why: over.join('; ') });
  }
  for (const { ledger, why } of refusals)
    ledger.exceeded.push(`root ${String(root.number)}: ${why}`);
  const [first] = refusals;
  if (first !== undefined) return reject(root, `above its ceiling: ${first.why}`, first.ledger);
  const [old] = matching;
  if (old !== undefined) return reject(root, `expired on ${old.residual.expires ?? ''}`, old);
  return reject(root, absent(root), null);
}

const rank = ({ residual }: Ledger): number => (residual.root === undefined ? 1 : 0);

/** All that an entry names must fit. `unclassified` is no class an entry can have. */
function fits(residual: Residual, root: Root): boolean {
  const { place } = root;
  return (
    residual.class === root.class &&
    (residual.root === undefined || residual.root === root.id) &&
    (residual.symbol === undefined || residual.symbol === place.symbol) &&
    (residual.kind === undefined || residual.kind === place.kind) &&
    (residual.field === undefined || residual.field === place.field)
  );
}

function above({ venue }: JudgeInput, root: Root, ledger: Ledger): readonly string[] {
  const { effect, place } = root;
  const { ceiling } = ledger.residual;
  const events = ledger.events + effect.count;
  const shared = ledger.events === 0 ? '' : ' with the roots before it';
  return [
    ...(events > ceiling.count
      ? [`${counted(events)} differ${shared}; the ceiling is ${String(ceiling.count)}`]
      : []),
    ...excesses({ effect, symbol: place.symbol, venue }, ceiling),
  ];
}

const counted = (events: number): string => (events === 1 ? '1 event' : `${String(events)} events`);

function accept(root: Root, ledger: Ledger): Judgement {
  ledger.accepted += 1;
  ledger.events += root.effect.count;
  const { approver, expires } = ledger.residual;
  const until = expires === undefined ? 'without expiry' : `until ${expires}`;
  const reason = `accepted by ${approver} ${until}`;
  return { rootId: root.id, status: 'accepted', reason, entry: ledger.entry };
}

const reject = (root: Root, reason: string, ledger: Ledger | null): Judgement => ({
  rootId: root.id,
  status: 'rejected',
  reason,
  entry: ledger?.entry ?? null,
});

function absent(root: Root): string {
  if (root.class === 'unclassified')
    return 'not classified, and what is not classified is never accepted';
  return root.class === LASTING_CLASS
    ? 'not audited: nobody accepted it in the registry'
    : 'not in the registry';
}

function noteOn(ledger: Ledger): readonly RegistryNote[] {
  const { entry, residual, isExpired, exceeded } = ledger;
  const name = `entry ${String(entry + 1)} (${residual.class}, ${residual.approver})`;
  if (isExpired) {
    const message = `${name} expired on ${residual.expires ?? ''}`;
    return [{ entry, kind: 'expired', message }];
  }
  if (exceeded.length > 0) {
    return [
      { entry, kind: 'exceeded', message: `${name} is exceeded by ${exceeded.join('; by ')}` },
    ];
  }
  if (ledger.accepted > 0) return [];
  return [{ entry, kind: 'unused', message: `${name} accepts nothing here` }];
}
