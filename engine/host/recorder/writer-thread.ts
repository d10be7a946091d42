// Entry of the thread that writes. It is a thread so that a trading loop that computes for seconds, or a disk that
// stalls for seconds, does not delay the other.
import { parentPort, workerData } from 'node:worker_threads';
import { CELL, QueueConsumer, type SharedQueue } from './line-queue.js';
import { SegmentWriter, type WriterSetup } from './segment-writer.js';
import { diskFiles } from './writer-files.js';

export interface WriterData {
  readonly queue: SharedQueue;
  readonly setup: WriterSetup;
  readonly writeMs: number;
}

function run({ queue, setup, writeMs }: WriterData): void {
  const { cells } = queue;
  const writer = new SegmentWriter(setup, {
    consumer: new QueueConsumer(queue),
    cells,
    files: diskFiles,
    report: (report) => parentPort?.postMessage(report),
  });
  for (;;) {
    const seen = Atomics.load(cells, CELL.wake);
    if (Atomics.load(cells, CELL.stop) === 1) break;
    const waitMs = writer.step(performance.now());
    if (waitMs === Infinity) sleep(cells, seen);
    // Lines that came meanwhile wait this long at most, so that many are written at once.
    Atomics.wait(cells, CELL.wake, seen, Math.max(1, Math.min(waitMs, writeMs)));
  }
  writer.finish(performance.now());
}

/** Until there is something in the queue or somebody wants something. */
function sleep(cells: Int32Array, seen: number): void {
  Atomics.store(cells, CELL.asleep, 1);
  if (Atomics.load(cells, CELL.head) === Atomics.load(cells, CELL.tail))
    Atomics.wait(cells, CELL.wake, seen);
  Atomics.store(cells, CELL.asleep, 0);
}

run(workerData as WriterData);
