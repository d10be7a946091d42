// The new lines of a log behind those that were verified: each must continue the chain, and stands somewhere.
import type { JsonSource, Parsed } from '../../core/schema/index.js';
import { sha256 } from '../capture/capture-files.js';
import { segmentFile, segmentsIn, type LogName } from '../recorder/recording-files.js';
import type { ChainEnd, PlacedAnchor } from './anchor-list.js';
import { AnchoredPlaces, type LinePlace } from './anchored-places.js';
import type { FrozenFolder } from './frozen-folder.js';
import type { LogEnd } from './verify-recording.js';

interface KnownLine {
  readonly hash: string;
  readonly place: LinePlace;
}

export interface LogChain extends ChainEnd {
  /** Lines that an anchor may still speak of, by number, in order. */
  readonly lines: ReadonlyMap<number, KnownLine>;
}

export interface FollowedLog<T> {
  readonly name: LogName;
  /** What an anchor calls a line of it. */
  readonly noun: string;
  readonly parse: (source: JsonSource) => Parsed<T>;
  readonly link: (record: T) => { readonly number: number; readonly prev: string | null };
}

export interface Followed<T> {
  readonly records: readonly T[];
  readonly lines: readonly string[];
  readonly chain: LogChain;
}

export interface FollowedFrom {
  /** Which was verified. */
  readonly before: FrozenFolder;
  readonly chain: LogChain;
  readonly now: FrozenFolder;
}

export function chainAt({ number, hash, place }: LogEnd): LogChain {
  const isThere = hash !== null && place !== null;
  return { number, hash, lines: new Map(isThere ? [[number, { hash, place }]] : []) };
}

/** No later anchor speaks of lines before those of an earlier one. */
export const fromLine = (chain: LogChain, first: number): LogChain => ({
  ...chain,
  lines: new Map([...chain.lines].filter(([number]) => number >= first)),
});

/** null: they do not continue the chain. */
export async function followed<T>(
  { name, parse, link }: FollowedLog<T>,
  { before, chain, now }: FollowedFrom,
): Promise<Followed<T> | null> {
  const records: T[] = [];
  const texts: string[] = [];
  const lines = new Map(chain.lines);
  let { number, hash } = chain;
  for (const segment of segmentsIn(now.all, name)) {
    const file = segmentFile(name, segment);
    let byte = before.sizes.get(file) ?? 0;
    if ((now.sizes.get(file) ?? 0) < byte) return null;
    for (const line of await now.linesFrom(file, byte)) {
      const text = line.toString('utf8');
      const { value, issues } = parse({ text, file });
      if (value === undefined || issues.length > 0) return null;
      const next = link(value);
      if (next.number !== number + 1 || next.prev !== hash) return null;
      number = next.number;
      hash = sha256(line);
      const above = lines.get(number - 1)?.place;
      const end = byte + line.length + 1;
      const lineNumber = above?.file === file ? above.line + 1 : 1;
      lines.set(number, { hash, place: { file, line: lineNumber, byte, end } });
      byte = end;
      records.push(value);
      texts.push(text);
    }
  }
  return { records, lines: texts, chain: { number, hash, lines } };
}

/** Whether lines have the hashes that anchors know, and stand where these say. The first anchor may be of an earlier look. */
export function isAnchored(
  { name, noun }: Pick<FollowedLog<unknown>, 'name' | 'noun'>,
  { lines }: LogChain,
  anchors: { readonly earlier: PlacedAnchor | null; readonly added: readonly PlacedAnchor[] },
): boolean {
  const { earlier, added } = anchors;
  for (const anchor of added) {
    const { sha256: hash } = anchor[name];
    const number = name === 'events' ? anchor.events.seq : anchor.market.row;
    if (hash !== null && lines.get(number)?.hash !== hash) return false;
  }
  const places = new AnchoredPlaces(name, noun, [...(earlier === null ? [] : [earlier]), ...added]);
  for (const [number, { place }] of lines) places.see(number, place);
  return places.misfit() === undefined;
}
