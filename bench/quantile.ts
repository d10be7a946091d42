// Times as numbers people read.

/** The value below which `part` of the samples lie; NaN without samples. */
export function quantile(samples: readonly number[], part: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1);
  return sorted[Math.max(0, index)] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/** To three significant digits: what a shared machine can tell apart. */
export const rounded = (value: number): number => Number(value.toPrecision(3));
