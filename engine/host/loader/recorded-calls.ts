// The calls of a strategy that leave a trace, by name and number of arguments: their place in source is recorded.

/** `add` is also a method of numbers, with one argument: the count keeps them apart. */
export const RECORDED_CALLS: Readonly<Record<string, number | undefined>> = {
  gate: 5,
  trigger: 5,
  verdict: 5,
  hold: 2,
  block: 3,
  open: 2,
  add: 2,
  reduce: 2,
  close: 2,
};
