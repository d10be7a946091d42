// A record without some of its keys, the others in their order.

export const without = <T extends object, K extends keyof T>(
  record: T,
  ...keys: readonly K[]
): Omit<T, K> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key as K))) as Omit<
    T,
    K
  >;
