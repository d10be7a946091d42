// Fewer points of a long series, for drawing.

/** At most `most` items, evenly apart by index; the first and the last are kept. */
export function thinned<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => Math.round(index * step)).flatMap(
    (index) => items[index] ?? [],
  );
}
