// Counts of what was evaluated and what was refused, one for each figure of the reference engine's gate statistics.

export class Counters {
  totalChecks = 0;
  signalsGenerated = 0;
  blockedByRanging = 0;
  blockedByAnomaly = 0;
  blockedByExtension = 0;
  blockedByAdxLow = 0;
  blockedByAdxNotRising = 0;
  blockedByVolume = 0;
  blockedByBtc = 0;
  blockedByConfidence = 0;
  /** The re-entry cooldown. */
  blockedByPesc = 0;
  blockedBySsf = 0;
  blockedByReef = 0;
  blockedByMaxPositions = 0;
  blockedByMargin = 0;
}
