// Static findings in strategy source: what a loader, an editor and a build can tell without running anything.
export { analyse } from './analyse.js';
export { importsOf, type ImportUse } from './imports.js';
export { importCandidates, isRelative, parseSource, type SourceText } from './modules.js';
