// The options `verify` and `explain` share, and what they mean for the search.
import type { Command } from 'commander';
import type { ExplainOptions } from '../engine/host/replay/protocol.js';
import { addReplayFlags, wholeNumber, type ReplayFlags } from './replay-flags.js';

export interface SearchFlags extends ReplayFlags {
  readonly budget?: number;
  readonly threads?: number;
  readonly limit?: number;
  readonly color: boolean;
}

export function addSearchFlags(command: Command): Command {
  return addReplayFlags(command)
    .option(
      '--budget <ticks>',
      'replays of ticks the search for causes may spend in all',
      wholeNumber('--budget'),
    )
    .option(
      '--threads <n>',
      'threads that search beside the first; they change the time it takes and nothing else',
      wholeNumber('--threads', 0),
    )
    .option('--no-color', 'no colour even on a terminal');
}

export const searchOptions = ({ budget, threads }: SearchFlags): ExplainOptions => ({
  ...(budget !== undefined && { tickBudget: budget }),
  ...(threads !== undefined && { helpers: threads }),
});

/** The options a replay needs to be the same replay, as they were given. */
export const replayOptions = (flags: ReplayFlags): readonly string[] => [
  ...(flags.strategy === undefined ? [] : ['--strategy', flags.strategy]),
  ...(flags.params === undefined ? [] : ['--params', flags.params]),
  ...(flags.numeric === undefined ? [] : ['--numeric', flags.numeric]),
];
