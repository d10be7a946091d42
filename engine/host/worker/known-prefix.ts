// What the run that a sweep's configurations are held against recorded up to its departure, as bytes: one that records the same
// goes along as far, and nothing of it has to be decoded.
import type { DepartureRun } from './run-departure.js';

/** Of a long window no more is kept: reading it again costs less than the memory. */
const BYTES_MAX = 64 * 1024 * 1024;

export class KnownPrefix {
  private readonly stretches: Uint8Array[] = [];
  /** Live's events matched up to and with each tick. */
  private readonly matched: number[] = [];
  private outcome: DepartureRun | null = null;
  private held = 0;

  /** @param symbols texts of the words in the run's memory: with other ones the same bytes mean something else */
  constructor(
    private readonly symbols: readonly string[],
    private readonly stretchTicks: number,
  ) {}

  keep(recorded: DataView): void {
    this.held += recorded.byteLength;
    if (this.held <= BYTES_MAX) this.stretches.push(bytesOf(recorded));
  }

  matchedAfter(tick: number, matched: number): void {
    this.matched[tick] = matched;
  }

  end(outcome: DepartureRun): DepartureRun {
    this.outcome = outcome;
    return outcome;
  }

  /** Compares another run with this one, stretch by stretch from the first. */
  compared(symbols: readonly string[]): PrefixComparison {
    const isComparable =
      symbols.length === this.symbols.length &&
      symbols.every((text, index) => text === this.symbols[index]);
    let same = 0;
    let isSame = isComparable;
    return {
      isSame: (recorded) => {
        const known = this.stretches[same];
        isSame &&= known !== undefined && Buffer.compare(known, bytesOf(recorded)) === 0;
        if (isSame) same += 1;
        return isSame;
      },
      matched: () => this.matched[same * this.stretchTicks - 1] ?? 0,
      outcome: () =>
        this.outcome?.isStopped === false && same * this.stretchTicks >= this.outcome.run.ticks
          ? this.outcome
          : null,
    };
  }
}

interface PrefixComparison {
  /** Whether the next stretch, and all before it, recorded the same. */
  readonly isSame: (recorded: DataView) => boolean;
  /** Live's events matched by what was the same. */
  readonly matched: () => number;
  /** How the known run ended, once the other is the same up to there. */
  readonly outcome: () => DepartureRun | null;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: DataView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
