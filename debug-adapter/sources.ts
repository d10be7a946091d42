// Files of a replay as DAP sources, and places in them that a variable can link to.
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Opened, SourceRange } from '../engine/host/replay/protocol.js';
import { unknownLocation } from './errors.js';
import { rangeToClient, type ClientRange, type Counting } from './positions.js';

/** The parts of a capture, in the order a reader wants them. */
const CAPTURE_FILES = ['manifest.json', 'events.jsonl', 'market.jsonl', 'snapshot.json'] as const;

export const toSource = (file: string): DebugProtocol.Source => ({
  name: basename(file),
  path: file,
});

/** Everything the replay was made from: the strategy's files, then the capture's. */
export function loadedSources(opened: Opened): DebugProtocol.Source[] {
  const capture = CAPTURE_FILES.map((name) => ({
    ...toSource(join(opened.capture, name)),
    origin: 'capture',
  }));
  return [...opened.strategyFiles.map(toSource), ...capture];
}

/** Whether a file is part of the recording rather than of the strategy. */
export function isInCapture(file: string, opened: Opened): boolean {
  const inside = relative(opened.capture, file);
  return inside !== '' && !inside.startsWith('..') && !isAbsolute(inside);
}

/** The replay's own spelling of a path: it compares exactly, and an editor may spell a drive letter differently. */
export function toStrategyFile(path: string | undefined, opened: Opened | null): string {
  const file = path ?? '';
  return opened?.strategyFiles.find((known) => fileKey(known) === fileKey(file)) ?? file;
}

/** Equal for two spellings of one path. */
export function fileKey(file: string): string {
  const absolute = resolve(file);
  return process.platform === 'win32' ? absolute.toLowerCase() : absolute;
}

/** A place as the `locations` request answers it. */
export type ClientLocation = ClientRange & { readonly source: DebugProtocol.Source };

/** Places handed out as numbers; they live exactly as long as the stop whose values link to them. */
export class LocationTable {
  readonly #ranges = new Map<number, SourceRange>();
  #nextReference = 1;

  add(range: SourceRange): number {
    const reference = this.#nextReference++;
    this.#ranges.set(reference, range);
    return reference;
  }

  resolve(reference: number, counting: Counting): ClientLocation {
    const range = this.#ranges.get(reference);
    if (range === undefined) throw unknownLocation(reference);
    return { source: toSource(range.file), ...rangeToClient(range, counting) };
  }

  clear(): void {
    this.#ranges.clear();
  }
}
