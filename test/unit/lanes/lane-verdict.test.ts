// What a check of the lanes makes of a verdict, and how reports say it.
import assert from 'node:assert/strict';
import { sarifText } from '../../../cli/output/sarif.js';
import { verifyJson } from '../../../cli/output/verify-json.js';
import type {
  LaneDivergence,
  LaneLimit,
  LaneReport,
} from '../../../engine/host/lanes/lane-report.js';
import { withLanes } from '../../../engine/host/verify/lane-verdict.js';
import {
  acceptance,
  explanationOf,
  FOLDER,
  rootOf,
  STRATEGY,
  verificationOf,
} from '../../support/verification.js';

const RANGE = { file: STRATEGY, line: 7, column: 3, endLine: 7, endColumn: 9 };

const ran: LaneReport = {
  lanes: [
    { lane: 'reference', ticks: 4, elapsedMs: 1 },
    { lane: 'fast', ticks: 4, elapsedMs: 1 },
  ],
  divergence: null,
  limit: null,
  gpu: null,
  notPortable: [],
  obstacle: null,
};
const divergence: LaneDivergence = {
  lane: 'fast',
  tick: 3,
  ts: 1,
  kind: 'event',
  field: 'gates[0].value',
  reference: '1.5',
  found: '1.25',
  range: RANGE,
};
const limit: LaneLimit = {
  lane: 'fast',
  tick: 3,
  ts: 1,
  message: 'a list in state is full',
  remedy: 'Shorten it.',
  range: RANGE,
};
const WITHOUT_GPU: LaneReport['gpu'] = {
  adapter: null,
  isSoftware: false,
  pipelineMs: 0,
  instructions: 0,
  wordsPerLane: 0,
  failure: { state: 'no-adapter', text: 'No GPU adapter was found.', remedy: 'Install a driver.' },
};
const idle: LaneReport = { ...ran, lanes: [] };

const passed = verificationOf(explanationOf([rootOf(1)]), [acceptance()]);
const failed = verificationOf(explanationOf([rootOf(1)]));

const ROWS: readonly (readonly [
  title: string,
  lanes: LaneReport,
  before: typeof passed,
  verdict: string,
  reason: RegExp | null,
])[] = [
  ['lanes that agree leave a pass', ran, passed, 'pass', null],
  ['lanes that agree leave a fail', ran, failed, 'fail', /nobody accepted it/],
  [
    'a difference comes before a pass',
    { ...ran, divergence },
    passed,
    'lane-divergence',
    /^The fast lane differs from the reference lane in tick 3: event gates\[0\]\.value: reference 1\.5, fast 1\.25 \(.*:7:3\)$/,
  ],
  [
    'a difference comes before a fail',
    { ...ran, divergence: { ...divergence, kind: 'stop', field: '', found: 'stopped: endless' } },
    failed,
    'lane-divergence',
    /in tick 3: reference 1\.5, fast stopped: endless \(/,
  ],
  [
    'a lane that could not run keeps a pass back',
    { ...idle, obstacle: 'substitutions steer this run' },
    passed,
    'fail',
    /^The fast lane did not run: substitutions steer this run$/,
  ],
  [
    'a lane that gave the run back keeps a pass back, and is no difference',
    { ...ran, limit },
    passed,
    'fail',
    /^The fast lane cannot follow this strategy from tick 3 on, where the reference lane goes on: a list in state is full \(.*:7:3\)\. Shorten it\.$/,
  ],
  [
    'a difference comes before a lane that gave the run back',
    { ...ran, divergence, limit: { ...limit, lane: 'gpu', tick: 2 } },
    passed,
    'lane-divergence',
    /^The fast lane differs from the reference lane in tick 3/,
  ],
  [
    'a lane that gave the run back before its first tick has not run for want of a GPU',
    { ...idle, limit },
    failed,
    'fail',
    /^The fast lane cannot follow this strategy/,
  ],
  [
    'lanes that were compared up to a tick keep a pass back',
    { ...ran, obstacle: 'tick 3: strategy.x: more than 16 elements' },
    passed,
    'fail',
    /^The lanes were compared up to where no lane but the reference can go on: tick 3/,
  ],
  [
    'a GPU that is missing is named with its remedy',
    { ...idle, gpu: WITHOUT_GPU },
    passed,
    'fail',
    /^The gpu lane did not run: No GPU adapter was found\. Install a driver\.$/,
  ],
  [
    'what is not portable is named with place and remedy',
    { ...idle, notPortable: [{ message: 'a closure', remedy: 'declare it.', range: RANGE }] },
    passed,
    'fail',
    /^The fast lane did not run: the strategy is not portable: a closure \(.*:7:3\)\. declare it\.$/,
  ],
];

describe('verdict with lanes', () => {
  for (const [title, lanes, before, verdict, reason] of ROWS) {
    it(title, () => {
      const after = withLanes(before, lanes, [lanes.gpu === null ? 'fast' : 'gpu']);
      assert.equal(after.verdict, verdict);
      if (reason === null) assert.deepEqual(after.reasons, before.reasons);
      else
        assert.ok(
          after.reasons.some((text) => reason.test(text)),
          after.reasons.join('\n'),
        );
    });
  }

  it('reports for machines name where a lane gave the run back', () => {
    const after = withLanes(passed, { ...ran, limit }, ['fast']);
    const { lanes } = JSON.parse(verifyJson(after, { capture: FOLDER, limit: Infinity })) as {
      readonly lanes: { readonly divergence: object | null; readonly limit: object };
    };
    const { range, ...said } = limit;
    assert.equal(lanes.divergence, null);
    assert.deepEqual(lanes.limit, {
      ...said,
      site: { ...range, file: '../../strategy/entries.ts' },
    });
  });

  it('reports for machines name the difference without a path of the machine or a time', () => {
    const after = withLanes(passed, { ...ran, divergence }, ['fast']);
    const json = verifyJson(after, { capture: FOLDER, limit: Infinity });
    const { lanes } = JSON.parse(json) as { readonly lanes: object };
    const { range, ...values } = divergence;
    const site = { ...range, file: '../../strategy/entries.ts' };
    assert.deepEqual(lanes, {
      ran: [
        { lane: 'reference', ticks: 4 },
        { lane: 'fast', ticks: 4 },
      ],
      divergence: { ...values, site },
      notPortable: [],
      obstacle: null,
      gpu: null,
      limit: null,
    });
    assert.ok(!json.includes('/data/'), 'a path of this machine is in the report');
    const sarif = sarifText(after, { capture: FOLDER, base: '/data', version: '0.0.0' });
    assert.match(sarif, /"ruleId": "lane-divergence"/);
  });
});
