// The file formats: shapes, versions, and parsing that gives values and issues.
export * from './canonical-json.js';
export * from './blocker.js';
export * from './encode.js';
export * from './events.js';
export * from './feed.js';
export * from './intervention.js';
export * from './issue.js';
export * from './json-schema.js';
export * from './manifest.js';
export * from './market.js';
export * from './parse.js';
export * from './primitives.js';
export * from './residuals.js';
export * from './snapshot.js';
export * from './venue.js';
export * from './workspace.js';
export type { JsonPath } from './json-text.js';
export { placeOfPath, type JsonSource } from './json-source.js';
