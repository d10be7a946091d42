// The recorder at work. Records become lines in the caller's thread, because their numbers and hashes follow one
// another; everything that touches a log is the writer's.
import type { BarRecord, EventKind, Manifest, RecordingHeader } from '../../core/schema/index.js';
import { systemCode } from '../capture/capture-error.js';
import { sealRecording, type SealOptions } from '../integrity/seal-recording.js';
import type { Anchor, AnchorMaker } from './anchor-maker.js';
import type { BarMemory, SeenBar } from './bar-memory.js';
import { ENTRY, hasReached } from './line-queue.js';
import type { LogPosition } from './log-position.js';
import { LossBook, type LossReason, type LostRecord } from './loss-book.js';
import type { Encoded, RecordEncoder } from './record-encoder.js';
import {
  RecorderError,
  REMEDIES,
  type ProblemCode,
  type RecorderProblem,
} from './recorder-error.js';
import type { BarInput, EventInput, RecordedKind, Recorder } from './recorder.js';
import type { Pace, RecorderOptions, StateExport } from './recorder-options.js';
import { HEADER, snapshotFile, type LogName } from './recording-files.js';
import type { RecordingLock } from './recording-lock.js';
import type { FolderStart, WriterReport } from './segment-writer.js';
import { snapshotText } from './snapshot-text.js';
import { writeWhole } from './whole-file.js';
import type { WriterLink } from './writer-link.js';

export interface RecorderParts {
  readonly dir: string;
  readonly header: RecordingHeader;
  readonly headerText: string;
  readonly options: RecorderOptions;
  readonly pace: Pace;
  readonly lock: RecordingLock;
  readonly encoder: RecordEncoder;
  readonly logs: Readonly<Record<LogName, LogPosition>>;
  readonly anchors: AnchorMaker;
  readonly bars: BarMemory;
  /** Events and bars the folder had before its first line of this recording. */
  readonly first: { readonly seq: number; readonly row: number };
}

/** How often a loss is looked at that could not be put on record yet. */
const SETTLE_MS = 20;
/** What is lost may be known only after a flush; more rounds mean that the disk does not keep up. */
const FLUSH_ROUNDS = 10;

export class RunningRecorder implements Recorder {
  private link!: WriterLink;
  private readonly losses = new LossBook();
  private readonly unconfirmed: { readonly entry: number; readonly anchor: Anchor }[] = [];
  private lastTs: number;
  private inFolder: { seq: number; row: number };
  private isFolderLost = false;
  private isFailing = false;
  private isDropping = false;
  private isClosed = false;
  syncs = 0;
  private settling: NodeJS.Timeout | undefined;
  private readonly anchoring: NodeJS.Timeout;
  private readonly atExit = (): void => {
    this.leave();
  };

  constructor(private readonly parts: RecorderParts) {
    this.lastTs = parts.pace.now();
    this.inFolder = { ...parts.first };
    this.anchoring = setInterval(() => {
      this.anchorWhenDue();
    }, parts.pace.anchorMs);
    this.anchoring.unref();
    process.on('exit', this.atExit);
  }

  /** The writer is started with what this hears from it. */
  connect(link: WriterLink): void {
    this.link = link;
    this.anchorWhenDue();
  }

  readonly decision = this.taker('decision');
  readonly ledger = this.taker('ledger');
  readonly intent = this.taker('intent');
  readonly order = this.taker('order');
  readonly acknowledgement = this.taker('acknowledgement');
  readonly reject = this.taker('reject');
  readonly fill = this.taker('fill');
  readonly funding = this.taker('funding');
  readonly balance = this.taker('balance');
  readonly risk = this.taker('risk');
  readonly checkpoint = this.taker('checkpoint');

  get dir(): string {
    return this.parts.dir;
  }
  get seq(): number {
    return this.parts.logs.events.number;
  }
  get lost(): { readonly events: number; readonly bars: number } {
    return { ...this.losses.total };
  }
  get queuedBytes(): number {
    return this.link.usedBytes;
  }

  bar(input: BarInput): number | null {
    const lost = { ts: member(input, 'openTs'), events: 0, bars: 1 };
    if (!this.canTake()) return this.lose({ ...lost, reason: this.whyFull });
    const { encoder, logs, bars } = this.parts;
    const place = { number: logs.market.number + 1, prev: logs.market.hash };
    const first = encoder.bar(input, place);
    if ('refusal' in first) return this.refuse(first, 'bar', lost);
    const bar = JSON.parse(first.text) as BarRecord;
    const sight = bars.look(bar, place.number);
    if (sight.kind === 'refused') return this.refuse(sight, 'bar', lost);
    if (sight.kind === 'known') return sight.revision;
    const { revision } = sight;
    const line = encoder.bar({ ...input, revision }, place);
    if ('refusal' in line) return this.refuse(line, 'bar', lost);
    if (!this.put('market', line.text)) return this.lose({ ...lost, reason: 'queue-full' });
    bars.remember({ ...bar, revision });
    this.anchorWhenDue();
    return revision;
  }

  seenBar(symbol: string): SeenBar | undefined {
    return this.parts.bars.latest(symbol);
  }

  async snapshot(state: StateExport): Promise<boolean> {
    const { seq } = this;
    const encoded = snapshotText(this.parts.encoder, state, seq);
    if ('refusal' in encoded) {
      this.tellRefusal('snapshot', encoded.refusal);
      return false;
    }
    // A snapshot must not know events that a crash could still take.
    if (!(await this.flush())) return false;
    const name = snapshotFile(seq);
    try {
      await writeWhole(this.dir, name, encoded.text);
    } catch (error) {
      const code = systemCode(error) ?? String(error);
      this.tell('disk.failing', `${name} in ${this.dir} cannot be written (${code}).`);
      return false;
    }
    this.parts.anchors.addFile(name, encoded.text);
    this.anchorWhenDue();
    return this.flush();
  }

  async flush(): Promise<boolean> {
    for (let round = 0; round < FLUSH_ROUNDS; round += 1) {
      this.settle();
      const isDurable = await this.link.flush();
      if (!isDurable) return false;
      if (!this.losses.isOpen && !this.isFolderLost) return true;
    }
    return false;
  }

  async close(): Promise<boolean> {
    if (this.isClosed) return false;
    await this.flush();
    this.putAnchor();
    const isDurable = await this.flush();
    this.isClosed = true;
    clearInterval(this.anchoring);
    clearTimeout(this.settling);
    process.off('exit', this.atExit);
    await this.link.stop();
    this.parts.lock.release();
    return isDurable;
  }

  async seal(out: string, options: SealOptions = {}): Promise<Manifest> {
    if (!this.isClosed) {
      await this.flush();
      this.putAnchor();
      await this.flush();
    }
    return sealRecording(this.dir, out, options);
  }

  /** An event of the recorder itself. */
  note(kind: 'restart', fields: EventInput<'restart'>): number | null {
    return this.take(kind, fields);
  }

  hear(report: WriterReport): void {
    switch (report.kind) {
      case 'synced':
        this.syncs += 1;
        this.confirm(report.entry);
        return;
      case 'failed':
        if (!this.isFailing)
          this.tell('disk.failing', `${report.file} cannot be written (${report.code}).`);
        this.isFailing = true;
        return;
      case 'recovered':
        this.isFailing = false;
        this.tell('disk.recovered', 'The recording is written again.');
        this.settle();
        return;
      case 'removed':
        this.startOver();
    }
  }

  hearDeath(reason: string): void {
    this.tell('writer.died', `The thread that writes the recording ended: ${reason}.`);
  }

  private taker<K extends RecordedKind>(kind: K): (event: EventInput<K>) => number | null {
    return (event) => this.take(kind, event);
  }

  private take(kind: EventKind, input: object): number | null {
    const ts = member(input, 'ts');
    const lost = { ts, events: 1, bars: 0 };
    if (!this.canTake()) return this.lose({ ...lost, reason: this.whyFull });
    const { encoder, logs } = this.parts;
    const number = logs.events.number + 1;
    const line = encoder.event(kind, input, { number, prev: logs.events.hash });
    if ('refusal' in line) return this.refuse(line, kind, lost);
    if (!this.put('events', line.text)) return this.lose({ ...lost, reason: 'queue-full' });
    // It passed the schema.
    this.lastTs = ts as number;
    this.anchorWhenDue();
    return number;
  }

  /** What was lost must be on record before what comes after it. */
  private canTake(): boolean {
    if (this.isClosed || this.isFolderLost) return false;
    return !this.losses.isOpen || this.settle();
  }

  private get whyFull(): LossReason {
    return this.isFolderLost ? 'folder-removed' : 'queue-full';
  }

  private put(name: LogName, text: string): boolean {
    const { logs, pace } = this.parts;
    const log = logs[name];
    const bytes = Buffer.from(text);
    const waitMs = pace.onFull === 'block' ? pace.blockMs : 0;
    if (log.isFullFor(bytes.length, pace)) {
      const rotate = Buffer.from(`${name} ${String(log.segment + 1)}`);
      if (this.link.put(ENTRY.rotate, rotate) === null) return false;
      log.begin(log.segment + 1);
    }
    if (this.link.put(ENTRY[name], bytes, waitMs) === null) return false;
    log.advance(bytes);
    this.parts.anchors.countLine();
    return true;
  }

  private lose(lost: LostRecord): null {
    if (this.isClosed) {
      this.tell('recorder.closed', 'A record came after the recorder was closed.');
      return null;
    }
    this.losses.add(lost, this.lastTs);
    if (lost.reason === 'queue-full' && !this.isDropping) {
      this.isDropping = true;
      this.tell(
        'queue.full',
        'The queue of the recorder is full; records are dropped from now on.',
      );
    }
    this.settleLater();
    return null;
  }

  private refuse(
    { refusal }: { readonly refusal: string },
    what: string,
    lost: Omit<LostRecord, 'reason'>,
  ): null {
    if (this.parts.options.strict === true)
      throw new RecorderError('recorder.record', `A ${what} cannot be recorded. ${refusal}`);
    this.lose({ ...lost, reason: 'invalid-record' });
    this.tellRefusal(what, refusal);
    // The gap stands where the record would have stood.
    this.settle();
    return null;
  }

  /** Puts what was lost on record, where there is room; false when it still is not. */
  private settle(): boolean {
    if (!this.losses.isOpen) return true;
    if (this.isClosed || this.isFolderLost || !this.link.hasRoom) return false;
    const { encoder, logs } = this.parts;
    const { loss } = this.losses;
    const place = { number: logs.events.number + 1, prev: logs.events.hash };
    const line: Encoded = encoder.event('gap', { ...loss, ts: loss.toTs }, place);
    if ('refusal' in line || !this.put('events', line.text)) return false;
    this.losses.settle();
    this.isDropping = false;
    const bars = loss.bars === undefined ? '' : ` and ${String(loss.bars)} bars`;
    this.tell(
      'gap.recorded',
      `${String(loss.lost)} events${bars} were lost (${loss.reason}); event ${String(this.seq)} says so.`,
    );
    return true;
  }

  private settleLater(): void {
    this.settling ??= setTimeout(() => {
      this.settling = undefined;
      if (!this.settle() && !this.isClosed) this.settleLater();
    }, SETTLE_MS).unref();
  }

  /** The folder is gone, and with it all lines. It is made anew, and its first line says what is missing. */
  private startOver(): void {
    const { logs, lock, headerText, anchors } = this.parts;
    const { events, market } = logs;
    if (!this.isFolderLost) {
      const lost = {
        events: events.number - this.inFolder.seq,
        bars: market.number - this.inFolder.row,
      };
      this.losses.add({ ...lost, reason: 'folder-removed', ts: this.lastTs }, this.lastTs);
      this.tell('folder.removed', `The folder ${this.dir} is gone; it is made again.`);
    }
    this.isFolderLost = true;
    const segment = Math.max(events.segment, market.segment) + 1;
    const start: FolderStart = { segment, header: headerText, lock: lock.text };
    if (this.link.put(ENTRY.begin, Buffer.from(JSON.stringify(start))) === null) {
      setTimeout(() => {
        this.startOver();
      }, SETTLE_MS).unref();
      return;
    }
    for (const log of [events, market]) log.begin(segment);
    this.inFolder = { seq: events.number, row: market.number };
    this.isFolderLost = false;
    anchors.addFile(HEADER, headerText);
    if (!this.settle()) this.settleLater();
    this.anchorWhenDue();
  }

  private anchorWhenDue(): void {
    const { anchors, pace } = this.parts;
    if (anchors.isDue(pace.now(), pace)) this.putAnchor();
  }

  private putAnchor(): void {
    const { anchors, pace } = this.parts;
    if (!anchors.hasNews || this.isClosed || this.isFolderLost) return;
    const anchor = anchors.make(pace.now());
    if (anchor === undefined) return;
    // Without room it is made later; the lines it would prove wait for room as well.
    const entry = this.link.put(ENTRY.anchor, Buffer.from(anchor.line));
    if (entry === null) return;
    anchors.accept(anchor);
    this.unconfirmed.push({ entry, anchor });
  }

  private confirm(synced: number): void {
    for (;;) {
      const [next] = this.unconfirmed;
      if (next === undefined || !hasReached(synced, next.entry)) return;
      this.unconfirmed.shift();
      const { record, line } = next.anchor;
      guarded(() => this.parts.options.onAnchor?.(record, line));
    }
  }

  private leave(): void {
    this.settle();
    this.putAnchor();
    this.link.flushAtExit();
    this.parts.lock.release();
  }

  private tellRefusal(what: string, refusal: string): void {
    this.tell('record.invalid', `A ${what} cannot be recorded. ${refusal}`);
  }

  private tell(code: ProblemCode, message: string): void {
    const problem: RecorderProblem = { code, message, remedy: REMEDIES[code] };
    guarded(() => this.parts.options.onProblem?.(problem));
  }
}

/** What a bot hands over may be nothing at all. */
const member = (input: unknown, key: string): unknown =>
  typeof input === 'object' && input !== null ? Reflect.get(input, key) : undefined;

/** A callback of the bot that throws must not end what it was called from. */
function guarded(call: () => void): void {
  try {
    call();
  } catch {
    // It is the bot's own; there is nobody else to tell.
  }
}
