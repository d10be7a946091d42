// What came to a recording since it was verified: only the new lines are read, each must continue its chain, and what an
// anchor says of them must hold. Whatever is not plain growth (a restart, a late bar, a line that does not fit) is left to
// a look at the whole recording, which knows to say what it is.
import {
  parseAnchor,
  parseEventLine,
  parseRecordedBar,
  type AnchorRecord,
  type BarRecord,
  type EventRecord,
  type JsonSource,
  type Parsed,
} from '../../core/schema/index.js';
import { sha256 } from '../capture/capture-files.js';
import { hasItsSum } from '../capture/summed-line.js';
import { ANCHORS, segmentFile, segmentsIn, type LogName } from '../recorder/recording-files.js';
import { without } from '../recorder/without.js';
import type { ChainEnd } from './anchor-list.js';
import { freezeFolder, type FrozenFolder } from './frozen-folder.js';
import type { VerifiedRecording } from './verify-recording.js';

export interface Growth {
  /** Ascending by time and symbol, each once. */
  readonly bars: readonly BarRecord[];
  readonly events: readonly EventRecord[];
  /** The lines of these events, without newlines. */
  readonly eventLines: readonly string[];
}

interface Chain extends ChainEnd {
  /** Hashes of lines that an anchor may still speak of, by number. */
  readonly hashes: ReadonlyMap<number, string>;
}

interface Standing {
  readonly folder: FrozenFolder;
  readonly events: Chain;
  readonly market: Chain;
  readonly anchors: ChainEnd;
}

export class GrowingRecording {
  private constructor(
    private readonly dir: string,
    private standing: Standing,
  ) {}

  /** From a recording that was verified as `folder` has it. */
  static from(
    dir: string,
    folder: FrozenFolder,
    { ends }: Pick<VerifiedRecording, 'ends'>,
  ): GrowingRecording {
    const { events, market, anchors } = ends;
    const standing = { folder, events: chainAt(events), market: chainAt(market), anchors };
    return new GrowingRecording(dir, standing);
  }

  /** null: the whole recording has to be looked at, also for what comes later. Rejects when the disk refuses. */
  async more(): Promise<Growth | null> {
    const { standing } = this;
    const folder = await freezeFolder(this.dir);
    const events = await followed(EVENTS, { before: standing, folder, chain: standing.events });
    const market = await followed(MARKET, { before: standing, folder, chain: standing.market });
    const anchors = await newAnchors(standing, folder);
    if (events === null || market === null || anchors === null) return null;
    for (const anchor of anchors.records)
      if (!(await holds(anchor, { events, market, folder }))) return null;
    const bars = inOrder(market.records.map((bar) => without(bar, 'row', 'prev')));
    if (bars === null || events.records.some(({ kind }) => NOT_PLAIN.has(kind))) return null;
    const isAnchored = anchors.records.length > 0;
    this.standing = {
      folder,
      events: isAnchored ? chainAt(events.chain) : events.chain,
      market: isAnchored ? chainAt(market.chain) : market.chain,
      anchors: anchors.end,
    };
    return { bars, events: events.records, eventLines: events.lines };
  }
}

/** The recorder's own notes of what went wrong. */
const NOT_PLAIN: ReadonlySet<EventRecord['kind']> = new Set<EventRecord['kind']>([
  'restart',
  'gap',
]);

const chainAt = ({ number, hash }: ChainEnd): Chain => ({
  number,
  hash,
  hashes: new Map(hash === null ? [] : [[number, hash]]),
});

interface Log<T> {
  readonly name: LogName;
  readonly parse: (source: JsonSource) => Parsed<T>;
  readonly link: (record: T) => { readonly number: number; readonly prev: string | null };
}

const EVENTS: Log<EventRecord> = {
  name: 'events',
  parse: parseEventLine,
  link: ({ seq, prev }) => ({ number: seq, prev }),
};
const MARKET: Log<NonNullable<ReturnType<typeof parseRecordedBar>['value']>> = {
  name: 'market',
  parse: parseRecordedBar,
  link: ({ row, prev }) => ({ number: row, prev }),
};

interface From {
  readonly before: Standing;
  readonly folder: FrozenFolder;
  readonly chain: Chain;
}

/** Where a line ends. */
interface End {
  readonly file: string;
  readonly byte: number;
}

interface Followed<T> {
  readonly records: readonly T[];
  readonly lines: readonly string[];
  /** Of the new lines, by number. */
  readonly ends: ReadonlyMap<number, End>;
  readonly chain: Chain;
}

/** The new records of a log with the chain behind them; null where they do not continue it. */
async function followed<T>(
  { name, parse, link }: Log<T>,
  { before, folder, chain }: From,
): Promise<Followed<T> | null> {
  const records: T[] = [];
  const lines: string[] = [];
  const hashes = new Map(chain.hashes);
  const ends = new Map<number, End>();
  let { number, hash } = chain;
  for (const segment of segmentsIn(folder.all, name)) {
    const file = segmentFile(name, segment);
    let byte = before.folder.sizes.get(file) ?? 0;
    if ((folder.sizes.get(file) ?? 0) < byte) return null;
    for (const line of await folder.linesFrom(file, byte)) {
      const text = line.toString('utf8');
      const { value, issues } = parse({ text, file });
      if (value === undefined || issues.length > 0) return null;
      const next = link(value);
      if (next.number !== number + 1 || next.prev !== hash) return null;
      number = next.number;
      hash = sha256(line);
      hashes.set(number, hash);
      byte += line.length + 1;
      ends.set(number, { file, byte });
      records.push(value);
      lines.push(text);
    }
  }
  return { records, lines, ends, chain: { number, hash, hashes } };
}

async function newAnchors(
  { folder: before, anchors: last }: Standing,
  folder: FrozenFolder,
): Promise<{ readonly records: readonly AnchorRecord[]; readonly end: ChainEnd } | null> {
  const records: AnchorRecord[] = [];
  let end = last;
  for (const line of await folder.linesFrom(ANCHORS, before.sizes.get(ANCHORS) ?? 0)) {
    const text = line.toString('utf8');
    const { value } = parseAnchor({ text, file: ANCHORS });
    const isNext = value?.anchor === end.number + 1 && value.prev === end.hash && hasItsSum(text);
    if (value === undefined || !isNext) return null;
    end = { number: value.anchor, hash: sha256(line) };
    records.push(value);
  }
  return { records, end };
}

/** Whether what an anchor says of new lines and files is so. */
async function holds(
  anchor: AnchorRecord,
  at: { readonly events: NewLines; readonly market: NewLines; readonly folder: FrozenFolder },
): Promise<boolean> {
  const { events, market, files } = anchor;
  if (!knows(at.events, { ...events, number: events.seq, log: 'events' })) return false;
  if (!knows(at.market, { ...market, number: market.row, log: 'market' })) return false;
  for (const [name, hash] of Object.entries(files)) {
    const content = await at.folder.read(name);
    if (content === undefined || sha256(content) !== hash) return false;
  }
  return true;
}

/** null: a bar has several forms, and which of them counts is not for this file to say. */
function inOrder(bars: readonly BarRecord[]): readonly BarRecord[] | null {
  const sorted = [...bars].sort(
    (a, b) => a.openTs - b.openTs || (a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0),
  );
  const isTwice = sorted.some((bar, index) => {
    const before = sorted[index - 1];
    return before?.openTs === bar.openTs && before.symbol === bar.symbol;
  });
  return isTwice ? null : sorted;
}

type NewLines = Pick<Followed<unknown>, 'chain' | 'ends'>;

interface Known {
  readonly log: LogName;
  readonly number: number;
  readonly sha256: string | null;
  readonly segment: number;
  /** 0: the segment was begun behind the line. */
  readonly bytes: number;
}

/** Whether a line has the hash that an anchor knows and, if it is a new one, stands where the anchor says. */
function knows({ chain, ends }: NewLines, known: Known): boolean {
  const { log, number, sha256: hash, segment, bytes } = known;
  if (hash !== null && chain.hashes.get(number) !== hash) return false;
  const end = ends.get(number);
  if (end === undefined || bytes === 0) return true;
  return end.file === segmentFile(log, segment) && end.byte === bytes;
}
