// What was exported becomes a capture again.
export { importArchive, type ArchiveImport } from './import-archive.js';
