// Anchors: every so often, what the recording is right now, in one line that carries the hash of the anchor before.
import { encodeAnchor, type AnchorRecord } from '../../core/schema/index.js';
import { summed, UNSUMMED } from '../capture/summed-line.js';
import { sha256 } from '../capture/capture-files.js';
import type { LogPosition } from './log-position.js';
import type { LogName } from './recording-files.js';

export interface Anchor {
  readonly record: AnchorRecord;
  readonly line: string;
}

export interface AnchorPace {
  readonly anchorLines: number;
  readonly anchorMs: number;
}

export class AnchorMaker {
  private files: Record<string, string> = {};
  private lines = 0;

  constructor(
    private readonly logs: Readonly<Record<LogName, LogPosition>>,
    private last: { number: number; hash: string | null; ts: number },
  ) {}

  /** A whole file that the next anchor proves. */
  addFile(name: string, text: string): void {
    this.files[name] = sha256(text);
  }

  countLine(): void {
    this.lines += 1;
  }

  isDue(now: number, { anchorLines, anchorMs }: AnchorPace): boolean {
    if (Object.keys(this.files).length > 0) return true;
    return this.lines >= anchorLines || (this.lines > 0 && now - this.last.ts >= anchorMs);
  }

  get hasNews(): boolean {
    return this.lines > 0 || Object.keys(this.files).length > 0;
  }

  make(ts: number): Anchor | undefined {
    const { events, market } = this.logs;
    const record: AnchorRecord = {
      anchor: this.last.number + 1,
      prev: this.last.hash,
      ts,
      events: { seq: events.number, ...placeOf(events) },
      market: { row: market.number, ...placeOf(market) },
      files: this.files,
      sum: UNSUMMED,
    };
    const encoded = encodeAnchor(record).value;
    if (encoded === undefined) return undefined;
    const line = summed(encoded);
    return { record: JSON.parse(line) as AnchorRecord, line };
  }

  /** The anchor is on its way; the next one follows it. */
  accept({ record, line }: Anchor): void {
    this.last = { number: record.anchor, hash: sha256(line), ts: record.ts };
    this.files = {};
    this.lines = 0;
  }
}

const placeOf = ({ hash, segment, bytes }: LogPosition) => ({ sha256: hash, segment, bytes });
