// Restarts the language server, for when it hangs or a setting of its process changed.
import type { Command } from './command.js';

export const restartServer: Command = {
  id: 'lockstep.restartServer',
  needsTrust: true,
  run: async ({ server }) => {
    await server.restart();
  },
};
