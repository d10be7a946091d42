// Replays now, without waiting for an edit: the replay a code lens names, else all of them.
import type { Command } from './command.js';

export const runReplay: Command = {
  id: 'lockstep.runReplay',
  needsTrust: true,
  run: async ({ server }, argument) => {
    await server.request('lockstep/run', namesReplay(argument) ? { replay: argument.replay } : {});
  },
};

const namesReplay = (argument: unknown): argument is { readonly replay: string } =>
  typeof argument === 'object' &&
  argument !== null &&
  'replay' in argument &&
  typeof argument.replay === 'string';
