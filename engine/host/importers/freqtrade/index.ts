// Backtest results of freqtrade become captures.
export { importFreqtrade, type FreqtradeImport } from './import-freqtrade.js';
