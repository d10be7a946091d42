// Finds the package webgpu, which is Dawn for Node. It weighs 130 MB for all platforms, so the packaged extension has none
// and uses one that its user installed. Only folders that the caller trusts are named here: a package found is run.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { create, globals } from 'webgpu';
import { gpuFailure } from './gpu-failure.js';
import type { GpuFailure, WebgpuPlaces } from './gpu-protocol.js';

export interface Dawn {
  readonly create: typeof create;
  readonly globals: typeof globals;
}

const PACKAGE = 'webgpu';

export async function loadDawn(places: WebgpuPlaces): Promise<Dawn | GpuFailure> {
  const entry = findEntry(places);
  if (entry === null) return gpuFailure('package-missing', missingText(places));
  try {
    return (await import(pathToFileURL(entry).href)) as Dawn;
  } catch (error) {
    // Behind the first line Node lists who asked for the module.
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    const text = `The package ${PACKAGE} in ${path.dirname(entry)} could not be loaded: ${reason}.`;
    return gpuFailure('package-missing', text);
  }
}

/** A place that somebody named is the only one; else Lockstep's own comes first, then those of the folders. */
function findEntry({ named, folders }: WebgpuPlaces): string | null {
  if (named !== null) return entryIn(named) ?? entryIn(path.join(named, 'node_modules', PACKAGE));
  const inFolders = folders.map((folder) => entryIn(path.join(folder, 'node_modules', PACKAGE)));
  return ownEntry() ?? inFolders.find((entry) => entry !== null) ?? null;
}

function ownEntry(): string | null {
  try {
    return createRequire(import.meta.url).resolve(PACKAGE);
  } catch {
    return null;
  }
}

/** The main file of the package that lies in exactly this folder; folders above it are not looked into. */
function entryIn(folder: string): string | null {
  const manifest = path.join(folder, 'package.json');
  if (!path.isAbsolute(folder) || !existsSync(manifest)) return null;
  try {
    const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly name?: unknown };
    return name === PACKAGE ? createRequire(manifest).resolve(folder) : null;
  } catch {
    return null;
  }
}

const missingText = ({ named }: WebgpuPlaces): string =>
  named === null
    ? `The package ${PACKAGE} is not installed.`
    : `There is no package ${PACKAGE} in "${named}", which lockstep.gpu.modulePath names.`;
