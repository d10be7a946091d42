// What every importer is asked for beside its own files, and the frame around its reading: what is found is told, and a
// capture appears whole or not at all.
import type { Manifest, Parsed } from '../../../core/schema/index.js';
import type { WriteOptions } from '../../capture/write-capture.js';
import { ForeignFault } from '../foreign-issue.js';
import type { TableProgress } from '../table/index.js';
import { assembleCapture, type ForeignRecording } from './assemble-capture.js';
import type { CaptureSettings } from './capture-settings.js';
import { ImportIssues } from './import-issues.js';

export interface ForeignImport extends WriteOptions {
  /** Folder of the capture. */
  readonly out: string;
  /** What the source does not state. */
  readonly settings?: CaptureSettings;
  readonly onRead?: (progress: TableProgress) => void;
}

/**
 * Writes what `read` makes of the source; it gives undefined, or throws a ForeignFault, when nothing can be made of it. The
 * value is undefined when an issue is an error.
 */
export async function importForeign(
  request: ForeignImport,
  read: (issues: ImportIssues) => Promise<ForeignRecording | undefined>,
): Promise<Parsed<Manifest>> {
  const issues = new ImportIssues();
  const { out, settings = {} } = request;
  try {
    const recording = await read(issues);
    if (!recording || issues.hasErrors) return { value: undefined, issues: issues.all() };
    return await assembleCapture(recording, { out, settings, write: request }, issues);
  } catch (error) {
    if (!(error instanceof ForeignFault)) throw error;
    issues.add(error.issue);
    return { value: undefined, issues: issues.all() };
  }
}
