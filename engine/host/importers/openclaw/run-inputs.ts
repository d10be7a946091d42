// What a run is made of: three files, and what was read from them.
import type { OpenclawCandles, OpenclawReport } from '../../../core/schema/foreign/openclaw.js';
import type { NamedText } from '../foreign-file.js';
import type { EffectiveTree } from './config-tree.js';

/** The three files of a run, as text. */
export interface OpenclawTexts {
  readonly report: NamedText;
  readonly candles: NamedText;
  readonly config: NamedText;
}

/** What was read from them, and the texts for the lines of issues. */
export interface RunInputs {
  readonly report: OpenclawReport;
  readonly candles: OpenclawCandles;
  readonly config: EffectiveTree;
  readonly texts: OpenclawTexts;
}
