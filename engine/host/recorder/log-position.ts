// Where the next line of a log goes: its number, the hash before it, its segment and place.
import { sha256 } from '../capture/capture-files.js';
import type { LogName } from './recording-files.js';

export interface SegmentLimits {
  readonly segmentBytes: number;
  readonly segmentLines: number;
}

export class LogPosition {
  constructor(
    readonly name: LogName,
    /** Of the last line: `seq` of an event, `row` of a bar. */
    public number: number,
    private readonly at: {
      hash: string | null;
      segment: number;
      bytes: number;
      lines: number;
    },
  ) {}

  get hash(): string | null {
    return this.at.hash;
  }
  get segment(): number {
    return this.at.segment;
  }
  get bytes(): number {
    return this.at.bytes;
  }

  /** Whether a line of so many bytes belongs into the next segment. */
  isFullFor(bytes: number, limits: SegmentLimits): boolean {
    if (this.at.lines === 0) return false;
    return this.at.lines >= limits.segmentLines || this.at.bytes + bytes + 1 > limits.segmentBytes;
  }

  begin(segment: number): void {
    this.at.segment = segment;
    this.at.bytes = 0;
    this.at.lines = 0;
  }

  /** A line was taken. */
  advance(line: Uint8Array): void {
    this.number += 1;
    this.at.hash = sha256(line);
    this.at.bytes += line.length + 1;
    this.at.lines += 1;
  }
}
