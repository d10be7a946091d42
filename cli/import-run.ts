// What every importer does around its own work: claims the folder, shows progress, tells what it found.
import { access } from 'node:fs/promises';
import path from 'node:path';
import { hasErrors, type Manifest, type Parsed } from '../engine/core/schema/index.js';
import type { CaptureProgress } from '../engine/host/capture/index.js';
import type { TableProgress } from '../engine/host/importers/table/index.js';
import { CommandError } from './command-error.js';
import type { CliContext } from './context.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { claimCaptureFolder } from './out-path.js';
import { namesForPeople } from './output/path-names.js';
import { writeProblems } from './output/problems.js';
import { createProgress } from './output/progress.js';

export interface OutFlags {
  readonly out: string;
  readonly force?: boolean;
  readonly progress?: boolean;
}

/** What an importer is given. */
export interface ImportRun {
  /** Absolute path of the capture's folder. */
  readonly folder: string;
  readonly overwrite: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CaptureProgress) => void;
  readonly onRead: (progress: TableProgress) => void;
}

export async function runImport(
  flags: OutFlags,
  context: CliContext,
  run: (given: ImportRun) => Promise<Parsed<Pick<Manifest, 'captureId' | 'symbols'>>>,
): Promise<ExitCode> {
  const { out, err, signal } = context;
  const folder = path.resolve(flags.out);
  await claimCaptureFolder(folder, flags.force === true);
  const progress = createProgress(err, flags.progress === true);
  let isReading = false;
  const { value, issues } = await run({
    ...{ folder, overwrite: flags.force === true, signal },
    onRead: ({ file, bytes, totalBytes }) => {
      isReading = true;
      progress.report(`reading ${path.basename(file)}`, bytes, totalBytes);
    },
    onProgress: ({ file, bytes, totalBytes }) => {
      // What is streamed is written while it is read, and only reading knows how far it is.
      if (!isReading) progress.report(`writing ${file}`, bytes, totalBytes ?? 0);
    },
  }).finally(() => {
    progress.end();
  });
  writeProblems(err, { issues }, namesForPeople(process.cwd()));
  if (value === undefined) {
    const isInvalid = issues.every(
      (issue) => issue.severity !== 'error' || issue.kind === 'invalid-comparison',
    );
    return isInvalid && hasErrors(issues) ? EXIT.invalid : EXIT.badInput;
  }
  const { captureId, symbols } = value;
  out.write(`${captureId} (${symbols.join(', ')}) is in ${flags.out}\n`);
  return EXIT.ok;
}

/** A strategy as a manifest names it: shipped by name, files relative to the capture, so that both can move together. */
export async function strategyEntry(strategy: string, folder: string): Promise<string> {
  if (strategy.startsWith('lockstep:')) return strategy;
  const file = path.resolve(strategy);
  await access(file).catch(() => {
    throw new CommandError(`--strategy ${strategy} is not there.`, 'give a strategy file.');
  });
  return path.relative(folder, file).split(path.sep).join('/');
}
