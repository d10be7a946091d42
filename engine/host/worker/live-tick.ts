// Which tick of the window an event of a given time belongs to.

/** Last tick that opened at or before `ts`; 0 for anything earlier. */
export function tickOf(tickTs: readonly number[], ts: number): number {
  let low = 0;
  let high = tickTs.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tickTs[middle] ?? 0) <= ts) low = middle;
    else high = middle - 1;
  }
  return low;
}
