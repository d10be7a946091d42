// Records events as a bot would, in a process of its own: with the recorder, or with one JSON line appended a call.
// Usage: recorder-once.ts recorder|append-file FOLDER EVENTS
import { appendFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { header as exampleHeader } from '../examples/recorders/typescript/bot.js';
import { startRecorder, type RecordingDraft } from '../engine/host/recorder/index.js';

export interface RecordedOnce {
  /** Time the caller spent in each call, milliseconds. */
  readonly latencies: readonly number[];
  /** From the first call until everything is handed over, and until it is safe from a power loss. */
  readonly callsMs: number;
  readonly safeMs: number;
  readonly bytes: number;
  readonly lost: number;
  readonly syncs: number;
}

/** Calls between two turns of the event loop: a busy moment of a market. */
const BURST = 100;
const START_TS = 1_700_000_000_000;
const header: RecordingDraft = {
  ...exampleHeader,
  captureId: 'bench',
  intervalMs: 60_000,
  coverage: { kinds: ['decision'] },
};

const snapshot = {
  cursor: { lastTickTs: null, lastBarTs: {} },
  account: { balance: '1000' },
  positions: {},
  orders: [],
  counters: { nextOrderId: 1, ticks: 0 },
  lastClose: {},
  strategy: null,
} as const;

/** A decision with three gates and four indicators: what bots record most. */
const decisionOf = (index: number) => ({
  ts: START_TS + index,
  symbol: 'BTC',
  action: 'hold' as const,
  side: null,
  reason: 'wait',
  gates: ['trend', 'volume', 'spread'].map((name, gate) => ({
    name,
    value: 0.1 * (index % 1000) + gate,
    comparator: '>' as const,
    threshold: 50.5,
    passed: index % 1000 > 505,
  })),
  indicators: { ema: 100 + index / 7, atr: 1.25, adx: 23.75, rising: index % 2 === 0 },
});

interface Sink {
  readonly take: (index: number) => void;
  readonly end: () => Promise<Pick<RecordedOnce, 'lost' | 'syncs'>>;
}

async function recorderInto(folder: string): Promise<Sink> {
  const recorder = await startRecorder(folder, header, { fingerprint: 'bench', snapshot });
  return {
    take: (index) => {
      recorder.decision(decisionOf(index));
    },
    end: async () => {
      await recorder.close();
      return { lost: recorder.lost.events, syncs: recorder.syncs };
    },
  };
}

function appendInto(folder: string): Sink {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'events-000001.jsonl');
  return {
    take: (index) => {
      appendFileSync(file, `${JSON.stringify({ seq: index + 1, ...decisionOf(index) })}\n`);
    },
    end: () => Promise.resolve({ lost: 0, syncs: 0 }),
  };
}

async function record(how: string, folder: string, events: number): Promise<RecordedOnce> {
  const sink = how === 'recorder' ? await recorderInto(folder) : appendInto(folder);
  const latencies: number[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < events; index += 1) {
    const before = performance.now();
    sink.take(index);
    latencies.push(performance.now() - before);
    if (index % BURST === BURST - 1) await turn();
  }
  const callsMs = performance.now() - startedAt;
  const ended = await sink.end();
  const safeMs = performance.now() - startedAt;
  const names = readdirSync(folder).filter((name) => name.startsWith('events-'));
  const bytes = names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  return { latencies, callsMs, safeMs, bytes, ...ended };
}

const [how = '', folder = '', events = ''] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await record(how, folder, Number(events))));
