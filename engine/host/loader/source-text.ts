// Text of a strategy file: what the editor holds unsaved, else what the disk holds.
import { readFile } from 'node:fs/promises';

/** Unsaved text by absolute path. */
export type Overlays = Readonly<Record<string, string>>;

/** Null when there is no such file. */
export async function readText(file: string, overlays: Overlays): Promise<string | null> {
  const overlay = overlays[file];
  if (overlay !== undefined) return overlay;
  try {
    return await readFile(file, 'utf8');
  } catch {
    return null;
  }
}
