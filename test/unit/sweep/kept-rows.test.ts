// A sweep whose device fails in the middle: rows of what was finished come out first, then what was wrong.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ConfigurationReport } from '../../../engine/host/lanes/configuration-report.js';
import type { ReplayClient } from '../../../engine/host/replay/replay-client.js';
import { parameterSpace } from '../../../engine/host/sweep/parameter-space.js';
import { SweepFile, sweepHeader } from '../../../engine/host/sweep/sweep-file.js';
import type { SweepRow } from '../../../engine/host/sweep/sweep-row.js';
import { withTempDir } from '../../support/captures.js';
import { LaneRefused, runSweep, type SweepWindow } from '../../../engine/host/sweep/run-sweep.js';

const outcome = {
  events: { live: 1, replay: 1, matched: 1 },
  mismatches: 0,
  firstDivergence: null,
  balance: '1',
  stopped: null,
};

/** Finishes so many configurations in all; a request it cannot finish is answered in part. */
function failingClient(finished: number): ReplayClient {
  let left = finished;
  const request = (_method: string, { params }: { readonly params: readonly unknown[] }) => {
    const count = Math.min(left, params.length);
    left -= count;
    const obstacle = count < params.length ? 'the device is gone' : null;
    const runs = Array.from({ length: count }, () => ({ outcome }));
    const report: ConfigurationReport = { runs, notPortable: [], obstacle, incidents: [] };
    return Promise.resolve(report);
  };
  return { request, alive: true, dispose: () => Promise.resolve() } as unknown as ReplayClient;
}

async function rowsOf(finished: number): Promise<{ rows: number[]; error: unknown }> {
  const window = { options: { capture: 'c' }, client: failingClient(finished) };
  const sweep = {
    windows: [window as unknown as SweepWindow],
    space: parameterSpace(['size=1:20:1'], { size: { type: 'int', default: 1 } } as never),
    from: 0,
    threads: 1,
    lane: 'fast' as const,
    adapter: 'any' as const,
    onIncident: () => undefined,
    startClient: () => failingClient(0),
    signal: new AbortController().signal,
  };
  const rows: number[] = [];
  try {
    for await (const { index } of runSweep(sweep)) rows.push(index);
    return { rows, error: null };
  } catch (error) {
    return { rows, error };
  }
}

describe('a sweep whose device fails', () => {
  for (const finished of [0, 3, 8, 11, 19])
    it(`keeps ${String(finished)} rows of 20`, async () => {
      const { rows, error } = await rowsOf(finished);
      assert.deepEqual(
        rows,
        Array.from({ length: finished }, (_, index) => index),
      );
      assert.ok(error instanceof LaneRefused);
      assert.equal(error.report.obstacle, 'the device is gone');
    });

  it('is whole without a failure', async () => {
    const { rows, error } = await rowsOf(20);
    assert.equal(rows.length, 20);
    assert.equal(error, null);
  });
});

describe('the file of a sweep', () => {
  it('has a row as soon as the sweep waits for the next, and every row in order', () =>
    withTempDir(async (folder) => {
      const name = path.join(folder, 'rows.jsonl');
      const header = sweepHeader({});
      const file = await SweepFile.open(name, header, true);
      const row = (index: number): SweepRow => {
        const figures = { mismatches: 0, firstDivergence: null, balance: '1', windows: [] };
        return { index, params: {}, ...figures };
      };
      const whole = (count: number): string =>
        [header, ...Array.from({ length: count }, (_, index) => row(index))]
          .map((line) => `${JSON.stringify(line)}\n`)
          .join('');
      await file.add(row(0));
      while (readFileSync(name, 'utf8') !== whole(1)) await setImmediate();
      for (let index = 1; index < 2000; index += 1) await file.add(row(index));
      await file.close();
      assert.equal(readFileSync(name, 'utf8'), whole(2000));
    }));
});
