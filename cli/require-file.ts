// A file an option names must be there before anything is done.
import { stat } from 'node:fs/promises';
import { CommandError } from './command-error.js';

export async function requireFile(option: string, file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() === true) return;
  throw new CommandError(
    `${option} ${file} is ${found === undefined ? 'not there' : 'no file'}.`,
    'give the path of a file.',
  );
}
