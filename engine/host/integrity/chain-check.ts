// Finds the first place where a chain of lines was changed. Every line has a number and the hash of the line before;
// the line behind a place and the anchors decide which of two lines it was.
import type { IssueCode } from '../../core/schema/index.js';
import { tampering, type Tampering } from './tampering.js';

/** A line as its chain sees it. */
export interface ChainLine {
  readonly file: string;
  readonly line: number;
  readonly byte: number;
  readonly hash: string;
  /** undefined: the line cannot be read. */
  readonly link: { readonly number: number; readonly prev: string | null } | undefined;
}

export interface ChainStart {
  /** What lines are called in a message: `event`, `bar`, `anchor`. */
  readonly noun: string;
  /** Number of the first line. */
  readonly first: number;
  /** Hashes that are known from elsewhere, by number. */
  readonly known: ReadonlyMap<number, string>;
}

/** A break whose kind only another look at the whole log can tell. */
export interface OpenBreak {
  readonly at: ChainLine;
  readonly number: number;
  readonly expected: number;
}

export type ChainFinding = Tampering | OpenBreak;
export const isOpen = (finding: ChainFinding): finding is OpenBreak => 'number' in finding;

export class ChainCheck {
  private last: ChainLine | undefined;
  private number: number;
  /** A line that does not fit the one before it: the next line says which of both was changed. */
  private doubtful: { readonly before: ChainLine; readonly at: ChainLine } | undefined;
  /** A line that is not the one that is known from elsewhere: the next says whether it was changed alone. */
  private foreign: ChainLine | undefined;
  private lastKnown: number;
  lines = 0;

  constructor(private readonly start: ChainStart) {
    this.number = start.first - 1;
    this.lastKnown = this.number;
  }

  get lastNumber(): number {
    return this.number;
  }
  get lastHash(): string | null {
    return this.last?.hash ?? null;
  }

  /** The first finding, or undefined when the line fits so far. Not to be called after a finding. */
  next(at: ChainLine): ChainFinding | undefined {
    this.lines += 1;
    const { link } = at;
    if (this.doubtful !== undefined) {
      const { before, at: suspect } = this.doubtful;
      return this.changed(link?.prev === suspect.hash ? before : suspect);
    }
    if (link === undefined) return this.unreadable(at);
    const prev = this.last?.hash ?? null;
    const isChained = link.prev === prev;
    const isNext = link.number === this.number + 1;
    if (this.foreign !== undefined && isChained) return this.rewritten(this.foreign);
    if (!isChained && !isNext) return { at, number: link.number, expected: this.number + 1 };
    if (!isNext)
      return this.altered(at, `${this.start.noun} ${String(this.number + 1)}`, String(link.number));
    if (!isChained && this.last === undefined)
      return this.altered(at, '"prev": null on the first line', String(link.prev));
    if (!isChained && this.last !== undefined) this.doubtful = { before: this.last, at };
    this.accept(at);
    return undefined;
  }

  /** What only the end shows. */
  finish(file: string): Tampering | undefined {
    if (this.doubtful !== undefined) {
      const { before, at } = this.doubtful;
      const { known } = this.start;
      const isProven = known.get(this.number) === at.hash;
      const isSuspect = known.has(this.number) || known.get(this.number - 1) === before.hash;
      return this.changed(isProven || !isSuspect ? before : at);
    }
    if (this.foreign !== undefined) return this.changed(this.foreign);
    const highest = Math.max(...this.start.known.keys(), -1);
    if (highest <= this.number) return undefined;
    const place = this.last ?? { file, line: 0, byte: 0 };
    return tampering(
      'integrity.missing',
      { file: place.file, line: place.line + 1 },
      {
        message: `The end is missing: ${this.start.noun} ${String(this.number + 1)} to ${String(highest)} at least.`,
        expected: `${this.start.noun} ${String(this.number + 1)}`,
        found: 'the end of the file',
      },
    );
  }

  private accept(at: ChainLine): void {
    this.last = at;
    this.number += 1;
    const known = this.start.known.get(this.number);
    if (known === undefined) return;
    if (known !== at.hash) this.foreign = at;
    else this.lastKnown = this.number;
  }

  private changed(at: ChainLine): Tampering {
    return tampering('integrity.altered', at, {
      message: `${this.named(at)} was changed: its sha-256 is not the one that was noted when it was written.`,
      expected: 'the line that the line behind it or an anchor has the hash of',
      found: `sha-256 ${at.hash}`,
    });
  }

  private altered(at: ChainLine, expected: string, found: string): Tampering {
    const message = `${this.named(at)} was changed.`;
    return tampering('integrity.altered', at, { message, expected, found });
  }

  private unreadable(at: ChainLine): Tampering {
    const expected = `${this.start.noun} ${String(this.number + 1)}`;
    return tampering('integrity.altered', at, {
      message: `Line ${String(at.line)} cannot be read as ${this.start.noun}.`,
      expected,
      found: 'a text without number and "prev"',
    });
  }

  /** The chain fits and the anchor does not: whoever changed something hashed everything behind it anew. */
  private rewritten(at: ChainLine): Tampering {
    return tampering('integrity.anchor', at, {
      message: `This is not the recording that was anchored, or ${this.start.noun}s from ${String(this.lastKnown + 1)} to ${String(at.link?.number)} were rewritten.`,
      expected: `sha-256 ${this.start.known.get(at.link?.number ?? 0) ?? ''}`,
      found: at.hash,
    });
  }

  private named({ line, link }: ChainLine): string {
    const noun = link === undefined ? '' : ` (${this.start.noun} ${String(link.number)})`;
    return `Line ${String(line)}${noun}`;
  }
}

/** Lines with the two numbers in question, wherever they stand. */
export interface Sightings {
  /** The line that has the break's own number before it. */
  readonly earlier: ChainLine | undefined;
  /** A line behind it that has the number that was expected. */
  readonly later: ChainLine | undefined;
}

/** Names a break once the whole log was looked at. */
export function judgeBreak(
  { at, number, expected }: OpenBreak,
  noun: string,
  { earlier, later }: Sightings,
): Tampering {
  const found = `${noun} ${String(number)}`;
  const report = (code: IssueCode, message: string, related?: ChainLine): Tampering =>
    tampering(
      code,
      { ...placeOf(at), ...(related && { relatedLine: related.line }) },
      { message, expected: `${noun} ${String(expected)}`, found },
    );
  if (number < expected) {
    return earlier?.hash === at.hash
      ? report(
          'integrity.duplicate',
          `Line ${String(at.line)} repeats line ${String(earlier.line)} of ${earlier.file}.`,
          earlier,
        )
      : report('integrity.reordered', `Line ${String(at.line)} does not belong here.`, earlier);
  }
  if (later !== undefined)
    return report(
      'integrity.reordered',
      `Line ${String(at.line)} stands before line ${String(later.line)} of ${later.file}, which belongs here.`,
      later,
    );
  const last = number - 1;
  const span = last === expected ? String(expected) : `${String(expected)} to ${String(last)}`;
  return report('integrity.missing', `Missing before line ${String(at.line)}: ${noun} ${span}.`);
}

const placeOf = ({ file, line, byte }: ChainLine) => ({ file, line, byte });
