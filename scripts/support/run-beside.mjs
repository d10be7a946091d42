// Runs jobs beside each other, as many as keep the machine busy.

import { availableParallelism } from 'node:os';

/** One core more than there is: jobs that wait for an editor or a file leave theirs to another. */
const coresToFill = Math.max(2, availableParallelism()) + 1;

/** Jobs have `cores`. Those first in the list start first, each once there are cores for it; results in their order. */
export async function runBeside(jobs, run) {
  const running = new Map();
  const results = new Map();
  const hasRoom = ({ cores }) => {
    const busy = [...running.keys()].reduce((sum, job) => sum + job.cores, 0);
    return running.size === 0 || busy + cores <= coresToFill;
  };
  for (let waiting = jobs; results.size < jobs.length;) {
    const next = waiting.find(hasRoom);
    if (next === undefined) {
      await Promise.race(running.values());
      continue;
    }
    waiting = waiting.filter((job) => job !== next);
    const ended = run(next).then((result) => {
      results.set(next, result);
      running.delete(next);
    });
    running.set(next, ended);
  }
  return jobs.map((job) => results.get(job));
}
