// The scheduler's promises: rest before work, one job at a time, superseded jobs cancelled, stale results known as such.
import assert from 'node:assert/strict';
import { setTimeout as rest } from 'node:timers/promises';
import { Scheduler, type JobContext } from '../../../server/scheduler.js';

interface Started {
  readonly name: string;
  readonly context: JobContext;
  readonly finish: () => void;
}

interface Bench {
  readonly scheduler: Scheduler;
  readonly started: Started[];
  readonly defects: unknown[];
}

function bench(): Bench {
  const started: Started[] = [];
  const defects: unknown[] = [];
  const scheduler = new Scheduler({
    run: (name, context) =>
      new Promise((resolve) => {
        started.push({ name, context, finish: resolve });
      }),
    onDefect: (_name, error) => defects.push(error),
  });
  return { scheduler, started, defects };
}

const now = { delayMs: 0, urgent: true };
const names = (started: readonly Started[]): readonly string[] => started.map(({ name }) => name);

async function finishLast({ started }: Bench): Promise<void> {
  started.at(-1)?.finish();
  await rest(5);
}

describe('scheduler', () => {
  it('runs once after the last of many wishes', async () => {
    const { scheduler, started } = bench();
    for (let key = 0; key < 10; key += 1) {
      scheduler.request(['a'], { delayMs: 20, urgent: true });
      await rest(2);
    }
    assert.deepEqual(names(started), []);
    await rest(60);
    assert.deepEqual(names(started), ['a']);
  });

  it('cancels a job that is asked for again, and runs it anew when it has ended', async () => {
    const all = bench();
    all.scheduler.request(['a'], now);
    await rest(5);
    const [first] = all.started;
    assert.equal(first?.context.isCurrent(), true);
    all.scheduler.request(['a'], now);
    assert.equal(first.context.signal.aborted, true);
    assert.equal(first.context.isCurrent(), false);
    await rest(5);
    assert.deepEqual(names(all.started), ['a'], 'never two at a time');
    await finishLast(all);
    assert.deepEqual(names(all.started), ['a', 'a']);
    assert.equal(all.started[1]?.context.isCurrent(), true);
  });

  it('lets what the person looks at go first, and comes back to the rest', async () => {
    const all = bench();
    all.scheduler.request(['a', 'b'], { delayMs: 0, urgent: false });
    await rest(5);
    all.scheduler.request(['c'], now);
    assert.equal(all.started[0]?.context.signal.aborted, true);
    await finishLast(all);
    await finishLast(all);
    await finishLast(all);
    await finishLast(all);
    assert.deepEqual(names(all.started), ['a', 'c', 'b', 'a']);
  });

  it('does not interrupt a job for another of the same weight', async () => {
    const all = bench();
    all.scheduler.request(['a'], now);
    await rest(5);
    all.scheduler.request(['b'], now);
    assert.equal(all.started[0]?.context.signal.aborted, false);
    await finishLast(all);
    assert.deepEqual(names(all.started), ['a', 'b']);
  });

  it('a wish without delay does not cut short another rest', async () => {
    const { scheduler, started } = bench();
    scheduler.request(['a'], { delayMs: 30, urgent: true });
    scheduler.request(['b'], now);
    await rest(10);
    assert.deepEqual(names(started), []);
    await rest(50);
    assert.deepEqual(names(started), ['b']);
  });

  it('a job cancelled by hand stays cancelled', async () => {
    const all = bench();
    all.scheduler.request(['a'], now);
    await rest(5);
    all.started[0]?.context.cancel();
    assert.equal(all.started[0]?.context.signal.reason, 'by-hand');
    await finishLast(all);
    assert.deepEqual(names(all.started), ['a']);
  });

  it('goes on after a defect of a job', async () => {
    const defects: unknown[] = [];
    const ran: string[] = [];
    const scheduler = new Scheduler({
      run: (name) => {
        ran.push(name);
        return Promise.reject(new Error(name));
      },
      onDefect: (name) => defects.push(name),
    });
    scheduler.request(['a', 'b'], now);
    await rest(10);
    assert.deepEqual(ran, ['a', 'b']);
    assert.deepEqual(defects, ['a', 'b']);
  });

  it('forgets dropped jobs', async () => {
    const all = bench();
    all.scheduler.request(['a', 'b'], now);
    await rest(5);
    all.scheduler.drop('b');
    all.scheduler.drop('a');
    assert.equal(all.started[0]?.context.isCurrent(), false);
    await finishLast(all);
    assert.deepEqual(names(all.started), ['a']);
  });
});
