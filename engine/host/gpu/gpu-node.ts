// Which program runs the GPU process. Dawn's addon does not load inside Electron, which is what runs the language server
// in a desktop editor, so a real Node has to be there.
import { gpuFailure } from './gpu-failure.js';
import type { GpuFailure } from './gpu-protocol.js';

/** What the built files are made for. */
const NODE_MAJOR_MIN = 20;

type Versions = Readonly<Record<string, string | undefined>>;

/** The program of this process where it is Node, else the one on the path. */
export const gpuNode = (versions: Versions = process.versions): string =>
  versions['electron'] === undefined ? process.execPath : 'node';

/** Asked in the GPU process itself: what is wrong with the program that runs it; null when nothing is. */
export function nodeFailure(versions: Versions, program: string): GpuFailure | null {
  const electron = versions['electron'];
  if (electron !== undefined)
    return gpuFailure('node-missing', `${program} is Electron ${electron} and no Node.js.`);
  const node = versions['node'] ?? '0';
  if (Number.parseInt(node, 10) < NODE_MAJOR_MIN)
    return gpuFailure('node-missing', `${program} is Node.js ${node}, which is too old.`);
  return null;
}

/** The program could not even be started. */
export function startFailure(program: string, error: NodeJS.ErrnoException): GpuFailure {
  const where = program === 'node' ? 'on the PATH' : `at ${program}`;
  return error.code === 'ENOENT'
    ? gpuFailure('node-missing', `There is no Node.js ${where}.`)
    : gpuFailure('node-missing', `${program} could not be started: ${error.message}.`);
}
