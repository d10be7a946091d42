// What the HTML report needs to know of the place it is written in.
import type { PathNames } from '../path-names.js';
import type { Rerun } from '../rerun.js';

export interface HtmlView {
  readonly names: PathNames;
  /** events.jsonl as the report names it. */
  readonly eventsFile: string;
  readonly rerun: Rerun;
  /** Of Lockstep. */
  readonly version: string;
}
