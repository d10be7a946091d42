// Brings the run back to live behind a root that nothing heals, so that the next root can be found: forced verdicts,
// adopted orders and states. A bridge is no explanation and is never shown as one.
import type { EventRecord, Intervention, Json, Patch } from '../schema/index.js';
import { tickTsOf } from './families/orders.js';
import { liveDecision, replayDecision, type Investigation } from './investigation.js';
import type { Budget } from './budget.js';
import { isVenues } from './venue-doing.js';
import type { Laboratory } from './laboratory.js';
import type { Excuse } from './trial.js';

export interface Bridge {
  readonly interventions: readonly Intervention[];
  readonly excused: readonly Excuse[];
  /** State it does not bring back. */
  readonly leaves: readonly string[];
}

/** A bridge that holds so long is good enough to tell bridges apart. */
const BRIDGE_TICKS = 6;

/** The bridge behind which both sides agree longest, within a few ticks. */
export async function crossBridge(
  lab: Laboratory,
  investigation: Investigation,
  budget: Budget,
): Promise<Bridge> {
  const { departure, file } = investigation;
  const untilTs = departure.ts + BRIDGE_TICKS * file.manifest.intervalMs;
  const options = bridges(investigation);
  const plain = options.at(-1) as Bridge;
  if (isMereReport(investigation)) {
    const bridge = await narrowed(plain, investigation, { lab, budget, untilTs });
    if (bridge !== plain) return bridge;
  }
  let best = plain;
  let furthest = -1;
  for (const bridge of options) {
    const { interventions, excused } = bridge;
    const [result] = await lab.walk([{ interventions, excused, fromTs: departure.ts, untilTs }]);
    budget.spend(result?.ticks ?? 0);
    if (result === undefined || result.failure !== null) continue;
    if (result.matched > furthest) {
      best = bridge;
      furthest = result.matched;
    }
    if (result.isClean) break;
  }
  return narrowed(best, investigation, { lab, budget, untilTs });
}

/** A decision that both sides made alike, and tell differently: nothing has to be brought back. */
const isMereReport = (investigation: Investigation): boolean =>
  investigation.departure.kind === 'field' &&
  investigation.departure.live?.kind === 'decision' &&
  forcedVerdicts(investigation).length === 0 &&
  !investigation.liveTick.some(({ kind }) => kind === 'checkpoint');

/** The same bridge with only the differing fields left out, unless the rest of the tick goes another way because of them. */
async function narrowed(
  bridge: Bridge,
  { departure, symbol, file }: Investigation,
  by: { readonly lab: Laboratory; readonly budget: Budget; readonly untilTs: number },
): Promise<Bridge> {
  const { kind, live, fields, ts } = departure;
  if (kind !== 'field' || live === null) return bridge;
  const event = { seq: live.seq, paths: fields.map(({ path }) => path) };
  const narrow = { ...bridge, excused: [{ ts, symbol, event }] };
  const { interventions, excused } = narrow;
  const { lab, budget, untilTs } = by;
  const [result] = await lab.walk([{ interventions, excused, fromTs: ts, untilTs }]);
  budget.spend(result?.ticks ?? 0);
  if (result === undefined || result.failure !== null) return bridge;
  const { departure: other } = result;
  const isElsewhere =
    other === null || other.ts > ts || symbolOf(other.live ?? other.replay) !== symbol;
  return isElsewhere || isVenues(other, file.coverage) ? narrow : bridge;
}

const symbolOf = (event: EventRecord | null): string =>
  event !== null && 'symbol' in event ? event.symbol : '';

type Ledger = Extract<EventRecord, { kind: 'ledger' }>;

function bridges(investigation: Investigation): readonly Bridge[] {
  const { departure, symbol } = investigation;
  const { ts } = departure;
  const excused = [{ ts, symbol }];
  const strategyState = ["the strategy's own state, which live did not record at this tick"];
  if (departure.live?.kind === 'checkpoint')
    return [
      {
        interventions: adoption(investigation, departure.live),
        excused: [{ ts, symbol: '' }],
        leaves: [],
      },
    ];
  const verdicts = forcedVerdicts(investigation);
  const orders = adoptedOrders(investigation);
  const checkpoint = investigation.liveTick.find((event) => event.kind === 'checkpoint');
  const state = checkpoint?.kind === 'checkpoint' ? adoption(investigation, checkpoint) : [];
  const whole = [...excused, { ts, symbol: '' }];
  return [
    ...(state.length > 0 ? [{ interventions: state, excused: whole, leaves: [] }] : []),
    ...(verdicts.length > 0 ? [{ interventions: verdicts, excused, leaves: [] }] : []),
    ...(verdicts.length > 0 && orders.length > 0
      ? [{ interventions: [...verdicts, ...orders], excused, leaves: [] }]
      : []),
    ...(orders.length > 0 ? [{ interventions: orders, excused, leaves: strategyState }] : []),
    { interventions: [], excused, leaves: strategyState },
  ];
}

/** Everything a recorded state says, set after its tick. */
function adoption(
  { departure }: Investigation,
  recorded: Extract<EventRecord, { kind: 'checkpoint' }>,
): readonly Intervention[] {
  const { account, positions, orders, strategy } = recorded.state;
  const fields: Patch[] = [
    ...(account === undefined ? [] : [{ path: 'account.balance', value: account.balance }]),
    ...(positions === undefined
      ? []
      : [{ path: 'positions', value: positions as unknown as Json }]),
    ...(orders === undefined ? [] : [{ path: 'orders', value: orders as unknown as Json }]),
    ...(strategy === undefined ? [] : [{ path: 'strategy', value: strategy }]),
  ];
  return fields.length === 0 ? [] : [{ kind: 'adopt-state', tickTs: departure.ts, fields }];
}

/** Gates of the departing symbol that live judged otherwise. */
function forcedVerdicts(investigation: Investigation): readonly Intervention[] {
  const { symbol, departure } = investigation;
  const live = liveDecision(investigation, symbol);
  const replay = replayDecision(investigation, symbol);
  if (live === undefined || replay === undefined) return [];
  return live.gates.flatMap((gate): Intervention[] => {
    const partner = replay.gates.findLast(({ name }) => name === gate.name);
    if (partner === undefined || partner.passed === gate.passed) return [];
    const { name, passed } = gate;
    return [{ kind: 'gate-verdict', tickTs: departure.ts, symbol, gate: name, passed }];
  });
}

/** Live's trades of the symbol on this tick instead of the replay's. */
function adoptedOrders(investigation: Investigation): readonly Intervention[] {
  const { symbol, departure, scene, liveTick } = investigation;
  const own = (event: EventRecord): event is Ledger =>
    event.kind === 'ledger' && event.symbol === symbol;
  const live = liveTick.filter(own);
  const replay = scene.events.map(({ event }) => event).filter(own);
  const adopted = replay.map((row): Intervention => {
    const partner = live.find(({ action, side }) => action === row.action && side === row.side);
    return {
      kind: 'order-outcome',
      symbol,
      placedTs: departure.ts,
      action: row.action.toLowerCase() as 'open' | 'add' | 'reduce' | 'close',
      side: row.side,
      reject: null,
      fills:
        partner === undefined
          ? []
          : [
              {
                tickTs: tickTsOf(investigation, partner.ts),
                ts: partner.ts,
                price: partner.price,
                size: partner.size,
                fee: partner.fee,
              },
            ],
    };
  });
  const missing = live.filter(
    (row) => !replay.some(({ action, side }) => action === row.action && side === row.side),
  );
  if (missing.length === 0) return adopted;
  const records = missing.map((row) => ({ ...row, prev: null }));
  return [...adopted, { kind: 'venue-event', tickTs: departure.ts, at: 'after', records }];
}
