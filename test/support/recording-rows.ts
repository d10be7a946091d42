// What a recording holds, without what chains it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RecordingRows {
  readonly events: readonly object[];
  readonly bars: readonly object[];
}

export const recordingRows = (dir: string): RecordingRows => ({
  events: rowsOf(dir, 'events-'),
  bars: rowsOf(dir, 'market-'),
});

function rowsOf(dir: string, prefix: string): readonly object[] {
  const names = readdirSync(dir).filter((name) => name.startsWith(prefix));
  return names
    .sort()
    .flatMap((name) => readFileSync(join(dir, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => ({ ...(JSON.parse(line) as object), prev: null }));
}
