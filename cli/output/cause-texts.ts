// The classes of causes in plain words, for every report.
import type { CauseClass } from '../../engine/host/replay/explanation.js';

export interface CauseText {
  /** Two or three words. */
  readonly title: string;
  /** What it means, one sentence. */
  readonly meaning: string;
  /** What usually mends it. */
  readonly help: string;
}

export const CAUSE_TEXTS: Readonly<Record<CauseClass, CauseText>> = {
  'market-data-alignment-gap': {
    title: 'market data',
    meaning: 'Live decided on other market data than the capture holds.',
    help: 'Record the bars as live saw them, with their revision, and capture again; or correct the feed that shifts, misses or changes bars.',
  },
  'state-initialisation-gap': {
    title: 'state',
    meaning: 'The replay began from other state than live had.',
    help: 'Save the named field in the snapshot, or correct it there; state that is not saved cannot be restored.',
  },
  'numeric-policy-divergence': {
    title: 'numeric policy',
    meaning: 'Live computes or rounds at one named step in another way.',
    help: 'Put the rule of live into the manifest: its venue policy, or its numeric policy.',
  },
  'non-simulatable-oms-effect': {
    title: 'venue effect',
    meaning: 'The venue did something with an order that no simulation can foresee.',
    help: 'Check the recorded outcome with the venue; if it is genuine, accept it in the registry with an approver and a ceiling.',
  },
  'deterministic-logic-divergence': {
    title: 'logic',
    meaning: 'Inputs and state were equal, and the strategy decided differently.',
    help: 'Compare the code that live ran with this one at the named gate and line.',
  },
  unclassified: {
    title: 'unclassified',
    meaning: 'No substitution explains the difference with proof.',
    help: 'Record what the report asks for and verify again. What is unclassified can never be accepted.',
  },
};
