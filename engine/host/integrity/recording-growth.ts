// What came to a recording since it was verified: only the new lines are read, each must continue its chain, and what an
// anchor says of them must hold. Whatever is not plain growth (a restart, a late bar, a line that does not fit) is left to
// a look at the whole recording, which knows to say what it is.
import {
  parseAnchor,
  parseEventLine,
  parseRecordedBar,
  type BarRecord,
  type EventRecord,
  type RecordedBar,
} from '../../core/schema/index.js';
import { sha256 } from '../capture/capture-files.js';
import { hasItsSum } from '../capture/summed-line.js';
import { ANCHORS } from '../recorder/recording-files.js';
import { without } from '../recorder/without.js';
import type { ChainEnd, PlacedAnchor } from './anchor-list.js';
import {
  chainAt,
  followed,
  fromLine,
  isAnchored,
  type FollowedLog,
  type LogChain,
} from './followed-log.js';
import { freezeFolder, isUntouched, type FrozenFolder } from './frozen-folder.js';
import type { VerifiedRecording } from './verify-recording.js';

export interface Growth {
  /** Ascending by time and symbol, each once. */
  readonly bars: readonly BarRecord[];
  readonly events: readonly EventRecord[];
  /** The lines of these events, without newlines. */
  readonly eventLines: readonly string[];
}

interface Standing {
  readonly folder: FrozenFolder;
  readonly events: LogChain;
  readonly market: LogChain;
  readonly anchors: AnchorChain;
}

interface AnchorChain extends ChainEnd {
  readonly last: PlacedAnchor | null;
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
    const { events, market, anchors, lastAnchor } = ends;
    return new GrowingRecording(dir, {
      folder,
      events: chainAt(events),
      market: chainAt(market),
      anchors: { ...anchors, last: lastAnchor },
    });
  }

  /** null: the whole recording has to be looked at, also for what comes later. Rejects when the disk refuses. */
  async more(): Promise<Growth | null> {
    const { folder: before, ...chains } = this.standing;
    const now = await freezeFolder(this.dir);
    if (!isUntouched(before, now)) return null;
    const events = await followed(EVENTS, { before, now, chain: chains.events });
    const market = await followed(MARKET, { before, now, chain: chains.market });
    const anchors = await newAnchors(chains.anchors, { before, now });
    if (events === null || market === null || anchors === null) return null;
    const known = { earlier: chains.anchors.last, added: anchors.added };
    if (!isAnchored(EVENTS, events.chain, known) || !isAnchored(MARKET, market.chain, known))
      return null;
    if (!(await haveTheirHashes(anchors.added, now))) return null;
    const bars = inOrder(market.records.map((bar) => without(bar, 'row', 'prev')));
    if (bars === null || events.records.some(({ kind }) => NOT_PLAIN.has(kind))) return null;
    const { last } = anchors.chain;
    this.standing = {
      folder: now,
      events: fromLine(events.chain, last?.events.seq ?? 0),
      market: fromLine(market.chain, last?.market.row ?? 0),
      anchors: anchors.chain,
    };
    return { bars, events: events.records, eventLines: events.lines };
  }
}

/** The recorder's own notes of what went wrong. */
const NOT_PLAIN: ReadonlySet<EventRecord['kind']> = new Set<EventRecord['kind']>([
  'restart',
  'gap',
]);

const EVENTS: FollowedLog<EventRecord> = {
  name: 'events',
  noun: 'event',
  parse: parseEventLine,
  link: ({ seq, prev }) => ({ number: seq, prev }),
};
const MARKET: FollowedLog<RecordedBar> = {
  name: 'market',
  noun: 'bar',
  parse: parseRecordedBar,
  link: ({ row, prev }) => ({ number: row, prev }),
};

interface NewAnchors {
  readonly added: readonly PlacedAnchor[];
  readonly chain: AnchorChain;
}

/** null: they do not continue the chain. */
async function newAnchors(
  chain: AnchorChain,
  { before, now }: { readonly before: FrozenFolder; readonly now: FrozenFolder },
): Promise<NewAnchors | null> {
  const added: PlacedAnchor[] = [];
  let { number, hash } = chain;
  for (const line of await now.linesFrom(ANCHORS, before.sizes.get(ANCHORS) ?? 0)) {
    const text = line.toString('utf8');
    const { value } = parseAnchor({ text, file: ANCHORS });
    const isNext = value?.anchor === number + 1 && value.prev === hash && hasItsSum(text);
    if (value === undefined || !isNext) return null;
    number = value.anchor;
    hash = sha256(line);
    added.push({ ...value, file: ANCHORS, line: number, isKept: false });
  }
  return { added, chain: { number, hash, last: added.at(-1) ?? chain.last } };
}

/** Whether whole files are what anchors say. */
async function haveTheirHashes(
  anchors: readonly PlacedAnchor[],
  folder: FrozenFolder,
): Promise<boolean> {
  for (const [name, hash] of anchors.flatMap(({ files }) => Object.entries(files))) {
    const content = await folder.read(name);
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
