// Departures from live as diagnostics: one for each place in the strategy that decided differently, naming the first
// departure there and how many there are, and one on each live event's line. Each links to the other.
import path from 'node:path';
import {
  DiagnosticSeverity,
  type Diagnostic,
  type DiagnosticRelatedInformation,
} from 'vscode-languageserver/node';
import type { Mismatch, SourceRange } from '../../engine/host/replay/protocol.js';
import type { DepartureData } from '../protocol.js';
import type { Replay } from '../replays.js';
import { plural } from '../texts.js';
import { EVENTS } from '../workspace-files.js';
import { sentence, SOURCE, type DiagnosticsByFile } from './by-file.js';
import type { Explain } from './findings.js';
import type { LiveRange } from './live-ranges.js';
import { rangeOf, siteLocation, START_OF_FILE, type UriOf } from './ranges.js';

/** More lines of one events file than this help nobody; the last one says how many follow. */
const EVENT_LINES_MAX = 100;
/** Links under one strategy line. */
const RELATED_MAX = 10;

export interface DepartureContext {
  readonly replay: Replay;
  /** Strategy file for departures whose place is unknown. */
  readonly entry: string | undefined;
  readonly uriOf: UriOf;
  readonly explain: Explain;
  readonly liveRange: LiveRange;
}

export function addDepartures(
  into: DiagnosticsByFile,
  mismatches: readonly Mismatch[],
  context: DepartureContext,
): void {
  const sites = groupBySite(mismatches);
  for (const group of sites.values()) {
    const file = group.site?.file ?? context.entry;
    if (file !== undefined) into.add(file, siteDiagnostic(group, context));
  }
  const onLines = mismatches.flatMap((mismatch) =>
    mismatch.live === null ? [] : { mismatch, live: mismatch.live },
  );
  const eventsFile = eventsPath(context.replay);
  into.add(
    eventsFile,
    ...onLines.slice(0, EVENT_LINES_MAX).map(({ mismatch, live }, index) => {
      const more = index === EVENT_LINES_MAX - 1 ? onLines.length - EVENT_LINES_MAX : 0;
      const range = context.liveRange(mismatch, live);
      return { ...lineDiagnostic(mismatch, more, context), range };
    }),
  );
}

export const eventsPath = ({ capture }: Replay): string => path.join(capture, EVENTS);

interface SiteGroup {
  readonly site: SourceRange | null;
  readonly first: Mismatch;
  readonly all: Mismatch[];
}

/** Departures of different kinds at one place stay apart: each kind has its own code. */
function groupBySite(mismatches: readonly Mismatch[]): ReadonlyMap<string, SiteGroup> {
  const groups = new Map<string, SiteGroup>();
  for (const mismatch of mismatches) {
    const { site, kind } = mismatch;
    const place = site === null ? '' : `${site.file}:${String(site.line)}:${String(site.column)}`;
    const key = `${kind} ${place}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { site, first: mismatch, all: [mismatch] });
    else group.all.push(mismatch);
  }
  return groups;
}

function siteDiagnostic({ site, first, all }: SiteGroup, context: DepartureContext): Diagnostic {
  const related = all.slice(0, RELATED_MAX).flatMap((mismatch) => liveLocation(mismatch, context));
  const count = all.length === 1 ? '' : ` ${plural(all.length, 'departure')} here in all.`;
  const unknown = site === null ? ' The decision behind it has no known place.' : '';
  return {
    ...diagnosticOf(first, context),
    range: site === null ? START_OF_FILE : rangeOf(site),
    message: `${describe(first, context)}${count}${unknown}`,
    relatedInformation: related,
  };
}

function lineDiagnostic(
  mismatch: Mismatch,
  more: number,
  context: DepartureContext,
): Omit<Diagnostic, 'range'> {
  const { site } = mismatch;
  const rest = more === 0 ? '' : ` ${plural(more, 'more departure')} below are not shown.`;
  const related = site === null ? [] : [decisionLocation(mismatch, site, context)];
  return {
    ...diagnosticOf(mismatch, context),
    message: `${describe(mismatch, context)}${rest}`,
    relatedInformation: related,
  };
}

function diagnosticOf(
  mismatch: Mismatch,
  { replay, explain }: DepartureContext,
): Pick<Diagnostic, 'source' | 'severity' | 'code' | 'codeDescription' | 'data'> {
  const code = `departure.${mismatch.kind}`;
  const { live, tick, symbol } = mismatch;
  const data: DepartureData = {
    replay: replay.name,
    tick,
    seq: (live ?? mismatch.replay)?.seq ?? 0,
    symbol,
    live: live === null ? null : { file: eventsPath(replay), line: live.line },
  };
  const codeDescription = explain(code);
  return {
    source: SOURCE,
    severity: severityOf(mismatch),
    code,
    data,
    ...(codeDescription === undefined ? {} : { codeDescription }),
  };
}

/** The same decision with the same money, explained by other gate values, is a warning; all else is an error. */
function severityOf({ kind, fields }: Mismatch): DiagnosticSeverity {
  const onlyTrace = fields.every(({ path: field }) => /^(gates|indicators)\b/.test(field));
  return kind === 'field' && onlyTrace ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error;
}

const describe = ({ message, tick, ts }: Mismatch, { replay }: DepartureContext): string =>
  `${sentence(message)} Tick ${String(tick)}, ${new Date(ts).toISOString().slice(0, 16)}Z, replay ${replay.name}.`;

function liveLocation(
  mismatch: Mismatch,
  { replay, uriOf, liveRange }: DepartureContext,
): DiagnosticRelatedInformation[] {
  const { live, tick, message } = mismatch;
  if (live === null) return [];
  const location = { uri: uriOf(eventsPath(replay)), range: liveRange(mismatch, live) };
  const text = `Live event ${String(live.seq)} at tick ${String(tick)}: ${message}`;
  return [{ location, message: text }];
}

function decisionLocation(
  { kind }: Mismatch,
  site: SourceRange,
  { uriOf }: DepartureContext,
): DiagnosticRelatedInformation {
  const message =
    kind === 'missing-in-replay'
      ? 'The replay decided this instead.'
      : 'The replay made its decision here.';
  return { location: siteLocation(site, uriOf), message };
}
