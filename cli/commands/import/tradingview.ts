// `lockstep import tradingview`.
import type { Command } from 'commander';
import type { Invocation } from '../../context.js';
import { addCaptureFlags, captureSettings, type CaptureFlags } from '../../capture-flags.js';
import { runImport } from '../../import-run.js';

interface Flags extends CaptureFlags {
  readonly trades: string;
  readonly bars: string;
  readonly symbol?: string;
  readonly timezone?: string;
}

const EXAMPLES = `
Examples:
  lockstep import tradingview --trades list_of_trades.csv --bars EURUSD_60.csv \\
    --symbol EURUSD --strategy strategies/mine/index.ts --out captures/tradingview
  lockstep import tradingview ... --timezone America/New_York --balance 10000`;

export function addTradingViewImport(group: Command, invocation: Invocation): void {
  addCaptureFlags(group.command('tradingview'))
    .summary("a list of trades of TradingView's strategy tester")
    .description(
      "Makes a capture of a list of trades that TradingView's strategy tester exports, and of the bars of the chart. --balance is the strategy's initial capital (default: 1000000).",
    )
    .requiredOption('--trades <file.csv>', 'the list of trades')
    .requiredOption('--bars <file.csv>', 'the data of the chart')
    .option('--symbol <name>', 'what the chart shows; neither file says it (default: CHART)')
    .option(
      '--timezone <zone>',
      "zone of times that name none: America/New_York, UTC, or -05:00; never this machine's",
    )
    .addHelpText('after', EXAMPLES)
    .action(async (flags: Flags) => {
      const code = await runImport(flags, invocation.context, async (run) => {
        const { trades, bars, symbol, timezone } = flags;
        const settings = await captureSettings(flags, run.folder);
        const { importTradingView } =
          await import('../../../engine/host/importers/tradingview/index.js');
        return importTradingView({
          ...{ ...run, out: run.folder, trades, bars, settings },
          ...(symbol !== undefined && { symbol }),
          ...(timezone !== undefined && { timezone }),
        });
      });
      invocation.finish(code);
    });
}
