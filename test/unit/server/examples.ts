// Small values for tests of the server's pure parts.
import type {
  Mismatch,
  Opened,
  ReplayReport,
  SourceRange,
} from '../../../engine/host/replay/protocol.js';
import type { EventRecord } from '../../../engine/core/schema/index.js';
import type { Replay } from '../../../server/replays.js';

export const REPLAY: Replay = {
  name: 'base',
  capture: '/project/captures/base',
  strategy: '/project/strategy/index.ts',
};

export const site = (line: number, file = '/project/strategy/exits.ts'): SourceRange => ({
  file,
  line,
  column: 3,
  endLine: line,
  endColumn: 12,
});

const EVENT = {} as EventRecord;

/** A departure whose live event stands on a line of the same number as its sequence. */
export const departure = (seq: number, change: Partial<Mismatch> = {}): Mismatch => ({
  kind: 'field',
  tick: seq * 10,
  ts: 1_769_259_600_000,
  symbol: 'BTC',
  live: { seq, line: seq, event: EVENT },
  replay: { seq, event: EVENT },
  fields: [{ path: 'price', live: '1', replay: '2' }],
  site: site(7),
  message: `event ${String(seq)} departs`,
  ...change,
});

export const report = (mismatches: readonly Mismatch[]): ReplayReport => ({
  verdict: mismatches.length === 0 ? 'parity' : 'mismatch',
  reasons: [],
  events: { live: 9, replay: 9, matched: 9 - mismatches.length },
  byKind: {},
  mismatches,
  failure: null,
  ticks: 100,
  bars: 300,
  lane: 'reference',
  elapsedMs: 12,
});

export const OPENED: Opened = {
  manifest: {} as Opened['manifest'],
  capture: REPLAY.capture,
  strategyFiles: ['/project/strategy/index.ts'],
  strategyId: 'x',
  tickTs: [],
  reasons: { exit: 'Leave', 'exit.tired': 'Trend is tired', hold: 'Nothing to do' },
  gates: { adx_min: 'Trend strong enough', stop: 'Beyond the stop' },
  declaredParams: {},
  liveEvents: 9,
  coverage: {} as Opened['coverage'],
  numeric: { kind: 'binary64' },
  interventions: [],
  codeHash: '0'.repeat(64),
};
