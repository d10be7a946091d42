// Debugs the replay of the file in view, or one that is picked.
import { pickReplay } from '../debug/pick-replay.js';
import { startReplay } from '../debug/start-replay.js';
import type { Command } from './command.js';

export const debugReplay: Command = {
  id: 'lockstep.debugReplay',
  needsTrust: true,
  run: async ({ server }) => {
    const replay = await pickReplay(server, 'Replay to debug');
    if (replay !== undefined) await startReplay(replay);
  },
};
