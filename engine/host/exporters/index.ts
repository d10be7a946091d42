// Captures and snapshots for other programs.
export * from './export-capture.js';
export * from './export-files.js';
export * from './export-snapshot.js';
export { LINE_COLUMNS, lineOfCells, type LineFile } from './line-columns.js';
export { SNAPSHOT_COLUMNS, textOfRows } from './snapshot-table.js';
