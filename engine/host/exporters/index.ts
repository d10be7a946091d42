// Captures for other programs.
export * from './export-capture.js';
export { LINE_COLUMNS, lineOfCells, RAW, type LineFile } from './line-columns.js';
