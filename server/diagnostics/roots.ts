// Root causes as diagnostics: one for each root, where the strategy decided what it is about, with class, evidence and
// what heals it. What follows from a root is counted there; its lines in the capture carry hints and no problems.
import {
  DiagnosticSeverity,
  type Diagnostic,
  type DiagnosticRelatedInformation,
  type Location,
  type Range,
} from 'vscode-languageserver/node';
import type { CauseClass, Root } from '../../engine/host/replay/explanation.js';
import type { Mismatch } from '../../engine/host/replay/protocol.js';
import type { Acceptance } from '../acceptances.js';
import { healingText } from '../../engine/host/replay/intervention-text.js';
import type { Explained } from '../outcome.js';
import type { RootData } from '../protocol.js';
import { minuteText, plural } from '../texts.js';
import { sentence, SOURCE, type DiagnosticsByFile } from './by-file.js';
import type { DataPlace } from './data-places.js';
import { addDepartures, eventsPath, type DepartureContext } from './departures.js';
import { lineRange, rangeOf, siteLocation, START_OF_FILE } from './ranges.js';

/** Links to what follows from a root; the tree of roots has them all. */
const CASCADE_LINKS_MAX = 10;
/** Lines of events.jsonl that carry a hint for each root; more would only colour the file. */
const CASCADE_HINTS_MAX = 100;
/** Facts and doubts shown in a message; the tree has the rest. */
const LINES_MAX = 4;

export interface RootContext extends DepartureContext {
  /** By root id. */
  readonly places: ReadonlyMap<string, DataPlace>;
}

/** Unclassified is the worst: nobody knows what it is. What cannot be simulated is nobody's mistake. */
export const ROOT_SEVERITIES: Readonly<Record<CauseClass, DiagnosticSeverity>> = {
  'deterministic-logic-divergence': DiagnosticSeverity.Error,
  unclassified: DiagnosticSeverity.Error,
  'numeric-policy-divergence': DiagnosticSeverity.Warning,
  'state-initialisation-gap': DiagnosticSeverity.Warning,
  'market-data-alignment-gap': DiagnosticSeverity.Warning,
  'non-simulatable-oms-effect': DiagnosticSeverity.Information,
};

export function addRoots(
  into: DiagnosticsByFile,
  { explanation, acceptances }: Explained,
  context: RootContext,
): void {
  const { roots, report, unexplained } = explanation;
  for (const root of roots) {
    const acceptance = acceptances.get(root.id);
    addRoot(into, { root, acceptance, mismatches: mismatchesOf(root, report.mismatches) }, context);
  }
  addDepartures(
    into,
    unexplained.flatMap((index) => report.mismatches[index] ?? []),
    context,
  );
}

/** The root's own events first, then its cascade. */
export const mismatchesOf = (root: Root, all: readonly Mismatch[]): readonly Mismatch[] =>
  root.mismatches.flatMap((index) => all[index] ?? []);

interface ShownRoot {
  readonly root: Root;
  readonly acceptance: Acceptance | undefined;
  readonly mismatches: readonly Mismatch[];
}

function addRoot(into: DiagnosticsByFile, shown: ShownRoot, context: RootContext): void {
  const { root } = shown;
  const places = placesOf(root, context);
  const [main, ...others] = places;
  if (main === undefined) return;
  const diagnostic = diagnosticOf(shown, context);
  const related = [
    ...others.map(({ location, message }) => ({ location, message })),
    ...cascadeLinks(shown, context),
  ];
  into.add(main.file, { ...diagnostic, range: main.location.range, relatedInformation: related });
  for (const place of others) {
    into.add(place.file, {
      ...diagnostic,
      range: place.location.range,
      severity: DiagnosticSeverity.Hint,
      relatedInformation: places
        .filter((each) => each !== place)
        .map(({ location, message }) => ({ location, message })),
    });
  }
  addCascadeHints(into, shown, { context, main: main.location });
}

interface RootLocation extends DiagnosticRelatedInformation {
  readonly file: string;
}

/** The strategy line, the data, the live event: the first there is carries the problem, the others a hint. */
function placesOf(root: Root, context: RootContext): readonly RootLocation[] {
  const { uriOf, replay, entry, places } = context;
  const { site, live } = root.place;
  const found: RootLocation[] = [];
  const add = (file: string, range: Range, message: string): void => {
    found.push({ file, location: { uri: uriOf(file), range }, message });
  };
  if (site !== null) add(site.file, rangeOf(site), 'The replay decided here.');
  const data = places.get(root.id);
  if (data !== undefined) add(data.file, data.range, 'What heals it is about this.');
  if (live !== null) {
    const text = `Live event ${String(live.seq)} at tick ${String(root.place.tick)}.`;
    add(eventsPath(replay), lineRange(live.line), text);
  }
  if (found.length === 0 && entry !== undefined) add(entry, START_OF_FILE, 'The strategy.');
  return found;
}

function diagnosticOf(
  shown: ShownRoot,
  { replay, explain }: RootContext,
): Omit<Diagnostic, 'range'> {
  const { root, acceptance } = shown;
  const { place } = root;
  const isAccepted = acceptance?.accepted === true;
  const data: RootData = {
    replay: replay.name,
    tick: place.tick,
    seq: (place.live ?? place.replay)?.seq ?? 0,
    symbol: place.symbol,
    live: place.live === null ? null : { file: eventsPath(replay), line: place.live.line },
    root: root.id,
    class: root.class,
    isHealable: root.interventions.length > 0,
    isAccepted,
  };
  const codeDescription = explain(root.class);
  return {
    source: SOURCE,
    code: root.class,
    severity: isAccepted ? DiagnosticSeverity.Hint : ROOT_SEVERITIES[root.class],
    message: messageOf(shown, replay.name),
    data,
    ...(codeDescription === undefined ? {} : { codeDescription }),
  };
}

/** What, why, what heals it, what follows, where: a line each, so that the first one alone makes sense. */
function messageOf({ root, acceptance, mismatches }: ShownRoot, replay: string): string {
  const { evidence, interventions, doubts, toRecord, unsynchronised } = root;
  const following = mismatches.length - 1;
  const follow = following === 1 ? 'follows' : 'follow';
  const again = root.recurrences.length;
  return [
    sentence(root.title),
    ...(acceptance === undefined ? [] : [sentence(acceptance.reason)]),
    ...(evidence === null ? ['No class has been proven.'] : [sentence(evidence.summary)]),
    ...(interventions.length === 0 ? [] : [`Healed by: ${healingText(interventions)}.`]),
    ...some(doubts, 'Doubt'),
    ...some(toRecord, 'To tell it next time, record'),
    ...some(unsynchronised, 'Not brought back to live'),
    ...(again === 0 ? [] : [`The same cause shows at ${plural(again, 'further place')}.`]),
    ...(following < 1 ? [] : [`${plural(following, 'further mismatch', 'es')} ${follow} from it.`]),
    `Root ${String(root.number)} of replay ${replay}, ${whereText(root)}.`,
  ].join('\n');
}

function some(lines: readonly string[], heading: string): readonly string[] {
  const more = lines.length - LINES_MAX;
  const shown = lines.slice(0, LINES_MAX).map((line) => `${heading}: ${sentence(line)}`);
  return more > 0 ? [...shown, `${heading}: ${String(more)} more.`] : shown;
}

/** `tick 249, 2026-02-07 09:00 UTC, SOL, price`. */
export function whereText({ place }: Root): string {
  const { tick, ts, symbol, field } = place;
  const parts = [`tick ${String(tick)}`, minuteText(ts), symbol, field ?? ''];
  return parts.filter((part) => part !== '').join(', ');
}

function cascadeLinks(
  { mismatches }: ShownRoot,
  context: RootContext,
): readonly DiagnosticRelatedInformation[] {
  const links = mismatches.slice(1).flatMap((mismatch) => {
    const location = locationOf(mismatch, context);
    const text = `Follows, at tick ${String(mismatch.tick)}: ${mismatch.message}`;
    return location === undefined ? [] : [{ location, message: text }];
  });
  const shown = links.slice(0, CASCADE_LINKS_MAX);
  const [last] = shown.slice(-1);
  const more = links.length - shown.length;
  if (last === undefined || more === 0) return shown;
  return [
    ...shown.slice(0, -1),
    { ...last, message: `${last.message} (${String(more)} more are in the view Roots)` },
  ];
}

function locationOf(
  { live, site }: Mismatch,
  { replay, uriOf }: RootContext,
): Location | undefined {
  if (live !== null) return { uri: uriOf(eventsPath(replay)), range: lineRange(live.line) };
  return site === null ? undefined : siteLocation(site, uriOf);
}

function addCascadeHints(
  into: DiagnosticsByFile,
  { root, mismatches }: ShownRoot,
  { context, main }: { readonly context: RootContext; readonly main: Location },
): void {
  const back = [{ location: main, message: `Root ${String(root.number)}: ${root.title}` }];
  const own = root.place.live?.line;
  const lines = mismatches.flatMap((mismatch) =>
    mismatch.live === null || mismatch.live.line === own ? [] : { mismatch, live: mismatch.live },
  );
  into.add(
    eventsPath(context.replay),
    ...lines.slice(0, CASCADE_HINTS_MAX).map(({ mismatch, live }): Diagnostic => ({
      source: SOURCE,
      severity: DiagnosticSeverity.Hint,
      code: root.class,
      message: `Follows from root ${String(root.number)}, ${root.title}: ${sentence(mismatch.message)}`,
      range: context.liveRange(mismatch, live),
      data: { replay: context.replay.name, tick: mismatch.tick },
      relatedInformation: back,
    })),
  );
}
