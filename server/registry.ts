// The registry of accepted residuals as the editor uses it: what it says about each root, and a new entry in it.
import {
  LASTING_CLASS,
  parseResiduals,
  type Residuals,
  type VenuePolicy,
} from '../engine/core/schema/index.js';
import type { Explanation, Root } from '../engine/host/replay/explanation.js';
import { judge } from '../engine/host/verify/judge.js';
import { registryBeside } from '../engine/host/verify/registry-file.js';
import { NOTHING_ACCEPTED, type Acceptances } from './acceptances.js';
import { GONE, type EditTools } from './capture-edits.js';
import type { Explained, Outcome } from './outcome.js';
import type { Acceptance, Written } from './protocol.js';
import type { ReadText, Replay } from './replays.js';
import { rewriteDocument } from './write-document.js';

export interface RegistryTools {
  readonly readText: ReadText;
  /** `2026-01-24`. */
  readonly today: () => string;
}

const EMPTY: Residuals = { schemaVersion: 1, residuals: [] };

/** What the registry beside the capture says. One that cannot be used accepts nothing. */
export async function readAcceptances(
  replay: Replay,
  { explanation, venue }: { readonly explanation: Explanation; readonly venue: VenuePolicy },
  { readText, today }: RegistryTools,
): Promise<Acceptances> {
  const file = registryBeside(replay.capture);
  const text = await readText(file);
  if (text === undefined) return NOTHING_ACCEPTED;
  const { value: registry, issues } = parseResiduals(text, file);
  if (registry === undefined) {
    const reason = `the registry cannot be used: ${issues[0]?.message ?? file}`;
    return new Map(explanation.roots.map(({ id }) => [id, { accepted: false, reason }]));
  }
  const { judgements } = judge({
    explanation,
    registry,
    today: today(),
    venue,
  });
  return new Map(
    judgements.flatMap(({ rootId, status, reason, entry }) =>
      entry === null ? [] : [[rootId, { accepted: status === 'accepted', reason }] as const],
    ),
  );
}

/** Adds an entry for a root; its ceilings are what differs today, so that more of it fails again. */
export async function acceptRoot(
  { replay, explained }: Outcome,
  acceptance: Acceptance,
  { readText, isUnsaved }: EditTools,
): Promise<Written> {
  const root = rootOf(explained, acceptance.root);
  if (root === undefined) return { problem: GONE };
  if (root.class === 'unclassified')
    return { problem: 'A root without a class cannot be accepted: nobody knows what it is.' };
  if (acceptance.expires === null && root.class !== LASTING_CLASS)
    return { problem: `A root of class ${root.class} is accepted until a day only: give one.` };
  const file = registryBeside(replay.capture);
  return rewriteDocument({
    file,
    text: await readText(file),
    isUnsaved: await isUnsaved(file),
    empty: EMPTY,
    parse: parseResiduals,
    change: (document) => ({
      ...document,
      residuals: [...document.residuals, entryOf(root, acceptance)],
    }),
    lineOf: (text) => text.split('\n').findLastIndex((line) => line.includes('"root"')) + 1,
  });
}

const rootOf = (explained: Explained | null, id: string): Root | undefined =>
  explained?.explanation.roots.find((root) => root.id === id);

function entryOf(root: Root, acceptance: Acceptance): Residuals['residuals'][number] {
  const { approver, reason, expires } = acceptance;
  const { count, price, size, amount } = root.effect;
  return {
    class: root.class,
    root: root.id,
    approver,
    reason,
    ...(expires === null ? {} : { expires }),
    ceiling: {
      count,
      ...(price === undefined ? {} : { price, priceUnit: 'quote' }),
      ...(size === undefined ? {} : { size, sizeUnit: 'base' }),
      ...(amount === undefined ? {} : { amount }),
    },
  } as Residuals['residuals'][number];
}
