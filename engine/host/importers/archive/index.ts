// What was exported becomes a capture, or a snapshot, again.
export { importArchive, type ArchiveImport } from './import-archive.js';
export { importSnapshot } from './import-snapshot.js';
