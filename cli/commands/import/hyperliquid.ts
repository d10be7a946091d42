// `lockstep import hyperliquid`.
import type { Command } from 'commander';
import type { HyperliquidFiles } from '../../../engine/host/importers/hyperliquid/index.js';
import type { Invocation } from '../../context.js';
import { addCaptureFlags, captureSettings, type CaptureFlags } from '../../capture-flags.js';
import { runImport } from '../../import-run.js';

type Flags = CaptureFlags & HyperliquidFiles;

const EXAMPLES = `
Examples:
  lockstep import hyperliquid --candles btc_1h.json eth_1h.json --fills fills.json \\
    --funding funding.json --account state.json --out captures/live`;

export function addHyperliquidImport(group: Command, invocation: Invocation): void {
  addCaptureFlags(group.command('hyperliquid'))
    .summary("answers of Hyperliquid's info interface")
    .description(
      "Makes a capture of answers of Hyperliquid's info interface, each as it came. Several files are pages of one list.",
    )
    .requiredOption('--candles <files...>', 'candleSnapshot, one interval')
    .option('--fills <files...>', 'userFills or userFillsByTime')
    .option('--funding <files...>', 'userFunding')
    .option('--orders <files...>', 'historicalOrders')
    .option('--open-orders <files...>', 'openOrders or frontendOpenOrders')
    .option('--ledger <files...>', 'userNonFundingLedgerUpdates')
    .option('--account <file>', 'clearinghouseState from right before the first event')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: Flags) => {
      const code = await runImport(flags, invocation.context, async (run) => {
        const settings = await captureSettings(flags, run.folder);
        const { importHyperliquid } =
          await import('../../../engine/host/importers/hyperliquid/index.js');
        return importHyperliquid({ ...filesOf(flags), ...run, out: run.folder, settings });
      });
      invocation.finish(code);
    });
}

function filesOf(flags: Flags): HyperliquidFiles {
  const { candles, fills, funding, orders, openOrders, ledger, account } = flags;
  return {
    candles,
    ...(fills && { fills }),
    ...(funding && { funding }),
    ...(orders && { orders }),
    ...(openOrders && { openOrders }),
    ...(ledger && { ledger }),
    ...(account !== undefined && { account }),
  };
}
