// Checks of indicator settings. A wrong setting is a programmer error and is reported when the indicator is built.

/** Rings are allocated whole, and every bar walks them: a longer window is a mistake in the settings, not a need. */
export const WINDOW_MAX = 65_536;

/** Returns the window when it is an integer from 1 to `WINDOW_MAX`; throws a RangeError that names it otherwise. */
export function checkedWindow(name: string, window: number): number {
  if (Number.isInteger(window) && window >= 1 && window <= WINDOW_MAX) return window;
  throw new RangeError(
    `${name} must be an integer from 1 to ${String(WINDOW_MAX)}, got ${String(window)}`,
  );
}
