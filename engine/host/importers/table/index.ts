// Tables of other programs as rows of exact text.
export * from './open-table.js';
export * from './table.js';
export { openBytes } from './byte-source.js';
export { entryNames } from './zip-archive.js';
