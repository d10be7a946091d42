// The options every command that replays shares, and what they mean for the worker.
import type { Command } from 'commander';
import { readJson } from '../engine/core/schema/json-source.js';
import { formatIssue, type Issue, type Json } from '../engine/core/schema/index.js';
import { readForeignFile } from '../engine/host/importers/foreign-file.js';
import type { OpenOptions } from '../engine/host/replay/protocol.js';
import type { StartOptions } from '../engine/host/replay/start.js';
import { readInterventions } from './apply-option.js';
import { CommandError } from './command-error.js';
import { parseNumeric } from './numeric-option.js';

export interface ReplayFlags {
  readonly strategy?: string;
  readonly params?: string;
  readonly numeric?: string;
  readonly maxMemory?: number;
  readonly maxTickSeconds?: number;
  readonly progress?: boolean;
  /** Overrides documents, of commands that take them. */
  readonly apply?: readonly string[];
}

export function addReplayFlags(command: Command): Command {
  return command
    .option('--strategy <file>', "strategy file instead of the manifest's")
    .option('--params <file.json>', "parameters merged over the manifest's")
    .option(
      '--numeric <policy>',
      "instead of the manifest's: binary64, decimal, or decimal:PRECISION:ROUNDING",
    )
    .option(
      '--max-memory <mb>',
      'stop a strategy that needs more memory',
      wholeNumber('--max-memory'),
    )
    .option(
      '--max-tick-seconds <s>',
      'stop a strategy that does not return from a tick',
      wholeNumber('--max-tick-seconds'),
    )
    .option('--progress', 'report progress even when standard error is no terminal');
}

/** A parser of an option that takes a whole number above zero. */
export function wholeNumber(option: string, least = 1): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
    if (value >= least) return value;
    throw new CommandError(
      `${option} "${text}" is not a whole number.`,
      `write a whole number of at least ${String(least)}.`,
    );
  };
}

/** What `open` is asked for. Rejects with CommandError when the parameter or overrides file cannot be used. */
export async function openOptions(capture: string, flags: ReplayFlags): Promise<OpenOptions> {
  return {
    capture,
    ...(flags.strategy !== undefined && { strategy: flags.strategy }),
    ...(flags.numeric !== undefined && { numeric: parseNumeric(flags.numeric) }),
    ...(flags.params !== undefined && { params: await readParams(flags.params) }),
    ...(flags.apply !== undefined && { interventions: await readInterventions(flags.apply) }),
  };
}

export const startOptions = (flags: ReplayFlags): StartOptions => ({
  ...(flags.maxMemory !== undefined && { heapMb: flags.maxMemory }),
  ...(flags.maxTickSeconds !== undefined && { stuckMs: flags.maxTickSeconds * 1000 }),
});

/** A file of parameters. Rejects with CommandError when it is none. */
export async function readParams(file: string): Promise<Json> {
  const read = await readForeignFile(file);
  const json = read.value === undefined ? read : readJson(read.value);
  if (json.value === undefined) throw unusable([...read.issues, ...json.issues]);
  if (typeof json.value === 'object' && json.value !== null && !Array.isArray(json.value)) {
    return json.value as Json;
  }
  throw new CommandError(
    `${file}: parameters are an object.`,
    'write {"name": value, ...} in the shape of strategy.params in manifest.json.',
  );
}

/** The first of the issues of an input that a command cannot do without. */
export function unusable(issues: readonly Issue[]): CommandError {
  const [first] = issues;
  if (first === undefined) return new CommandError('the file is empty.', 'write an object.');
  const { remedy, ...rest } = first;
  return new CommandError(formatIssue({ ...rest, remedy: '' }).replace(/ Fix: $/, ''), remedy);
}
