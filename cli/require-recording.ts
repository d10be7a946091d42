// A folder an argument names as a recording.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { HEADER } from '../engine/host/recorder/recording-files.js';
import { CommandError } from './command-error.js';

export async function requireRecording(dir: string): Promise<void> {
  const folder = await stat(dir).catch(() => undefined);
  if (folder?.isDirectory() !== true)
    throw new CommandError(
      `${dir} is ${folder === undefined ? 'not there' : 'no folder'}.`,
      'give the folder of a recording.',
    );
  const header = await stat(path.join(dir, HEADER)).catch(() => undefined);
  if (header?.isFile() === true) return;
  throw new CommandError(`${dir} holds no recording.`, `give the folder that holds ${HEADER}.`);
}
