// The executable: one debug session over standard input and output.
import { startReplayClient } from '../engine/host/replay/start.js';
import { LockstepAdapter } from './adapter.js';

const adapter = new LockstepAdapter(() => startReplayClient());
process.on('SIGTERM', () => {
  adapter.shutdown();
});
adapter.start(process.stdin, process.stdout);
