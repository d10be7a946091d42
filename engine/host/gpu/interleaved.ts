// Words of lanes as the device holds them: the same address of all lanes side by side.

/** A stretch of every lane's words; a lane that ends before it has zeros. */
export function gather(
  lanes: readonly Uint32Array[],
  { at, count }: { readonly at: number; readonly count: number },
): Uint32Array {
  const words = new Uint32Array(count * lanes.length);
  lanes.forEach((from, lane) => {
    const end = Math.min(count, from.length - at);
    for (let i = 0; i < end; i += 1) words[i * lanes.length + lane] = from[at + i] as number;
  });
  return words;
}

/** The inverse: puts a stretch into the lanes' words, as far as each goes. */
export function spread(words: Uint32Array, lanes: readonly Uint32Array[], at: number): void {
  const count = words.length / lanes.length;
  lanes.forEach((to, lane) => {
    const end = Math.min(count, to.length - at);
    for (let i = 0; i < end; i += 1) to[at + i] = words[i * lanes.length + lane] as number;
  });
}
