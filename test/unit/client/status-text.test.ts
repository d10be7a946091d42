// What the status bar says, as a table of situations.
import assert from 'node:assert/strict';
import { statusText, type Situation } from '../../../client/status-text.js';
import { UNCHECKED } from '../../../server/outcome.js';
import type {
  ComparisonEntry,
  ReplayEntry,
  ReplayState,
  ReplayStatus,
} from '../../../server/protocol.js';

function replay(
  state: ReplayState,
  departures = 0,
  known: Partial<ReplayStatus> = {},
): ReplayEntry {
  return {
    name: state,
    capture: `/w/${state}`,
    strategy: null,
    files: [],
    status: {
      name: state,
      state,
      events: { live: 10, replay: 10, matched: 10 - departures },
      departures,
      firstDeparture: null,
      causes: 'none',
      roots: { count: 0, accepted: 0 },
      overrides: 0,
      lanes: UNCHECKED,
      elapsedMs: 1,
      message: '',
      ...known,
    },
  };
}

const running = (...replays: ReplayEntry[]): Situation => ({
  isTrusted: true,
  server: 'running',
  replays,
  comparisons: [],
});

const comparison = (
  state: ComparisonEntry['state'],
  ...mismatches: readonly number[]
): ComparisonEntry => ({
  name: 'three',
  sides: [],
  state,
  message: '',
  reasons: [],
  pairs: mismatches.map((count) => ({
    left: 'live',
    right: 'paper',
    events: { live: 10, replay: 10, matched: 10 - count },
    mismatches: count,
    roots: [],
  })),
  roots: [],
});

const table: readonly (readonly [string, Situation, string | null])[] = [
  [
    'parity with live, and recordings that differ from each other',
    { ...running(replay('parity')), comparisons: [comparison('differ', 3, 0, 2)] },
    '$(diff) Lockstep: parity 10/10, 2 pairs of recordings differ',
  ],
  [
    'recordings whose differences are accepted',
    { ...running(replay('parity')), comparisons: [comparison('agree', 3)] },
    '$(check) Lockstep: parity 10/10',
  ],
  [
    'untrusted',
    { ...running(replay('parity')), isTrusted: false },
    '$(shield) Lockstep: waits for trust',
  ],
  ['server starting', { ...running(), server: 'starting' }, '$(loading~spin) Lockstep: starting…'],
  [
    'server gone',
    { ...running(), server: 'stopped' },
    '$(debug-disconnect) Lockstep: language server stopped',
  ],
  ['no replay', running(), null],
  ['idle', running(replay('idle')), '$(circle-large-outline) Lockstep: not replayed yet'],
  ['parity', running(replay('parity')), '$(check) Lockstep: parity 10/10'],
  ['two in parity', running(replay('parity'), replay('parity')), '$(check) Lockstep: parity 20/20'],
  [
    'lanes that differ come before all else',
    running(
      replay('failed'),
      replay('parity', 0, { lanes: { ...UNCHECKED, state: 'differ', message: 'Lanes differ.' } }),
    ),
    '$(error) Lockstep: lanes differ',
  ],
  ['one departure', running(replay('mismatch', 1)), '$(diff) Lockstep: 1 departure'],
  [
    'causes under way',
    running(replay('mismatch', 4, { causes: 'searching' })),
    '$(diff) Lockstep: 4 departures, explaining…',
  ],
  [
    'roots known',
    running(replay('mismatch', 4, { causes: 'known', roots: { count: 1, accepted: 0 } })),
    '$(diff) Lockstep: 1 root (4 departures)',
  ],
  [
    'parity with help',
    running(replay('parity', 0, { overrides: 2 })),
    '$(check) Lockstep: parity 10/10 with 2 overrides',
  ],
  ['invalid', running(replay('invalid')), '$(circle-slash) Lockstep: comparison invalid'],
  [
    'departures win over parity',
    running(replay('parity'), replay('mismatch', 3)),
    '$(diff) Lockstep: 3 departures',
  ],
  [
    'a failure wins over departures',
    running(replay('mismatch', 3), replay('failed')),
    '$(error) Lockstep: cannot replay',
  ],
  [
    'a run under way wins over all',
    running(replay('failed'), replay('replaying')),
    '$(sync~spin) Lockstep: replaying…',
  ],
];

describe('status bar', () => {
  for (const [what, situation, text] of table) {
    it(`${what}: ${text ?? 'nothing'}`, () => {
      assert.equal(statusText(situation)?.text ?? null, text);
    });
  }
});
