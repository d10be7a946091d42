// From what a capture states to a run that can start: interventions applied, numbers bound, the state at the start.
import type { MarketTick } from '../model/index.js';
import type { BarRecord, Intervention, Snapshot } from '../schema/index.js';
import { applyToSettings } from './apply.js';
import { changeMarket } from './market-changes.js';
import { marketTicks } from './market-ticks.js';
import type { Build } from './program.js';
import { prepareSession, ReplaySession, type SessionParts } from './replay-session.js';
import type { RunSettings } from './run-settings.js';

export interface RunData {
  readonly bars: readonly BarRecord[];
  readonly snapshot: Snapshot;
  /** All revisions of the bars that have several. */
  readonly revisions?: readonly BarRecord[];
  readonly interventions?: readonly Intervention[];
  /** The run ends with this tick at the latest; absent: with the last one. */
  readonly untilTs?: number;
}

export interface PreparedRun {
  /** With every intervention applied. */
  readonly settings: RunSettings;
  readonly parts: SessionParts;
  /** As recorded, before interventions on the market. */
  readonly recorded: readonly MarketTick[];
  /** The run's own: a recording that grows adds to them. */
  readonly ticks: MarketTick[];
  readonly session: ReplaySession;
  readonly start: Snapshot;
}

/** `known` is another run of the same strategy over the same data: what both have in common is not made again. */
// eslint-disable-next-line max-params -- what is known of another run is an optimisation beside the three that define it
export function prepareRun(
  build: Build,
  stated: RunSettings,
  data: RunData,
  known?: PreparedRun,
): PreparedRun {
  const interventions = data.interventions ?? [];
  const settings = applyToSettings(stated, interventions);
  const parts = prepareSession(build.strategy, settings, build.runtime.probe, known);
  const { num } = parts;
  const { symbols } = settings;
  const recorded = num === known?.parts.num ? known.recorded : marketTicks(num, symbols, data.bars);
  const revisions = data.revisions ?? [];
  const until = data.untilTs === undefined ? {} : { untilTs: data.untilTs };
  const market = { num, symbols, ticks: recorded, revisions, ...until };
  const ticks = [...changeMarket(market, interventions)];
  const session = new ReplaySession(parts, ticks, settings.end);
  const start = session.materialise(data.snapshot, settings.startPatches ?? []);
  return { settings, parts, recorded, ticks, session, start };
}
