// What a run is made of: three files, the state it began with if it did not begin flat, and what was read from them.
import type { OpenclawCandles, OpenclawReport } from '../../../core/schema/foreign/openclaw.js';
import type { OpenclawInitState } from '../../../core/schema/foreign/openclaw-init-state.js';
import type { NamedText } from '../foreign-file.js';
import type { EffectiveTree } from './config-tree.js';

/** The files of a run, as text. */
export interface OpenclawTexts {
  readonly report: NamedText;
  readonly candles: NamedText;
  readonly config: NamedText;
  readonly initState?: NamedText;
}

/** An init state with the text it was read from. */
export interface InitState {
  readonly state: OpenclawInitState;
  readonly text: NamedText;
}

/** What was read from them, and the texts for the lines of issues. */
export interface RunInputs {
  readonly report: OpenclawReport;
  readonly candles: OpenclawCandles;
  readonly config: EffectiveTree;
  readonly initState?: InitState;
  readonly texts: OpenclawTexts;
}
