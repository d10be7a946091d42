// The options `verify` and `explain` share, and what they mean for the search.
import type { Command } from 'commander';
import type { AdapterChoice } from '../engine/host/gpu/gpu-protocol.js';
import type { ExplainOptions } from '../engine/host/replay/protocol.js';
import { adapterOf } from './lanes-option.js';
import { addReplayFlags, wholeNumber, type ReplayFlags } from './replay-flags.js';

export interface SearchFlags extends ReplayFlags {
  readonly budget?: number;
  readonly threads?: number;
  readonly limit?: number;
  readonly sweepAdapter?: AdapterChoice;
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
    .option(
      '--sweep-adapter <which>',
      'run sweeps of the parameters on hardware, software or any adapter; else on a GPU where they are long. It changes the time they take and nothing else',
      adapterOf('--sweep-adapter'),
    )
    .option('--no-color', 'no colour even on a terminal');
}

export const searchOptions = ({ budget, threads, sweepAdapter }: SearchFlags): ExplainOptions => ({
  ...(budget !== undefined && { tickBudget: budget }),
  ...(threads !== undefined && { helpers: threads }),
  ...(sweepAdapter !== undefined && { adapter: sweepAdapter }),
});

/** The options a replay needs to be the same replay, as they were given. */
export const replayOptions = (flags: ReplayFlags): readonly string[] => [
  ...(flags.strategy === undefined ? [] : ['--strategy', flags.strategy]),
  ...(flags.params === undefined ? [] : ['--params', flags.params]),
  ...(flags.numeric === undefined ? [] : ['--numeric', flags.numeric]),
];
