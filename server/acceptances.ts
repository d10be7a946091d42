// What a person decided about roots: the registry's entries as the server's other parts need them, by root id.

/** How one root stands towards the registry of accepted residuals. */
export interface Acceptance {
  readonly accepted: boolean;
  /** `accepted by jane until 2027-01-01`, or why the entry does not count: `expired on 2026-01-01`. */
  readonly reason: string;
}

/** Roots that no entry names are absent. */
export type Acceptances = ReadonlyMap<string, Acceptance>;

export const NOTHING_ACCEPTED: Acceptances = new Map();
