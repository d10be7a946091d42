// `lockstep import openclaw`.
import { Option, type Command } from 'commander';
import { timestampMs } from '../../../engine/core/schema/index.js';
import {
  importOpenclaw,
  type OpenclawImport,
} from '../../../engine/host/importers/openclaw/index.js';
import { CommandError } from '../../command-error.js';
import type { CliContext, Invocation } from '../../context.js';
import type { ExitCode } from '../../exit-codes.js';
import { runImport, strategyEntry } from '../../import-run.js';
import { wholeNumber } from '../../replay-flags.js';

interface Flags {
  readonly report: string;
  readonly candles: string;
  readonly config: string;
  readonly out: string;
  readonly strategy?: string;
  readonly initState?: string;
  readonly from?: number;
  readonly end?: 'cut' | 'finish';
  readonly lookback?: number;
  readonly force?: boolean;
  readonly progress?: boolean;
}

const EXAMPLES = `
Examples:
  lockstep import openclaw --report report.json --candles candles_1h.json \\
    --config strategy.yaml --out captures/base
  lockstep import openclaw ... --out captures/mine --strategy strategies/mine.ts
  lockstep import openclaw ... --out captures/live --init-state init_state.json --end cut`;

export function addOpenclawImport(group: Command, invocation: Invocation): void {
  group
    .command('openclaw')
    .summary('a replay report of fol2/openclaw-crypto-ai-quant')
    .description(
      'Makes a capture of a replay report of fol2/openclaw-crypto-ai-quant, the candles it was made on and its configuration.',
    )
    .requiredOption('--report <file.json>', 'the replay report, with its trades and diagnostics')
    .requiredOption('--candles <file.json>', 'the candles of the run, by symbol')
    .requiredOption('--config <file.yaml>', 'the configuration of the run')
    .requiredOption('--out <folder>', 'folder of the capture: new, or empty')
    .option('--init-state <file.json>', 'the state the run began from (default: no positions)')
    .option(
      '--from <ms>',
      'when the run began to trade, in milliseconds (default: when the init state was exported)',
      startTime,
    )
    .addOption(
      new Option(
        '--end <how>',
        'finish: the run ended with its last candle; cut: it is taken to have gone on',
      )
        .choices(['finish', 'cut'])
        .default('finish'),
    )
    .option('--strategy <file>', 'strategy that replays it (default: "lockstep:openclaw")')
    .option(
      '--lookback <bars>',
      "the run's lookback, which no file states (default: 200)",
      wholeNumber('--lookback'),
    )
    .option('--force', 'replace the capture that is in the folder')
    .option('--progress', 'report progress even when standard error is no terminal')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: Flags) => {
      invocation.finish(await importRun(flags, invocation.context));
    });
}

/** Seconds and microseconds look like milliseconds; no candle is that old or that far off. */
function startTime(text: string): number {
  const ts = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (timestampMs.safeParse(ts).success) return ts;
  throw new CommandError(`--from "${text}" is no time in milliseconds.`, 'write 13 digits.');
}

const importRun = (flags: Flags, context: CliContext): Promise<ExitCode> =>
  runImport(flags, context, async ({ folder, signal, onProgress }) => {
    const request = await importRequest(flags, folder);
    const { value, issues } = await importOpenclaw({ ...request, signal, onProgress });
    return { value: value?.manifest, issues };
  });

async function importRequest(flags: Flags, folder: string): Promise<OpenclawImport> {
  const { report, candles, config, initState, from, end, strategy, lookback } = flags;
  return {
    report,
    candles,
    config,
    out: folder,
    overwrite: flags.force === true,
    ...(initState !== undefined && { initState }),
    ...(from !== undefined && { fromTs: from }),
    ...(end !== undefined && { end }),
    ...(lookback !== undefined && { lookback }),
    ...(strategy !== undefined && { strategyEntry: await strategyEntry(strategy, folder) }),
  };
}
