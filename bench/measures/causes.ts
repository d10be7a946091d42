// How long the search for causes takes: a faithful ledger against its plain replay, and one root of each class, with and
// without workers that help.
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import {
  startReplayClient,
  type BarRecord,
  type CauseClass,
  type EventDraft,
  type Explanation,
} from '../../engine/index.js';
import { botCapture, writeRecorded, type BotCapture, type LiveSide } from '../cause-capture.js';
import { median, rounded } from '../quantile.js';

export interface FaithfulTimes {
  readonly events: number;
  readonly ticks: number;
  readonly verdict: string;
  /** From the request to the answer, in a worker that has opened the capture and run nothing. Medians. */
  readonly runMs: number;
  readonly explainMs: number;
  readonly ratio: number;
}

export interface RootTimes {
  readonly cause: string;
  readonly expected: CauseClass;
  /** Of the roots that were found; more than one is a fault of its own. */
  readonly classes: readonly CauseClass[];
  readonly events: number;
  readonly ticks: number;
  readonly mismatches: number;
  readonly trials: number;
  readonly ticksSpent: number;
  readonly stopped: string | null;
  /** The request `explain` from start to end, the plain run included. */
  readonly aloneMs: number;
  readonly helpedMs: number;
  readonly helpers: number;
}

export interface CauseTimes {
  readonly faithful: Readonly<Record<string, FaithfulTimes>>;
  readonly roots: Readonly<Record<string, readonly RootTimes[]>>;
  /** The slowest of all roots, with helpers. */
  readonly slowestMs: number;
  readonly slowestRatio: number;
}

/** Both have about two thousand live events. */
export const RECORDINGS = {
  /** What most exports have: orders, what the venue made of them, and the rows. */
  ledger: {
    ticks: 1_000,
    coverage: { kinds: ['order', 'reject', 'fill', 'ledger'] },
    statesEvery: null,
  },
  /** What a recorder can keep: every decision with its bar, and a state a day. */
  full: {
    ticks: 360,
    coverage: {
      kinds: ['decision', 'intent', 'order', 'reject', 'fill', 'ledger', 'checkpoint'],
    },
    statesEvery: 24,
  },
} as const satisfies Readonly<Record<string, Parameters<typeof botCapture>[1]>>;

interface Planted {
  readonly name: string;
  readonly class: CauseClass;
  /** What live had otherwise; `events` are those of the faithful run. */
  readonly live: (bot: BotCapture, events: readonly EventDraft[]) => LiveSide;
}

export const PLANTED: readonly Planted[] = [
  {
    name: 'fee rounded down',
    class: 'numeric-policy-divergence',
    live: ({ parts: { manifest } }) => {
      const { venue } = manifest;
      const fee = { method: 'exact', scale: 6, rounding: 'down' } as const;
      const rounding = { ...venue.rounding, fee };
      return { parts: { manifest: { ...manifest, venue: { ...venue, rounding } } } };
    },
  },
  {
    name: 'one bar late',
    class: 'market-data-alignment-gap',
    live: ({ bars }) => ({ bars: oneBarLate(bars, 'ETH') }),
  },
  {
    name: 'balance one cent off',
    class: 'state-initialisation-gap',
    live: ({ parts: { snapshot } }) => ({
      parts: { snapshot: { ...snapshot, account: { balance: '10000.01' } } },
    }),
  },
  {
    name: 'order rejected',
    class: 'non-simulatable-oms-effect',
    live: (_bot, events) => ({ interventions: [rejection(events)] }),
  },
  {
    name: 'gate > for >=',
    class: 'deterministic-logic-divergence',
    live: () => ({
      files: {
        'entries.ts': (text) =>
          text.replace(
            `'confirm', tick.num(desk.aligned), '>='`,
            `'confirm', tick.num(desk.aligned), '>'`,
          ),
      },
    }),
  },
];

const middleOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(list.length / 2)];

/** From the middle of the window on each bar of the symbol has the prices of the one before. */
function oneBarLate(bars: readonly BarRecord[], symbol: string): readonly BarRecord[] {
  const from = middleOf(bars)?.openTs ?? 0;
  let before: BarRecord | undefined;
  return bars.map((bar) => {
    if (bar.symbol !== symbol) return bar;
    const { open, high, low, close, volume } = before ?? bar;
    before = bar;
    return bar.openTs < from ? bar : { ...bar, open, high, low, close, volume };
  });
}

/** The venue refuses the opening in the middle of the window. */
function rejection(events: readonly EventDraft[]) {
  const opening = middleOf(
    events.flatMap((event) => (event.kind === 'ledger' && event.action === 'OPEN' ? [event] : [])),
  );
  if (opening === undefined) throw new Error('nothing was opened');
  const { symbol, side, ts } = opening;
  return {
    kind: 'order-outcome' as const,
    symbol,
    side,
    placedTs: ts,
    action: 'open' as const,
    fills: [],
    reject: { reason: 'venue_rejected' },
  };
}

export async function measureCauses(root: string, runs: number): Promise<CauseTimes> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lockstep-bench-'));
  const faithful: Record<string, FaithfulTimes> = {};
  const roots: Record<string, RootTimes[]> = {};
  try {
    const dir = path.join(folder, 'capture');
    for (const [name, wanted] of Object.entries(RECORDINGS)) {
      const bot = await botCapture(root, wanted);
      const events = await writeRecorded(dir, bot);
      faithful[name] = await timeFaithful(dir, runs);
      const found: RootTimes[] = [];
      for (const planted of PLANTED) {
        await writeRecorded(dir, bot, planted.live(bot, events));
        found.push(await timeRoot(dir, planted));
      }
      roots[name] = found;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const all = Object.values(roots).flat();
  return {
    faithful,
    roots,
    slowestMs: Math.max(...all.map(({ helpedMs }) => helpedMs)),
    slowestRatio: Math.max(...Object.values(faithful).map(({ ratio }) => ratio)),
  };
}

async function timeFaithful(dir: string, runs: number): Promise<FaithfulTimes> {
  const runTimes: number[] = [];
  const explainTimes: number[] = [];
  let facts = { events: 0, ticks: 0, verdict: '' };
  for (let run = 0; run < runs; run += 1) {
    const plain = await timed(dir, (client) => client.request('run', {}));
    const { report } = (await timed(dir, (client) => client.request('explain', {}), explainTimes))
      .answer;
    runTimes.push(plain.ms);
    facts = { events: report.events.live, ticks: report.ticks, verdict: report.verdict };
  }
  const runMs = median(runTimes);
  const explainMs = median(explainTimes);
  return {
    ...facts,
    runMs: rounded(runMs),
    explainMs: rounded(explainMs),
    ratio: rounded(explainMs / runMs),
  };
}

async function timeRoot(dir: string, planted: Planted): Promise<RootTimes> {
  const helpers = Math.max(1, availableParallelism() - 1);
  const alone = await timed(dir, (client) => client.request('explain', { helpers: 0 }));
  const helped = await timed(dir, (client) => client.request('explain', { helpers }));
  const { report, roots, trials, ticksSpent, stopped }: Explanation = helped.answer;
  return {
    cause: planted.name,
    expected: planted.class,
    classes: roots.map((root) => root.class),
    events: report.events.live,
    ticks: report.ticks,
    mismatches: report.mismatches.length,
    trials,
    ticksSpent,
    stopped,
    aloneMs: rounded(alone.ms),
    helpedMs: rounded(helped.ms),
    helpers,
  };
}

/** One request to a fresh worker that has the capture open; opening is not measured. */
async function timed<T>(
  capture: string,
  ask: (client: ReturnType<typeof startReplayClient>) => Promise<T>,
  times: number[] = [],
): Promise<{ readonly answer: T; readonly ms: number }> {
  const client = startReplayClient();
  try {
    const { replay, issues } = await client.request('open', { capture });
    if (replay === null) throw new Error(issues[0]?.message ?? `${capture} cannot be replayed`);
    const startedAt = performance.now();
    const answer = await ask(client);
    const ms = performance.now() - startedAt;
    times.push(ms);
    return { answer, ms };
  } finally {
    await client.dispose();
  }
}
