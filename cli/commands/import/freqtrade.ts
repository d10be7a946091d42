// `lockstep import freqtrade`.
import type { Command } from 'commander';
import type { Invocation } from '../../context.js';
import { addCaptureFlags, captureSettings, type CaptureFlags } from '../../capture-flags.js';
import { runImport } from '../../import-run.js';

interface Flags extends CaptureFlags {
  readonly result: string;
  readonly candles: readonly string[];
  readonly name?: string;
}

const EXAMPLES = `
Examples:
  lockstep import freqtrade --result backtest-result-2024-01-01.zip \\
    --candles user_data/data/binance/BTC_USDT-1h.feather --out captures/backtest`;

export function addFreqtradeImport(group: Command, invocation: Invocation): void {
  addCaptureFlags(group.command('freqtrade'))
    .summary('a backtest result of freqtrade')
    .description(
      'Makes a capture of a backtest result of freqtrade and the candles it was made on.',
    )
    .requiredOption('--result <file>', 'the result as JSON, or the archive it comes in')
    .requiredOption(
      '--candles <files...>',
      'Feather, Parquet or JSON, named by freqtrade or PAIR=FILE',
    )
    .option('--name <strategy>', 'which run of the result (default: the only one)')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: Flags) => {
      const code = await runImport(flags, invocation.context, async (run) => {
        const { result, candles, name } = flags;
        const settings = await captureSettings(flags, run.folder);
        const { importFreqtrade } =
          await import('../../../engine/host/importers/freqtrade/index.js');
        const named = name === undefined ? {} : { name };
        return importFreqtrade({ ...run, ...named, out: run.folder, result, candles, settings });
      });
      invocation.finish(code);
    });
}
