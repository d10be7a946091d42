// Which tick of the window an event of a given time belongs to.

/** Last tick whose events are stamped at or before `ts`; 0 for anything earlier. */
export function tickOf(eventTs: readonly number[], ts: number): number {
  let low = 0;
  let high = eventTs.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((eventTs[middle] ?? 0) <= ts) low = middle;
    else high = middle - 1;
  }
  return low;
}
