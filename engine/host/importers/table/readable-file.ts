// What the system says of a file that cannot be read, as a fault that names the file.
import { systemCode } from '../../capture/capture-error.js';
import { fault } from '../foreign-issue.js';

/** Turns what the system says into a fault that names the file. */
export async function readable<T>(file: string, reading: () => Promise<T>): Promise<T> {
  try {
    return await reading();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error;
    const isMissing = code === 'ENOENT';
    const isFolder = code === 'EISDIR';
    throw fault(
      'foreign.unreadable',
      { file },
      {
        message: isMissing
          ? 'There is no such file.'
          : isFolder
            ? 'This is a folder.'
            : `The file cannot be read (${code}).`,
        remedy: isFolder ? 'Give a file.' : 'Check the path and its permissions.',
      },
    );
  }
}
