// Faithful recordings to put causes into: windows of the bench bot's run, most of them from its middle.
import type { Coverage, Json, Snapshot } from '../../../engine/core/schema/index.js';
import type { ReplayClient } from '../../../engine/host/replay/replay-client.js';
import { BOT_VENUE, botBars, botParts, randomBotParams } from '../bench-bot.js';
import { recordCapture, type RecordedParts } from '../recording.js';
import { seededRandom, type SeededRandom } from '../seeded-random.js';
import type { Richness, Scene, SceneNeeds } from './kind.js';

const TICKS = { min: 120, max: 220 };
const CHECKPOINT_TICKS = 20;
/** Starts looked at for one whose state is as a mutation needs it. */
const STARTS_MAX = 80;
/** Params tried for such a start. */
const PARAMS_MAX = 6;

/** Params known to reach every rule; the rest is drawn over the whole tree. */
const GOOD_PARAMS: readonly Json[] = [
  {},
  { entry: { max_positions: 3, max_entries_per_tick: 2 }, size: { max_margin_pct: '0.4' } },
  { entry: { cooldown_minutes: 240, confirm_bars: 1 }, exit: { on_cross: false } },
  { add: { min_profit_atr: '0', cooldown_minutes: 60 }, exit: { target_atr: '3' } },
  { exit: { trail_start_atr: '0.4', trail_distance_atr: '1.1' }, entry: { adx_min: '12' } },
];

const RICH = ['decision', 'intent', 'order', 'reject', 'fill', 'ledger', 'funding'] as const;

const COVERAGES: Readonly<Record<Richness, Coverage>> = {
  rich: { kinds: [...RICH] },
  'ledger-orders': { kinds: ['intent', 'order', 'reject', 'fill', 'ledger', 'funding'] },
  'decisions-without-bars': { kinds: [...RICH] },
  'no-checkpoints': { kinds: [...RICH] },
};

export async function drawScene(
  client: ReplayClient,
  seed: number,
  needs: SceneNeeds = {},
): Promise<Scene | null> {
  const random = seededRandom(seed);
  for (let attempt = 0; attempt < PARAMS_MAX; attempt += 1) {
    const scene = await tryScene(client, random, needs);
    if (scene !== null) return scene;
    if (needs.atStart === undefined) return null;
  }
  return null;
}

async function tryScene(
  client: ReplayClient,
  random: SeededRandom,
  needs: SceneNeeds,
): Promise<Scene | null> {
  const drawnParams = random.chance(0.7) ? random.pick(GOOD_PARAMS) : randomBotParams(random);
  const params = needs.params ?? drawnParams;
  const ticks = random.int((needs.ticks ?? TICKS).min, (needs.ticks ?? TICKS).max);
  const isBinary = random.chance(0.3);
  const fillAt = needs.fillAt ?? (random.chance(0.2) ? 'next-bar-open' : 'bar-close');
  const isAtClose = random.chance(0.3);
  const eventTime = needs.eventTime ?? (isAtClose ? 'bar-close' : 'bar-open');
  const last = botBars().length / Object.keys(BOT_VENUE.instruments).length - ticks;
  const isFromStart = random.chance(0.2);
  const begin = needs.begin ?? (isFromStart ? 'start' : 'middle');
  const middle = random.int(30, last);

  const bare = botParts(params);
  const numeric =
    needs.numeric ?? (isBinary ? ({ kind: 'binary64' } as const) : bare.manifest.numeric);
  const plain = { ...BOT_VENUE, eventTime, fill: { ...BOT_VENUE.fill, at: fillAt } };
  const venue = needs.venue === undefined ? plain : needs.venue(plain);
  const engine = { ...bare.manifest.engine, flags: needs.flags ?? {} };
  const base: RecordedParts = { ...bare, manifest: { ...bare.manifest, engine, numeric, venue } };

  const richness = needs.richness ?? 'rich';
  const hasCheckpoints =
    needs.checkpoints !== false && (richness === 'rich' || richness === 'decisions-without-bars');
  const coverage = COVERAGES[richness];
  const how = {
    coverage,
    decisionBars: richness === 'rich' || richness === 'no-checkpoints',
    ...(hasCheckpoints && { checkpointsEvery: CHECKPOINT_TICKS }),
    checkpointAtStart: hasCheckpoints,
    overlays: needs.overlays ?? {},
  };
  let first = begin === 'start' ? 0 : middle;
  if (needs.atStart !== undefined) {
    const states = await statesOf(client, base, { random, last, needs });
    const found = states.find(({ state }) => needs.atStart?.(state) === true);
    if (found === undefined) return null;
    first = found.ticks;
  }
  const parts = await recordCapture({ client, base, window: { first, ticks }, ...how });
  return {
    parts,
    coverage: parts.manifest.coverage,
    decisionBars: how.decisionBars,
    checkpointsEvery: hasCheckpoints ? CHECKPOINT_TICKS : null,
    checkpointAtStart: how.checkpointAtStart,
    tickTs: [...new Set(parts.bars.map(({ openTs }) => openTs))],
    overlays: how.overlays,
    drawn: JSON.stringify({ first, ticks, numeric, fillAt, eventTime, richness, params }),
  };
}

/** States at random places of the bot's run, from checkpoints of a recording of it. */
async function statesOf(
  client: ReplayClient,
  base: RecordedParts,
  how: { readonly random: SeededRandom; readonly last: number; readonly needs: SceneNeeds },
): Promise<readonly { readonly ticks: number; readonly state: Snapshot }[]> {
  // The recording leaves the whole run open on the client.
  await recordCapture({
    client,
    base,
    coverage: { kinds: ['ledger'] },
    window: { first: 0, ticks: how.last + 1 },
    overlays: how.needs.overlays ?? {},
  });
  const states: { ticks: number; state: Snapshot }[] = [];
  for (let count = 0; count < STARTS_MAX; count += 1) {
    const ticks = how.random.int(30, how.last);
    const state = JSON.parse(await client.request('snapshot', { ticks })) as Snapshot;
    states.push({ ticks, state });
    if (how.needs.atStart?.(state) === true) break;
  }
  return states;
}
