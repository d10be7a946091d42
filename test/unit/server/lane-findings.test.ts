// What a check of the lanes puts into the editor.
import assert from 'node:assert/strict';
import type { Diagnostic } from 'vscode-languageserver/node';
import type { LaneDivergence, LaneReport } from '../../../engine/host/lanes/lane-report.js';
import { divergenceIn, notPortableIn } from '../../../server/diagnostics/lanes.js';
import { untried } from '../../../server/outcome.js';
import { describeDiagnostic, messageOf } from '../../lsp/support/places.js';

const ENTRY = '/workspace/index.ts';
const STOPS = '/workspace/stops.ts';
const RANGE = { file: STOPS, line: 7, column: 3, endLine: 7, endColumn: 9 };
const outcome = untried({ name: 'base', capture: '/workspace/capture', strategy: ENTRY });

const divergence: LaneDivergence = {
  lane: 'fast',
  tick: 203,
  ts: Date.UTC(2026, 0, 24, 13),
  kind: 'event',
  field: 'gates[2].value',
  reference: '1.5',
  found: '1.25',
  range: RANGE,
};
const nothing: LaneReport = {
  lanes: [],
  divergence: null,
  limit: null,
  gpu: null,
  notPortable: [],
  obstacle: null,
};

function shown(report: Partial<LaneReport>): ReadonlyMap<string, readonly Diagnostic[]> {
  const whole = { ...nothing, ...report };
  const at = { outcome, explain: () => undefined };
  return new Map([...divergenceIn(whole, at), ...notPortableIn(whole, at)]);
}

describe('findings of the lanes', () => {
  it('a difference: an error where the strategy made it, with both values, tick and time', () => {
    const [diagnostic] = shown({ divergence }).get(STOPS) ?? [];
    assert.ok(diagnostic !== undefined);
    assert.equal(describeDiagnostic(diagnostic), '7:3-7:9 error lane-divergence');
    assert.equal(
      messageOf(diagnostic),
      "Lanes differ in the event's gates[2].value: reference 1.5, fast 1.25. Tick 203, 2026-01-24T13:00Z, replay base. This is a fault of Lockstep, not of the strategy.",
    );
    assert.deepEqual(diagnostic.data, { replay: 'base', tick: 203 });
  });

  it('without a place: at the top of the strategy', () => {
    const stop = { kind: 'stop', field: '', found: 'stopped: a value was missing' } as const;
    const files = shown({ divergence: { ...divergence, ...stop, range: null } });
    const [diagnostic] = files.get(ENTRY) ?? [];
    assert.match(messageOf(diagnostic), /^Lanes differ: reference 1\.5, fast stopped: a value/);
  });

  it('what is not portable: a hint with its remedy', () => {
    const notPortable = [{ message: 'a closure', remedy: 'declare it', range: RANGE }];
    const [diagnostic] = shown({ notPortable }).get(STOPS) ?? [];
    assert.ok(diagnostic !== undefined);
    assert.equal(describeDiagnostic(diagnostic), '7:3-7:9 hint portability');
    assert.equal(messageOf(diagnostic), 'Kept out of the compiled lanes: a closure. Declare it.');
  });

  it('a lane that gave the run back: a hint where it did, and no error', () => {
    const limit = {
      lane: 'fast',
      tick: 9,
      ts: 0,
      message: 'a list is full',
      remedy: 'shorten it',
    } as const;
    const [diagnostic, ...more] = shown({ limit: { ...limit, range: RANGE } }).get(STOPS) ?? [];
    assert.ok(diagnostic !== undefined && more.length === 0);
    assert.equal(describeDiagnostic(diagnostic), '7:3-7:9 hint portability');
    assert.equal(
      messageOf(diagnostic),
      'From tick 9 on the fast lane cannot follow: a list is full. Shorten it.',
    );
    assert.equal(shown({ limit: { ...limit, range: null } }).size, 0);
  });
});
