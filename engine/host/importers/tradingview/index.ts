// Importer for TradingView: the list of trades of a strategy and the bars of its chart.
export * from './import-tradingview.js';
