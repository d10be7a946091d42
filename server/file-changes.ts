// What the editor says has changed on disk, as changes of the files that matter. A folder that is deleted is one event of its
// own in VS Code, and none of the files in it.
import path from 'node:path';
import {
  FileChangeType,
  WatchKind,
  type FileEvent,
  type FileSystemWatcher,
} from 'vscode-languageserver/node';
import { isScript, pathOf } from './documents.js';
import { CAPTURE_FILES, CONFIGURATION } from './workspace-files.js';

export interface FileChange {
  readonly file: string;
  /** It is there now and was not, or the other way round. */
  readonly isNew: boolean;
}

const isOfInterest = (file: string): boolean =>
  isScript(file) ||
  path.basename(file) === CONFIGURATION ||
  CAPTURE_FILES.includes(path.basename(file));

const NAMES = [CONFIGURATION, ...CAPTURE_FILES, '*.{ts,mts,cts,js,mjs,cjs}'];

/** What the editor is asked to tell of. Folders have no pattern of their own. */
export const WATCHERS: readonly FileSystemWatcher[] = [
  ...NAMES.map((name) => ({ globPattern: `**/${name}` })),
  { globPattern: '**/*', kind: WatchKind.Delete },
];

/** What would be missed. */
interface Known {
  /** Their folders. */
  readonly captures: readonly string[];
  readonly files: readonly string[];
}

export function fileChanges(events: readonly FileEvent[], known: Known): readonly FileChange[] {
  const inCaptures = known.captures.flatMap((folder) =>
    CAPTURE_FILES.map((name) => path.join(folder, name)),
  );
  const missed = [...new Set([...known.files, ...inCaptures])];
  return events.flatMap(({ uri, type }) => {
    const file = pathOf(uri);
    if (file === undefined) return [];
    const isNew = type !== FileChangeType.Changed;
    const own = isOfInterest(file) ? [{ file, isNew }] : [];
    if (type !== FileChangeType.Deleted) return own;
    const below = missed.filter((each) => each.startsWith(file + path.sep));
    return [...own, ...below.map((each) => ({ file: each, isNew }))];
  });
}
