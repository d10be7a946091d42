// `lockstep import ccxt`.
import type { Command } from 'commander';
import { symbolName } from '../../../engine/core/schema/index.js';
import { intervalOf } from '../../../engine/host/importers/interval-text.js';
import { CommandError } from '../../command-error.js';
import type { Invocation } from '../../context.js';
import { addCaptureFlags, captureSettings, type CaptureFlags } from '../../capture-flags.js';
import { runImport } from '../../import-run.js';

interface Candles {
  readonly symbol: string;
  readonly file: string;
}

interface Flags extends CaptureFlags {
  readonly trades?: readonly string[];
  readonly candles: readonly string[];
  readonly interval: number;
}

const EXAMPLES = `
Examples:
  lockstep import ccxt --trades trades.json --candles BTC/USDT:USDT=ohlcv.json \\
    --interval 1h --balance 10000 --out captures/live`;

export function addCcxtImport(group: Command, invocation: Invocation): void {
  addCaptureFlags(group.command('ccxt'))
    .summary("CCXT's unified trades and candles")
    .description('Makes a capture of what fetchMyTrades and fetchOHLCV of CCXT gave, as JSON.')
    .option('--trades <files...>', 'fetchMyTrades')
    .requiredOption('--candles <symbol=file...>', 'fetchOHLCV of each symbol')
    .requiredOption('--interval <length>', 'length of a candle, such as 15m or 1h', interval)
    .addHelpText('after', EXAMPLES)
    .action(async (flags: Flags) => {
      const code = await runImport(flags, invocation.context, async (run) => {
        const settings = await captureSettings(flags, run.folder);
        const { importCcxt } = await import('../../../engine/host/importers/ccxt/index.js');
        const candles = flags.candles.map(candlesOf);
        const { trades = [], interval: intervalMs } = flags;
        return importCcxt({ ...run, out: run.folder, trades, candles, intervalMs, settings });
      });
      invocation.finish(code);
    });
}

function interval(text: string): number {
  const found = intervalOf(text);
  if (found !== undefined) return found;
  throw new CommandError(`--interval "${text}" is no length.`, 'write one such as 15m, 1h or 1d.');
}

function candlesOf(text: string): Candles {
  const mark = text.indexOf('=');
  const symbol = text.slice(0, mark);
  if (mark > 0 && symbolName.safeParse(symbol).success)
    return { symbol, file: text.slice(mark + 1) };
  throw new CommandError(
    `--candles "${text}" names no symbol.`,
    'write SYMBOL=FILE, such as BTC/USDT=ohlcv.json.',
  );
}
