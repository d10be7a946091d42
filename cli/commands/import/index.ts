// `lockstep import`: recordings of other programs become captures. One file a source.
import type { Command } from 'commander';
import type { Invocation } from '../../context.js';
import { addArchiveImport } from './capture.js';
import { addCcxtImport } from './ccxt.js';
import { addFreqtradeImport } from './freqtrade.js';
import { addHyperliquidImport } from './hyperliquid.js';
import { addOpenclawImport } from './openclaw.js';
import { addSnapshotImport } from './snapshot.js';
import { addTableImport } from './table.js';
import { addTradingViewImport } from './tradingview.js';

export function addImportCommand(program: Command, invocation: Invocation): void {
  const group = program.command('import').description('Makes a capture of another recording.');
  addOpenclawImport(group, invocation);
  addHyperliquidImport(group, invocation);
  addFreqtradeImport(group, invocation);
  addCcxtImport(group, invocation);
  addTradingViewImport(group, invocation);
  addTableImport(group, invocation);
  addArchiveImport(group, invocation);
  addSnapshotImport(group, invocation);
}
