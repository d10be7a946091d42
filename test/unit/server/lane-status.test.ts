// What the status says of a check of the lanes, as a table of reports.
import assert from 'node:assert/strict';
import { gpuFailure } from '../../../engine/host/gpu/gpu-failure.js';
import type { GpuLaneReport, LaneReport } from '../../../engine/host/lanes/lane-report.js';
import { laneStatus } from '../../../server/lane-status.js';
import { site } from './examples.js';

const NOTHING: LaneReport = {
  lanes: [],
  divergence: null,
  limit: null,
  gpu: null,
  notPortable: [],
  obstacle: null,
};
const BOTH = [
  { lane: 'reference', ticks: 600, elapsedMs: 210.4 },
  { lane: 'fast', ticks: 600, elapsedMs: 95 },
] as const;
const GPU = { lane: 'gpu', ticks: 600, elapsedMs: 80 } as const;

const gpu = (of: Partial<GpuLaneReport>): GpuLaneReport => ({
  adapter: null,
  isSoftware: false,
  pipelineMs: 0,
  instructions: 0,
  wordsPerLane: 0,
  failure: null,
  ...of,
});

const finding = { message: 'm', remedy: 'r', range: site(12) };
const place = { file: site(12).file, line: 12 };
const divergence = {
  lane: 'fast',
  tick: 7,
  ts: 0,
  kind: 'event',
  field: 'balance',
  reference: '1',
  found: '2',
  range: site(12),
} as const;

interface Told {
  readonly state: string;
  readonly message: string;
  readonly gpu?: string;
  readonly place?: typeof place;
}

const AGREE = 'Lanes agree in all of 600 ticks: reference 210 ms, fast 95 ms';
const table: readonly (readonly [string, Partial<LaneReport>, Told])[] = [
  [
    'two lanes, no GPU in the machine: nothing is advised',
    { lanes: BOTH, gpu: gpu({ failure: gpuFailure('no-adapter', 'No GPU adapter was found.') }) },
    { state: 'agree', message: `${AGREE}.`, gpu: 'No gpu lane: No GPU adapter was found.' },
  ],
  [
    'no package: the command that installs it',
    { lanes: BOTH, gpu: gpu({ failure: gpuFailure('package-missing', 'Not installed.') }) },
    {
      state: 'agree',
      message: `${AGREE}.`,
      gpu: `No gpu lane: Not installed. ${gpuFailure('package-missing', '').remedy}`,
    },
  ],
  [
    'three lanes',
    { lanes: [...BOTH, GPU], gpu: gpu({ adapter: 'NVIDIA H100' }) },
    { state: 'agree', message: `${AGREE}, gpu 80 ms on NVIDIA H100.` },
  ],
  [
    'a lane that gave the run back: the place, and no difference',
    {
      lanes: BOTH,
      limit: {
        lane: 'fast',
        tick: 9,
        ts: 0,
        message: 'a list is full',
        remedy: 'r',
        range: site(12),
      },
    },
    {
      state: 'reference-only',
      message:
        'Only the reference lane can run this to the end: from tick 9 on the fast lane cannot follow, since a list is full.',
      place,
    },
  ],
  [
    'a check that ended before its time',
    { lanes: BOTH.map((each) => ({ ...each, ticks: 3 })), obstacle: 'tick 3: too long a text' },
    {
      state: 'agree',
      message:
        'Lanes agree in 3 ticks, where the check ended (tick 3: too long a text): reference 210 ms, fast 95 ms.',
    },
  ],
  [
    'not portable',
    { notPortable: [finding] },
    {
      state: 'reference-only',
      message: 'Only the reference lane can run this strategy: 1 place in it is not portable.',
      place,
    },
  ],
  [
    'not portable in several places',
    { notPortable: [finding, finding] },
    {
      state: 'reference-only',
      message: 'Only the reference lane can run this strategy: 2 places in it are not portable.',
      place,
    },
  ],
  [
    'something about the run',
    { obstacle: 'numbers of so many digits' },
    {
      state: 'reference-only',
      message: 'Only the reference lane can run this: numbers of so many digits.',
    },
  ],
  [
    'a difference',
    { lanes: BOTH, divergence },
    {
      state: 'differ',
      message: 'Lanes fast and reference differ in tick 7: rely on nothing said about this replay.',
      place,
    },
  ],
];

describe('status of the lanes', () => {
  for (const [what, report, told] of table) {
    it(what, () => {
      const found = laneStatus({ ...NOTHING, ...report }, null);
      assert.deepEqual(found, { gpu: '', place: null, ...told });
    });
  }

  it('a GPU that was found absent earlier is told again', () => {
    const absent = 'No gpu lane: none.';
    assert.equal(laneStatus({ ...NOTHING, lanes: BOTH }, absent).gpu, absent);
  });
});
