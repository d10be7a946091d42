// CCXT's unified structures become captures.
export { importCcxt, type CcxtImport } from './import-ccxt.js';
