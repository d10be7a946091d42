// Answers of Hyperliquid's info interface become captures.
export {
  importHyperliquid,
  type HyperliquidFiles,
  type HyperliquidImport,
} from './import-hyperliquid.js';
