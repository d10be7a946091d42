// Captures on disk: reading, verifying and writing.
export * from './capture-error.js';
export * from './capture-files.js';
export * from './open-capture.js';
export * from './scan-capture.js';
export * from './seal-file.js';
export * from './write-capture.js';
