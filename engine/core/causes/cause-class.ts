// The classes of causes, and the order in which equal explanations are preferred.

export type CauseClass =
  | 'market-data-alignment-gap'
  | 'state-initialisation-gap'
  | 'numeric-policy-divergence'
  | 'non-simulatable-oms-effect'
  | 'deterministic-logic-divergence'
  | 'unclassified';

/**
 * `recorded`: live itself recorded the substituted value. `systematic`: one change of a rule reproduces several
 * independent rows. `searched`: a value found by search reproduces what follows. `proven-equal`: inputs and state are
 * recorded and equal, and nothing heals it.
 */
export type EvidenceStrength = 'recorded' | 'systematic' | 'searched' | 'proven-equal';
