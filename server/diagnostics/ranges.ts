// From the engine's places, which count from 1, to the editor's, which count from 0.
import type { Location, Range } from 'vscode-languageserver/node';
import type { SourceRange } from '../../engine/host/replay/protocol.js';

/** Turns a path into the address the editor uses for it. */
export type UriOf = (file: string) => string;

export const rangeOf = (site: SourceRange): Range => ({
  start: { line: site.line - 1, character: site.column - 1 },
  end: { line: site.endLine - 1, character: site.endColumn - 1 },
});

/** A whole line including its end; `line` counts from 1. */
export const lineRange = (line: number): Range => ({
  start: { line: line - 1, character: 0 },
  end: { line, character: 0 },
});

export const siteLocation = (site: SourceRange, uriOf: UriOf): Location => ({
  uri: uriOf(site.file),
  range: rangeOf(site),
});

export const START_OF_FILE: Range = lineRange(1);
