// Where anchors say that a log stood, against where its lines stand. Hashes prove each line and their order, whatever file
// they are in; only this proves that segments are cut where the recorder cut them.
import type { Issue } from '../../core/schema/index.js';
import { segmentFile, segmentsIn, type LogName } from '../recorder/recording-files.js';
import type { PlacedAnchor } from './anchor-list.js';
import type { PlacedLine } from './log-lines.js';
import { tampering } from './tampering.js';

/** What one anchor says of one log. */
interface Claim {
  readonly anchor: PlacedAnchor;
  /** Of the last line; a claim without a hash is of a log without one. */
  readonly number: number;
  readonly sha256: string | null;
  readonly segment: number;
  /** How long the segment is with that line; 0: it was begun behind that line, which ends the segment before. */
  readonly bytes: number;
}

/** Where a line stands. */
export interface LinePlace extends Pick<PlacedLine, 'file' | 'line' | 'byte'> {
  /** Byte behind its newline. */
  readonly end: number;
}

export const placeOf = ({ file, line, byte, bytes }: PlacedLine): LinePlace => ({
  file,
  line,
  byte,
  end: byte + bytes.length + 1,
});

export class AnchoredPlaces {
  private readonly claims: readonly Claim[];
  /** The line that was seen last. */
  last: LinePlace | null = null;
  /** Lines that claims are of, and those behind them, by number. */
  private readonly seen = new Map<number, LinePlace | undefined>();

  constructor(
    private readonly log: LogName,
    private readonly noun: string,
    anchors: readonly PlacedAnchor[],
  ) {
    this.claims = anchors.map((anchor) => claimOf(anchor, log));
    for (const { number } of this.claims)
      for (const wanted of [number, number + 1]) this.seen.set(wanted, undefined);
  }

  /** Every line, in order. */
  see(number: number, place: LinePlace): void {
    this.last = place;
    if (this.seen.has(number)) this.seen.set(number, place);
  }

  /** The first claim that does not hold; lines that are missing are a matter of the chain. */
  misfit(): Issue | undefined {
    const claim = this.claims.find((each) => !this.holds(each));
    return claim === undefined ? undefined : this.described(claim);
  }

  private holds(claim: Claim): boolean {
    const { number, segment, bytes, sha256, anchor } = claim;
    const file = segmentFile(this.log, segment);
    const last = this.seen.get(number);
    if (bytes > 0)
      return last === undefined ? sha256 !== null : last.file === file && last.end === bytes;
    const next = this.seen.get(number + 1);
    if (next === undefined) return last === undefined || segmentOf(last, this.log) < segment;
    // A recorder that found its folder gone began another segment in a new one; anchors kept elsewhere are of both.
    const isThere = next.file === file || (anchor.isKept && segmentOf(next, this.log) > segment);
    return isThere && next.byte === 0;
  }

  private described({ anchor, number, segment, bytes }: Claim): Issue {
    const { noun } = this;
    const file = segmentFile(this.log, segment);
    const isBehind = bytes === 0;
    const subject = `${noun} ${String(isBehind ? number + 1 : number)}`;
    const there = this.seen.get(isBehind ? number + 1 : number) ?? this.seen.get(number);
    const says = isBehind
      ? `${subject} to begin ${file}`
      : `${subject} to end at byte ${String(bytes)} of ${file}`;
    return tampering(
      'integrity.anchor',
      { file: anchor.file, line: anchor.line },
      {
        message: `Anchor ${String(anchor.anchor)} does not fit the ${this.log} that are there: the line or the border of a segment was moved, or the anchor was made anew.`,
        expected: says,
        found: there === undefined ? 'no line before it' : foundText(noun, there, isBehind),
        remedy: 'Restore all files of the recording from one copy, each under its own name.',
      },
    );
  }
}

const foundText = (
  noun: string,
  { file, line, byte, end }: LinePlace,
  isBehind: boolean,
): string =>
  isBehind
    ? `the ${noun} on line ${String(line)} of ${file}, from byte ${String(byte)} on`
    : `it on line ${String(line)} of ${file}, with its end at byte ${String(end)}`;

const segmentOf = ({ file }: LinePlace, log: LogName): number => segmentsIn([file], log)[0] ?? 0;

function claimOf(anchor: PlacedAnchor, log: LogName): Claim {
  const { sha256, segment, bytes } = anchor[log];
  const number = log === 'events' ? anchor.events.seq : anchor.market.row;
  return { anchor, number, sha256, segment, bytes };
}
