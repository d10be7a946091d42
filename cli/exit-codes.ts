// What a calling script learns from the exit code alone. Documented in docs/cli.md; codes are never reused.

export const EXIT = {
  /** The replay reproduced live, or the command did what it was asked. */
  ok: 0,
  /** Live and replay differ, the strategy failed, or a snapshot does not continue exactly. */
  mismatch: 1,
  /** The inputs are in order but do not belong together: nothing was judged. */
  invalid: 2,
  /** Wrong arguments, or a capture, strategy or file that cannot be used. */
  badInput: 3,
  /** Two lanes of Lockstep do not agree: nothing it says about this capture may be relied on. */
  laneDivergence: 4,
  /** A fault of Lockstep itself (EX_SOFTWARE). */
  internal: 70,
  /** Ctrl-C, as shells report it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
