// A verification made by hand: one root a person accepted, one nobody did, one without a class, and texts that would
// break a report that does not escape them.
import type { EventRecord, Manifest, Residual } from '../../engine/core/schema/index.js';
import type { Explanation, Root } from '../../engine/host/replay/explanation.js';
import type { Mismatch, Opened, SourceRange } from '../../engine/host/replay/protocol.js';
import type { CaptureRun } from '../../engine/host/replay/run-capture.js';
import type { Verification } from '../../engine/host/replay/verification.js';
import { judge } from '../../engine/host/verify/judge.js';
import { smallParts, START_TS, tickTs } from './captures.js';

export const FOLDER = '/data/captures/small';
export const STRATEGY = '/data/strategy/entries.ts';
export const TODAY = '2026-11-26';
/** What a careless report would run, nest or break off at. */
export const NASTY = `<script>alert("x")</script> & 'quoted' ]]>`;

const HASH = '0123456789abcdef'.repeat(4);

export const manifestOf = (): Manifest => ({
  ...smallParts().manifest,
  files: {
    'snapshot.json': { sha256: HASH, rows: 1 },
    'market.jsonl': { sha256: HASH, rows: 8 },
    'events.jsonl': { sha256: HASH, rows: 4 },
  },
  sequence: { first: 1, last: 4 },
  venue: {
    ...smallParts().manifest.venue,
    instruments: {
      BTC: { tickSize: '0.5', lotSize: '0.001', minNotional: '0' },
      SOL: { tickSize: '0.01', lotSize: '0.1', minNotional: '0' },
    },
  },
});

const SITE: SourceRange = { file: STRATEGY, line: 12, column: 3, endLine: 14, endColumn: 5 };

const event = (seq: number): EventRecord => ({
  seq,
  ts: tickTs(1),
  prev: null,
  kind: 'ledger',
  symbol: 'BTC',
  action: 'OPEN',
  side: 'long',
  reason: 'entry_signal',
  price: '101.5',
  size: '1',
  fee: '0.05',
  pnl: '0',
  balance: '9999.95',
});

export const mismatchAt = (seq: number, more: Partial<Mismatch> = {}): Mismatch => ({
  kind: 'field',
  tick: 1,
  ts: tickTs(1),
  symbol: 'BTC',
  live: { seq, line: seq, event: event(seq) },
  replay: { seq: seq + 10, event: event(seq + 10) },
  fields: [{ path: 'fee', live: '0.0525', replay: '0.0535' }],
  site: SITE,
  message: 'ledger OPEN departs: fee 0.0525, not 0.0535',
  ...more,
});

/** A root with proof; tests change what they are about. */
export const rootOf = (number: number, more: Partial<Root> = {}): Root => ({
  id: String(number).repeat(12).slice(0, 12),
  number,
  class: 'non-simulatable-oms-effect',
  title: 'the venue filled the order of BTC in two parts',
  place: {
    tick: 1,
    ts: tickTs(1),
    symbol: 'BTC',
    kind: 'ledger',
    field: 'fee',
    live: { seq: number, line: number },
    replay: { seq: number + 10 },
    site: SITE,
  },
  fields: [{ path: 'fee', live: '0.0525', replay: '0.0535' }],
  interventions: [{ kind: 'venue-policy', path: 'fee.rateBps', value: '4.9' }],
  evidence: {
    strength: 'recorded',
    summary:
      'Substituted, it heals 1 of 3 mismatches: with it the replay equals live up to the next root.',
    facts: ['live recorded two fills'],
    healed: 1,
    trials: 7,
    equivalents: [],
  },
  doubts: [],
  toRecord: [],
  bridge: [],
  unsynchronised: [],
  mismatches: [number - 1],
  recurrences: [],
  effect: { count: 1, amount: '0.001' },
  ...more,
});

export const threeRoots = (): readonly Root[] => [
  rootOf(1),
  rootOf(2, {
    class: 'numeric-policy-divergence',
    title: `live's fee rate is ${NASTY}`,
    doubts: ['a second rate fits as well'],
    recurrences: [{ tick: 2, ts: tickTs(2), symbol: 'ETH' }],
  }),
  rootOf(3, {
    class: 'unclassified',
    title: 'BTC closes two ticks late',
    evidence: null,
    interventions: [],
    bridge: [
      {
        kind: 'adopt-state',
        tickTs: tickTs(2),
        fields: [{ path: 'account.balance', value: '9999.9' }],
      },
    ],
    toRecord: ['the bar of each decision'],
    unsynchronised: ['strategy.desks'],
    effect: { count: 1 },
  }),
];

export const explanationOf = (
  roots: readonly Root[],
  more: Partial<Explanation> = {},
): Explanation => ({
  report: {
    verdict: roots.length === 0 ? 'parity' : 'mismatch',
    reasons: [],
    events: { live: 4, replay: 4, matched: 4 - roots.length },
    byKind: { ledger: { live: 4, replay: 4, matched: 4 - roots.length } },
    mismatches: roots.map((_, index) => mismatchAt(index + 1)),
    failure: null,
    ticks: 4,
    bars: 8,
    elapsedMs: 12,
  },
  preconditions: [
    {
      name: 'strategy',
      status: 'waived',
      expected: HASH,
      found: null,
      message: 'Another strategy was asked for.',
      remedy: null,
    },
    {
      name: 'market',
      status: 'ok',
      expected: null,
      found: null,
      message: 'The market data is the recorded file.',
      remedy: null,
    },
  ],
  roots,
  unexplained: [],
  stopped: null,
  ticksSpent: 40,
  trials: 14,
  equity: [
    { ts: START_TS, live: '10000', replay: '10000' },
    { ts: tickTs(1), live: '9999.95', replay: '9999.9' },
    { ts: tickTs(3), live: '9999.9', replay: null },
  ],
  prices: [
    {
      symbol: 'BTC',
      points: [0, 1, 2, 3].map((index) => ({ ts: tickTs(index), close: String(100 + index) })),
    },
  ],
  inputs: { 'manifest.json': HASH, strategy: HASH },
  notes: [],
  ...more,
});

export const acceptance = (more: Partial<Residual> = {}): Residual =>
  ({
    class: 'non-simulatable-oms-effect',
    symbol: 'BTC',
    approver: 'Jane Roe',
    reason: `split fill ${NASTY}`,
    ceiling: { count: 1, amount: '0.001' },
    ...more,
  }) as Residual;

export const openedOf = (): Opened => ({
  manifest: manifestOf(),
  capture: FOLDER,
  strategyFiles: [STRATEGY],
  strategyId: 'small',
  tickTs: [0, 1, 2, 3].map(tickTs),
  reasons: {},
  gates: {},
  liveEvents: 4,
  coverage: manifestOf().coverage,
  numeric: { kind: 'decimal', precision: 20, rounding: 'half-up' },
  interventions: [],
  codeHash: HASH,
});

const runOf = (explanation: Explanation): CaptureRun => ({
  ...explanation.report,
  opened: openedOf(),
  issues: [],
  findings: [],
  watch: [STRATEGY],
});

/** Judged for real, so that a report shows what a verdict says. */
export function verificationOf(
  explanation: Explanation,
  residuals: readonly Residual[] | null = null,
): Verification {
  const registry =
    residuals === null
      ? null
      : { file: '/data/captures/lockstep.residuals.json', sha256: HASH, residuals };
  const { venue } = manifestOf();
  return {
    ...judge({ explanation, venue, registry, today: TODAY }),
    run: runOf(explanation),
    explanation,
    registry,
    today: TODAY,
    lanes: null,
  };
}
