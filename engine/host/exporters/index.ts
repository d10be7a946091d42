// Captures for other programs.
export * from './export-capture.js';
export { LINE_COLUMNS, lineOfCells, type LineFile } from './line-columns.js';
