// Opens events.jsonl at the line of an event, for quick fixes and hovers.
import type { ShowLiveEventArguments } from '../../server/protocol.js';
import { revealLine } from '../reveal-line.js';
import type { Command } from './command.js';

export const showLiveEvent: Command = {
  id: 'lockstep.showLiveEvent',
  run: async (_context, argument) => {
    if (isPlace(argument)) await revealLine(argument.file, argument.line);
  },
};

type Place = Pick<ShowLiveEventArguments, 'file' | 'line'>;

function isPlace(argument: unknown): argument is Place {
  if (typeof argument !== 'object' || argument === null) return false;
  return (
    'file' in argument &&
    typeof argument.file === 'string' &&
    'line' in argument &&
    typeof argument.line === 'number'
  );
}
