// Static findings in strategy source: what a loader, an editor and a build can tell without running anything.
export { analyse } from './analyse.js';
export { FINDING_CODES, type FindingCode } from './finding.js';
export { importsOf, type ImportUse } from './imports.js';
export {
  importCandidates,
  isRelative,
  parseSource,
  STRATEGY_PACKAGE,
  type SourceText,
} from './modules.js';
