// Absolute paths as people and machines want to read them. People click on a path relative to where they are; a
// machine compares output, so there paths are relative to the capture and say nothing about where it lies.
import path from 'node:path';
import { packageRoot } from '../../engine/host/package-root.js';

/** A path to its name. */
export type PathNames = (absolute: string) => string;

const withSlashes = (text: string): string => text.split(path.sep).join('/');

/** Relative to the working directory, unless the absolute path is the shorter one. */
export function namesForPeople(workingDirectory: string): PathNames {
  return (absolute) => {
    const relative = path.relative(workingDirectory, absolute);
    if (relative === '') return '.';
    return relative.length < absolute.length ? relative : absolute;
  };
}

/** Relative to the capture; `lockstep:openclaw/index.ts` for strategies that a manifest names that way. */
export function namesForMachines(capture: string, isShipped: boolean): PathNames {
  const shipped = path.join(packageRoot(), 'examples', 'workspace', 'strategies');
  const folder = path.resolve(capture);
  return (absolute) => {
    const inShipped = path.relative(shipped, absolute);
    if (isShipped && !inShipped.startsWith('..')) return `lockstep:${withSlashes(inShipped)}`;
    return withSlashes(path.relative(folder, absolute)) || '.';
  };
}

/** Replaces every occurrence of the given absolute paths in a message by their names. */
export function nameIn(text: string, paths: readonly string[], names: PathNames): string {
  const longestFirst = [...paths].sort((a, b) => b.length - a.length);
  return longestFirst.reduce(
    (named, absolute) => named.replaceAll(absolute, names(absolute)),
    text,
  );
}
