// Shows the log of this extension and of its language server.
import type { Command } from './command.js';

export const showOutput: Command = {
  id: 'lockstep.showOutput',
  run: ({ log }) => {
    log.show();
  },
};
