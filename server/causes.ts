// What is known about one replay's causes, as the tree of roots shows it: texts and places, nothing to compute.
import type { Precondition, Root } from '../engine/host/replay/explanation.js';
import type { Mismatch } from '../engine/host/replay/protocol.js';
import { locatePrecondition, type DataPlace } from './diagnostics/data-places.js';
import { eventsPath } from './diagnostics/departures.js';
import { readOverrides } from './diagnostics/overrides.js';
import { mismatchesOf, whereText } from './diagnostics/roots.js';
import { placesOfRoots } from './explain-job.js';
import { healingText } from '../engine/host/replay/intervention-text.js';
import type { Explained, Outcome } from './outcome.js';
import type {
  CascadeItem,
  Causes,
  FilePlace,
  PreconditionItem,
  RootItem,
  ServerRequests,
} from './protocol.js';
import type { ReadText, Replay } from './replays.js';
import { minuteText } from './texts.js';

/** A page of a cascade that a client asks for is cut to this; a tree shows no more at once. */
const CASCADE_PAGE_MAX = 500;

export async function causesOf(
  { replay, explained }: Outcome,
  readText: ReadText,
): Promise<Causes> {
  const overrides = await readOverrides(replay, readText);
  const base = {
    replay: replay.name,
    overrides: overrides.map(({ index, text, place }) => ({ index, text, place })),
  };
  if (explained === null) {
    return { ...base, roots: [], preconditions: [], unexplained: null, notes: [] };
  }
  const { roots, preconditions, unexplained, stopped, notes } = explained.explanation;
  const places = await placesOfRoots(replay, explained.explanation, { readText });
  const told = preconditions.filter(({ status }) => status === 'failed' || status === 'waived');
  return {
    ...base,
    roots: roots.map((root) => rootItem(root, { replay, explained, places })),
    preconditions: await Promise.all(told.map((each) => preconditionItem(each, replay, readText))),
    unexplained:
      unexplained.length === 0
        ? null
        : { count: unexplained.length, reason: stopped ?? 'The search ended before them.' },
    notes,
  };
}

interface RootSurroundings {
  readonly replay: Replay;
  readonly explained: Explained;
  readonly places: ReadonlyMap<string, DataPlace>;
}

function rootItem(root: Root, { replay, explained, places }: RootSurroundings): RootItem {
  const { id, number, title, place, evidence, interventions } = root;
  const data = places.get(id);
  const acceptance = explained.acceptances.get(id);
  return {
    id,
    number,
    class: root.class,
    title,
    where: whereText(root),
    tick: place.tick,
    site: place.site,
    live: place.live === null ? null : { file: eventsPath(replay), line: place.live.line },
    recorded: data === undefined ? null : { file: data.file, line: data.range.start.line + 1 },
    evidence: evidence === null ? null : { ...evidence, equivalents: titlesOf(evidence) },
    healing: interventions.length === 0 ? null : healingText(interventions),
    doubts: root.doubts,
    toRecord: root.toRecord,
    unsynchronised: root.unsynchronised,
    recurrences: root.recurrences.length,
    cascade: Math.max(0, root.mismatches.length - 1),
    accepted: acceptance?.accepted === true ? acceptance.reason : null,
    refused: acceptance?.accepted === false ? acceptance.reason : null,
  };
}

const titlesOf = ({ equivalents }: NonNullable<Root['evidence']>): readonly string[] =>
  equivalents.map(({ title }) => title);

async function preconditionItem(
  precondition: Precondition,
  replay: Replay,
  readText: ReadText,
): Promise<PreconditionItem> {
  const { name, status, message, remedy } = precondition;
  const { file, range } = await locatePrecondition(name, { replay, readText });
  return { name, status, message, remedy, place: { file, line: range.start.line + 1 } };
}

export function cascadeOf(
  { replay, explained }: Outcome,
  { root: id, from, count }: ServerRequests['lockstep/cascade']['request'],
): readonly CascadeItem[] {
  const root = explained?.explanation.roots.find((each) => each.id === id);
  if (explained === null || root === undefined) return [];
  const following = mismatchesOf(root, explained.explanation.report.mismatches).slice(1);
  const length = Math.min(count, CASCADE_PAGE_MAX);
  return following.slice(from, from + length).map((mismatch) => cascadeItem(mismatch, replay));
}

function cascadeItem(
  { message, tick, ts, symbol, live, site }: Mismatch,
  replay: Replay,
): CascadeItem {
  const place: FilePlace | null =
    live === null ? null : { file: eventsPath(replay), line: live.line };
  const where = `tick ${String(tick)}, ${minuteText(ts)}${symbol === '' ? '' : `, ${symbol}`}`;
  return { text: message, where, tick, live: place, site };
}
