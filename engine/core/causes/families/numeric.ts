// Numbers: rounding of a named step, fees, slippage, ticks and lots, order of operations, and the numeric policy itself.
// A rule is proposed by the one row that departs; whether it is live's rule, the rows after it say.
import { ROUNDING_MODES, type RoundingMode, type RoundingStep } from '../../numeric/index.js';
import type { EventRecord, Intervention, Json } from '../../schema/index.js';
import type { Candidate, Family } from '../candidate.js';
import { distance, readings, solve } from '../decimal-solver.js';
import type { Investigation } from '../investigation.js';
import { tickTsOf } from './orders.js';
import { stepText } from './rounding-words.js';

const CLASS = 'numeric-policy-divergence';
type Trade = Extract<EventRecord, { kind: 'fill' | 'ledger' }>;
type Step = 'price' | 'notional' | 'fee' | 'pnl' | 'basis' | 'reducedSize' | 'balance';

/** Scales anybody rounds money, prices or sizes to. */
const SCALE_MAX = 12;
const BPS = 10_000;

/** A rule of the venue: tried on the departing tick first. */
export function rule(
  title: string,
  changes: readonly { readonly path: string; readonly value: Json }[],
  how: { readonly order: number; readonly freedom?: number; readonly class?: Candidate['class'] },
): Candidate {
  const interventions = changes.map(({ path, value }): Intervention => ({
    kind: 'venue-policy',
    path,
    value,
  }));
  return {
    class: how.class ?? CLASS,
    title,
    interventions,
    isRecorded: false,
    freedom: how.freedom ?? 1,
    fromTs: null,
    probe: { interventions, patches: [] },
    order: how.order,
  };
}

export const rulesFamily: Family = (investigation) => {
  const fields = new Set(tradeFields(investigation));
  const { live, replay } = investigation.departure;
  const hidden = isTrade(live ?? replay) ? [] : hiddenRules(investigation);
  if (fields.size === 0) return hidden;
  return [
    ...hidden,
    ...flips(investigation),
    ...fees(investigation, fields),
    ...slippages(investigation, fields),
    ...instruments(investigation, fields),
    ...roundings(investigation, fields),
  ];
};

function withoutProbe(candidate: Candidate, probeFromTs: number | null): Candidate {
  const { class: of, title, interventions, isRecorded, freedom, fromTs, order } = candidate;
  const plain = { class: of, title, interventions, isRecorded, freedom, fromTs, order };
  return probeFromTs === null ? plain : { ...plain, probeFromTs };
}

/** Rules that only show in what is decided later: the basis and the rest of a position are on no ledger row. */
function hiddenRules(investigation: Investigation): Candidate[] {
  const { departure, file, symbol } = investigation;
  if (!departure.fields.some(({ live, replay }) => (distance(live, replay) ?? 0) > 0)) return [];
  const opened = file.live
    .slice(0, departure.liveIndex)
    .findLast(
      (event) => event.kind === 'ledger' && event.symbol === symbol && event.action === 'OPEN',
    );
  const fromTs = opened === undefined ? null : tickTsOf(investigation, opened.ts);
  return [...roundings(investigation, new Set(['basis'])), ...flips(investigation).slice(1, 2)].map(
    (candidate) => withoutProbe(candidate, fromTs),
  );
}

/** Differing fields of the departing trade, and of state that follows from one. */
function tradeFields({ departure }: Investigation): readonly string[] {
  const { live, replay, fields } = departure;
  const event = live ?? replay;
  if (event?.kind === 'checkpoint') return fields.map(({ path }) => stateField(path));
  if (event === null || event.kind === 'decision' || departure.kind === 'order') return [];
  return departure.kind === 'field' ? fields.map(({ path }) => path.split('.')[0] ?? '') : ['size'];
}

function stateField(path: string): string {
  if (path === 'state.account.balance') return 'balance';
  if (path.endsWith('.entryPrice')) return 'price';
  return path.startsWith('state.positions.') && path.endsWith('.size') ? 'size' : '';
}

const isTrade = (event: EventRecord | null): event is Trade =>
  event !== null && (event.kind === 'fill' || event.kind === 'ledger');

/** The departing trade on both sides; undefined when it is not one both made. */
function trades({
  departure,
}: Investigation): { readonly live: Trade; readonly replay: Trade } | undefined {
  const { live, replay } = departure;
  return isTrade(live) && isTrade(replay) ? { live, replay } : undefined;
}

const isEntry = ({ action }: Trade): boolean => /^(open|add)$/i.test(action);

/** Choices between two ways of doing the same: no value is fitted. */
function flips({ settings }: Investigation): Candidate[] {
  const { venue } = settings;
  const other = <T extends string>(value: T, pair: readonly [T, T]): T =>
    value === pair[0] ? pair[1] : pair[0];
  const exit = other(venue.balance.onExit, ['net-then-add', 'pnl-then-fee']);
  const remainder = other(venue.reduce.remainder, ['scaled', 'subtract']);
  const bases = ['intent-notional', 'fill-notional'] as const;
  const entryBase = other(venue.fee.base.entry, [...bases]);
  const exitBase = other(venue.fee.base.exit, [...bases]);
  const at = other(venue.fill.at, ['bar-close', 'next-bar-open']);
  const candidates = [
    rule(
      `live books an exit ${exit === 'pnl-then-fee' ? 'profit first, then fee' : 'as profit less fee'}`,
      [{ path: 'balance.onExit', value: exit }],
      { order: 1, freedom: 0 },
    ),
    rule(
      `live computes what is left of a reduced position by ${remainder === 'subtract' ? 'subtraction' : 'scaling'}`,
      [{ path: 'reduce.remainder', value: remainder }],
      { order: 2, freedom: 0 },
    ),
    rule(
      `live charges entry fees on the ${words(entryBase)}`,
      [{ path: 'fee.base.entry', value: entryBase }],
      { order: 3, freedom: 0 },
    ),
    rule(
      `live charges exit fees on the ${words(exitBase)}`,
      [{ path: 'fee.base.exit', value: exitBase }],
      { order: 3, freedom: 0 },
    ),
    rule(
      `live charges fees on the ${words(entryBase)} at entry and the ${words(exitBase)} at exit`,
      [
        { path: 'fee.base.entry', value: entryBase },
        { path: 'fee.base.exit', value: exitBase },
      ],
      { order: 4, freedom: 0 },
    ),
  ];
  const late = rule(
    at === 'next-bar-open'
      ? "live's orders fill at the next bar's open, not at the close that gave the signal"
      : "live's orders fill at the close that gave the signal, not at the next bar's open",
    [{ path: 'fill.at', value: at }],
    { order: 5, class: 'deterministic-logic-divergence' },
  );
  // Orders under way stand in the state: only a run from the start has them.
  const { class: logic, title, interventions, isRecorded, freedom, fromTs, order } = late;
  return [
    ...candidates,
    { class: logic, title, interventions, isRecorded, freedom, fromTs, order },
  ];
}

const words = (text: string): string => text.replace('-', ' ');

function fees(investigation: Investigation, fields: ReadonlySet<string>): Candidate[] {
  if (!fields.has('fee') && !fields.has('feeParts') && !fields.has('balance')) return [];
  const pair = trades(investigation);
  if (pair === undefined || fields.has('price') || fields.has('size')) return [];
  const { settings, num } = investigation;
  const { live, replay } = pair;
  const candidates: Candidate[] = [];
  if (!solve(replay.fee).isZero()) {
    const ratio = solve(live.fee).div(solve(replay.fee));
    const rate = ratio.mul(solve(settings.venue.fee.rateBps));
    readings(num, rate, 'loose').forEach((value, index) => {
      candidates.push(
        rule(`live's fee rate is ${value} bps`, [{ path: 'fee.rateBps', value }], {
          order: 10 + index,
        }),
      );
    });
  }
  return [...candidates, ...feeParts(investigation, live, replay)];
}

/** A price cut to its digits leaves its slippage open by as much as the last of them is worth. */
function nearBps(bps: ReturnType<typeof solve>, price: string): readonly string[] {
  const digits = /\.(\d+)$/.exec(price)?.[1]?.length ?? 0;
  const worth = solve(`1e-${String(digits)}`)
    .div(solve(price))
    .mul(BPS)
    .toNumber();
  const reach = Math.min(NEAR_BPS_MAX, Math.ceil(worth * 2));
  const from = Math.round(bps.toNumber() * 2) / 2;
  const steps = Array.from({ length: reach * 4 + 1 }, (_, index) => from - reach + index / 2);
  return steps.map(String);
}

/** Further off it is no rounding of the price any more. */
const NEAR_BPS_MAX = 4;

/** Every part on its own: rates from the recorded parts, one way of rounding for all of them. */
function feeParts(investigation: Investigation, live: Trade, replay: Trade): Candidate[] {
  const { settings } = investigation;
  const { fee } = settings.venue;
  const known = fee.extra ?? [];
  const recorded = live.kind === 'fill' ? (live.feeParts ?? {}) : {};
  const names = Object.keys(recorded).filter((name) => name !== 'venue');
  const notional = solve(live.price).mul(solve(live.size));
  const parts =
    known.length > 0
      ? known.map(({ name, rateBps }) => ({
          name,
          rates: [rateBps, ...solvedRates(investigation, recorded[name], notional)],
        }))
      : names.map((name) => ({
          name,
          rates: solvedRates(investigation, recorded[name], notional),
        }));
  if (parts.length === 0 || replay.fee === '') return [];
  const count = Math.max(...parts.map(({ rates }) => rates.length));
  const candidates: Candidate[] = [];
  for (let choice = 0; choice < count; choice += 1) {
    for (const [index, step] of steps(investigation).entries()) {
      const extra = parts.map(({ name, rates }) => ({
        name,
        rateBps: rates[Math.min(choice, rates.length - 1)] ?? '0',
        rounding: step,
      }));
      const title = `live ${stepText(step)} every part of the fee separately (${extra.map(({ name }) => name).join(', ')} apart from the venue's)`;
      const value = extra as unknown as Json;
      candidates.push(
        rule(
          title,
          [
            { path: 'fee.extra', value },
            { path: 'rounding.fee', value: step },
          ],
          { order: 100 + choice + index / 1000, freedom: 2 },
        ),
        rule(title, [{ path: 'fee.extra', value }], { order: 99 + choice + index / 1000 }),
      );
    }
  }
  return candidates;
}

const solvedRates = (
  { num }: Investigation,
  part: string | undefined,
  notional: ReturnType<typeof solve>,
): readonly string[] =>
  part === undefined || notional.isZero()
    ? []
    : readings(num, solve(part).div(notional).mul(BPS), 'loose');

function slippages(investigation: Investigation, fields: ReadonlySet<string>): Candidate[] {
  const pair = trades(investigation);
  if (pair === undefined || !fields.has('price')) return [];
  const { settings, num } = investigation;
  const { live, replay } = pair;
  const end = isEntry(live) ? 'entry' : 'exit';
  const isBuy = (live.side === 'long') === isEntry(live);
  const own = solve(settings.venue.fill.slippageBps[end]).div(BPS);
  const factor = isBuy ? own.add(1) : solve('1').sub(own);
  if (factor.isZero()) return [];
  const reference = solve(replay.price).div(factor);
  if (reference.isZero()) return [];
  const other = solve(live.price).div(reference).sub(1).mul(BPS);
  const bps = isBuy ? other : other.neg();
  const both = settings.venue.fill.slippageBps[end === 'entry' ? 'exit' : 'entry'];
  return [...readings(num, bps, 'loose'), ...nearBps(bps, live.price)].flatMap((value, index) => [
    rule(
      `live's slippage at ${end} is ${value} bps`,
      [{ path: `fill.slippageBps.${end}`, value }],
      { order: 10 + index },
    ),
    ...(both === value
      ? []
      : [
          rule(
            `live's slippage is ${value} bps at entry and exit`,
            [{ path: 'fill.slippageBps', value: { entry: value, exit: value } }],
            { order: 11 + index },
          ),
        ]),
  ]);
}

const UNITS: readonly string[] = Array.from({ length: 10 }, (_, digits) =>
  digits === 0 ? '1' : `0.${'0'.repeat(digits - 1)}1`,
).flatMap((unit) => [unit, unit.replace(/1$/, '5')]);

function instruments(investigation: Investigation, fields: ReadonlySet<string>): Candidate[] {
  const { settings, symbol, file } = investigation;
  const what = fields.has('price') ? 'tickSize' : fields.has('size') ? 'lotSize' : null;
  if (what === null) return [];
  const none = { tickSize: '0', lotSize: '0', minNotional: '0' };
  const known = settings.venue.instruments;
  const noun = what === 'tickSize' ? 'price tick' : 'lot';
  return ['0', ...UNITS].flatMap((unit, index) => {
    const one = { ...known, [symbol]: { ...(known[symbol] ?? none), [what]: unit } };
    const all = Object.fromEntries(
      file.manifest.symbols.map((name) => [name, { ...(known[name] ?? none), [what]: unit }]),
    );
    return [
      rule(`live's ${noun} for ${symbol} is ${unit}`, [{ path: 'instruments', value: one }], {
        order: 30 + index,
      }),
      rule(`live's ${noun} is ${unit}`, [{ path: 'instruments', value: all }], {
        order: 31 + index,
      }),
    ];
  });
}

/** Modes in the order in which equal explanations are preferred. */
const MODES: readonly RoundingMode[] = [
  'half-up',
  'half-even',
  'down',
  'up',
  ...ROUNDING_MODES.filter((mode) => !['half-up', 'half-even', 'down', 'up'].includes(mode)),
];

function steps({ settings }: Investigation): readonly RoundingStep[] {
  // Under decimals both methods give the same.
  const methods = settings.numeric.kind === 'decimal' ? ['exact'] : ['exact', 'scaled'];
  const found: RoundingStep[] = [{ method: 'none' }];
  for (const method of methods as ('exact' | 'scaled')[])
    for (let scale = 0; scale <= SCALE_MAX; scale += 1)
      for (const rounding of MODES) found.push({ method, scale, rounding });
  return found;
}

const STEPS_OF: readonly (readonly [string, readonly Step[]])[] = [
  ['price', ['price', 'basis']],
  ['size', ['reducedSize']],
  ['fee', ['fee', 'notional']],
  ['pnl', ['pnl', 'basis']],
  ['balance', ['balance']],
  ['basis', ['basis']],
];

/** Steps a differing field can come from: those of the first such field in the order they are computed. */
function roundings(investigation: Investigation, fields: ReadonlySet<string>): Candidate[] {
  const found = STEPS_OF.find(([field]) => fields.has(field));
  if (found === undefined) return [];
  return found[1].flatMap((name, nameIndex) =>
    steps(investigation).map((step, index) =>
      rule(
        `live ${stepText(step)} the ${STEP_WORDS[name]}`,
        [{ path: `rounding.${name}`, value: step }],
        { order: 50 + nameIndex * 10 + index / 100 },
      ),
    ),
  );
}

const STEP_WORDS: Readonly<Record<Step, string>> = {
  price: 'fill price',
  notional: 'notional of a fill',
  fee: 'fee',
  pnl: 'realised profit',
  basis: 'entry basis of an added position',
  reducedSize: 'size of a reduced part',
  balance: 'balance',
};
