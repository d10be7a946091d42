// Importer for replay reports of fol2/openclaw-crypto-ai-quant.
export * from './import-openclaw.js';
export type { OpenclawTexts } from './run-inputs.js';
export { configFingerprint } from './fingerprint.js';
export { readConfig } from './config.js';
