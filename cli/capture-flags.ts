// Options of importers whose sources do not state everything a capture says.
import { Option, type Command } from 'commander';
import { decimalText, timestampMs, venuePolicy } from '../engine/core/schema/index.js';
import { parseWith } from '../engine/core/schema/parse.js';
import type { CaptureSettings } from '../engine/host/importers/assemble/capture-settings.js';
import { readForeignFile } from '../engine/host/importers/foreign-file.js';
import { CommandError } from './command-error.js';
import { strategyEntry, type OutFlags } from './import-run.js';
import { parseNumeric } from './numeric-option.js';
import { readParams, unusable } from './replay-flags.js';

export interface CaptureFlags extends OutFlags {
  readonly strategy?: string;
  readonly params?: string;
  readonly numeric?: string;
  readonly venue?: string;
  readonly mode?: 'live' | 'paper' | 'backtest';
  readonly id?: string;
  readonly balance?: string;
  readonly from?: number;
  readonly to?: number;
  readonly end?: 'cut' | 'finish';
  readonly notice?: string;
}

export const addOutFlags = (command: Command): Command =>
  command
    .requiredOption('--out <folder>', 'folder of the capture: new, or empty')
    .option('--force', 'replace the capture that is in the folder')
    .option('--progress', 'report progress even when standard error is no terminal');

export const addCaptureFlags = (command: Command): Command =>
  addOutFlags(command)
    .option('--strategy <file>', 'strategy that replays it')
    .option('--params <file.json>', 'its parameters')
    .option('--numeric <policy>', 'binary64, decimal, or decimal:PRECISION:ROUNDING')
    .option('--venue <file.json>', 'how the venue fills, charges and rounds')
    .addOption(
      new Option('--mode <mode>', 'what was recorded').choices(['live', 'paper', 'backtest']),
    )
    .option('--id <text>', 'id of the capture (default: made of its content)')
    .option('--balance <number>', 'balance before the first event', balance)
    .option('--from <ms>', 'leave out what lies before, in milliseconds', time('--from'))
    .option('--to <ms>', 'leave out what lies behind, in milliseconds', time('--to'))
    .addOption(
      new Option('--end <how>', 'finish: the run ended there; cut: it went on').choices([
        'finish',
        'cut',
      ]),
    )
    .option('--notice <text>', 'origin and licence of the data');

function balance(text: string): string {
  if (decimalText.safeParse(text).success) return text;
  throw new CommandError(`--balance "${text}" is no number.`, 'write one such as 10000.50.');
}

const time =
  (option: string) =>
  (text: string): number => {
    const ts = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (timestampMs.safeParse(ts).success) return ts;
    throw new CommandError(`${option} "${text}" is no time in milliseconds.`, 'write 13 digits.');
  };

/** What the options say of the capture. Rejects with CommandError when a file cannot be used. */
export async function captureSettings(
  flags: CaptureFlags,
  folder: string,
): Promise<CaptureSettings> {
  const { strategy, params, numeric, venue, mode, id, from, to, end, notice } = flags;
  return {
    ...(strategy !== undefined && { strategyEntry: await strategyEntry(strategy, folder) }),
    ...(params !== undefined && { params: await readParams(params) }),
    ...(numeric !== undefined && { numeric: parseNumeric(numeric) }),
    ...(venue !== undefined && { venue: await readVenue(venue) }),
    ...(mode !== undefined && { mode }),
    ...(id !== undefined && { captureId: id }),
    ...(flags.balance !== undefined && { balance: flags.balance }),
    ...(from !== undefined && { fromTs: from }),
    ...(to !== undefined && { toTs: to }),
    ...(end !== undefined && { end }),
    ...(notice !== undefined && { notice }),
  };
}

async function readVenue(file: string) {
  const read = await readForeignFile(file);
  const parsed = read.value === undefined ? read : parseWith(read.value, venuePolicy);
  if (parsed.value === undefined || !('fill' in parsed.value)) {
    throw unusable([...read.issues, ...parsed.issues]);
  }
  return parsed.value;
}
