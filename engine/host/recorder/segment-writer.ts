// Takes lines from the queue to their files: in batches, at places it knows, so that a write that failed half way is
// simply made again. An entry leaves the queue only when the operating system has it.
import { join } from 'node:path';
import { systemCode } from '../capture/capture-error.js';
import { CELL, ENTRY, hasReached, type QueueConsumer, type QueueEntry } from './line-queue.js';
import { ANCHORS, HEADER, LOCK, LOG_NAMES, segmentFile, type LogName } from './recording-files.js';
import type { WriterFiles } from './writer-files.js';

/** Where a file goes on. */
export interface LogPlace {
  readonly segment: number;
  readonly bytes: number;
}

export interface WriterSetup {
  readonly dir: string;
  readonly logs: Readonly<Record<LogName, LogPlace>>;
  readonly anchorBytes: number;
  readonly syncMs: number;
  readonly syncBytes: number;
  /** Events are written only when the bars put before them are safe from a power loss. */
  readonly isBarsFirst: boolean;
}

/** What the writer tells the recorder. */
export type WriterReport =
  | { readonly kind: 'synced'; readonly entry: number }
  /** `file`: the one that could not be opened, written or synced. */
  | {
      readonly kind: 'failed';
      readonly code: string;
      readonly message: string;
      readonly file: string;
    }
  | { readonly kind: 'recovered' }
  | { readonly kind: 'removed' };

/** What a `begin` entry holds: a folder that was lost is made again with these. */
export interface FolderStart {
  readonly segment: number;
  readonly header: string;
  readonly lock: string;
}

export interface WriterPorts {
  readonly consumer: QueueConsumer;
  readonly cells: Int32Array;
  readonly files: WriterFiles;
  readonly report: (report: WriterReport) => void;
}

/** One write call; large enough that calls cost nothing, small enough to show progress to a caller that waits. */
const BATCH_BYTES = 1024 * 1024;
const RETRY_FIRST_MS = 25;
const RETRY_MAX_MS = 1_000;
const NEWLINE = Buffer.from('\n');
/** A disk that fills up, or a process that is killed, between the two must not leave events without the bars they came of. */
const WRITE_ORDER: readonly LogName[] = ['market', 'events'];

interface OpenFile {
  readonly path: string;
  readonly file: number;
}

export class SegmentWriter {
  private readonly places: Record<LogName, { segment: number; bytes: number }>;
  private readonly open = new Map<LogName | 'anchors', OpenFile>();
  private readonly dirty = new Set<LogName>();
  private anchors: Uint8Array[] = [];
  private anchorBytes: number;
  private unsyncedBytes = 0;
  private unsyncedSince = Infinity;
  private retryAt = 0;
  private retryMs = RETRY_FIRST_MS;
  /** The file last turned to, for a failure to name. */
  private at: string;
  private isRemoved = false;

  constructor(
    private readonly setup: WriterSetup,
    private readonly ports: WriterPorts,
  ) {
    const { events, market } = setup.logs;
    this.places = { events: { ...events }, market: { ...market } };
    this.anchorBytes = setup.anchorBytes;
    this.at = setup.dir;
  }

  /** Does what is due, and gives the milliseconds until it wants to be called again; Infinity: when there is more. */
  step(nowMs: number): number {
    const { cells } = this.ports;
    if (nowMs < this.retryAt) return this.retryAt - nowMs;
    try {
      this.drain(nowMs);
      if (this.isSyncDue(nowMs)) this.sync();
      if (Atomics.load(cells, CELL.failing) === 1) this.recover();
    } catch (error) {
      return this.fail(error, nowMs);
    }
    return this.unsyncedSince + this.setup.syncMs - nowMs;
  }

  /** Writes and syncs what is there, once; for the end. */
  finish(nowMs: number): void {
    this.retryAt = 0;
    Atomics.store(this.ports.cells, CELL.wanted, Atomics.load(this.ports.cells, CELL.put));
    this.step(nowMs);
    for (const { file } of this.open.values()) this.ports.files.close(file);
  }

  private drain(nowMs: number): void {
    const { consumer } = this.ports;
    for (;;) {
      const entries = consumer.peek(BATCH_BYTES);
      const [first] = entries;
      if (first === undefined) return;
      if (first.kind === ENTRY.begin) this.begin(first);
      else if (this.isRemoved) {
        // What was written before is gone with its folder; the recorder counts all of it as lost.
        consumer.release([first]);
        continue;
      } else if (first.kind === ENTRY.rotate) this.rotate(first);
      else {
        const until = entries.findIndex(
          ({ kind }) => kind === ENTRY.begin || kind === ENTRY.rotate,
        );
        const batch = until === -1 ? entries : entries.slice(0, until);
        this.write(batch, nowMs);
        consumer.release(batch);
        continue;
      }
      consumer.release([first]);
    }
  }

  private write(batch: readonly QueueEntry[], nowMs: number): void {
    const texts = WRITE_ORDER.map((log) => {
      const lines = batch.filter(({ kind }) => kind === ENTRY[log]);
      return { log, bytes: Buffer.concat(lines.flatMap(({ bytes }) => [bytes, NEWLINE])) };
    });
    for (const { log, bytes } of texts) {
      if (bytes.length === 0) continue;
      if (log === 'events' && this.setup.isBarsFirst) this.syncLog('market');
      const place = this.places[log];
      this.ports.files.write(this.fileOf(log, place.segment).file, bytes, place.bytes);
      this.dirty.add(log);
    }
    // Only when all of it is written do the places move: what is made again is made at the same place.
    for (const { log, bytes } of texts) {
      if (bytes.length === 0) continue;
      this.places[log].bytes += bytes.length;
      this.unsyncedBytes += bytes.length;
    }
    for (const { kind, bytes } of batch)
      if (kind === ENTRY.anchor) this.anchors.push(Buffer.from(bytes));
    if (this.unsyncedSince === Infinity) this.unsyncedSince = nowMs;
  }

  private rotate(entry: QueueEntry): void {
    const [log, segment] = textOf(entry).split(' ') as [LogName, string];
    const open = this.open.get(log);
    if (open !== undefined) {
      this.at = open.path;
      this.ports.files.sync(open.file);
      this.ports.files.close(open.file);
    }
    this.open.delete(log);
    this.dirty.delete(log);
    this.places[log] = { segment: Number(segment), bytes: 0 };
  }

  private begin(entry: QueueEntry): void {
    const { dir } = this.setup;
    const { files } = this.ports;
    const { segment, header, lock } = JSON.parse(textOf(entry)) as FolderStart;
    this.at = dir;
    files.makeFolder(dir);
    files.writeText(join(dir, LOCK), lock);
    files.writeText(join(dir, HEADER), header);
    for (const log of LOG_NAMES) this.places[log] = { segment, bytes: 0 };
    this.anchorBytes = 0;
    this.isRemoved = false;
  }

  private isSyncDue(nowMs: number): boolean {
    const { cells } = this.ports;
    const isAsked = !hasReached(Atomics.load(cells, CELL.synced), Atomics.load(cells, CELL.wanted));
    const isOverdue = nowMs - this.unsyncedSince >= this.setup.syncMs;
    return isAsked || isOverdue || this.unsyncedBytes >= this.setup.syncBytes;
  }

  private sync(): void {
    const { cells, report } = this.ports;
    const entry = Atomics.load(cells, CELL.written);
    for (const log of WRITE_ORDER) this.syncLog(log);
    if (this.hasLostFolder()) {
      this.remove();
      return;
    }
    // After the lines they speak of: an anchor must never outlive them.
    this.writeAnchors();
    this.unsyncedBytes = 0;
    this.unsyncedSince = Infinity;
    Atomics.store(cells, CELL.synced, entry);
    Atomics.notify(cells, CELL.synced);
    report({ kind: 'synced', entry });
  }

  private syncLog(log: LogName): void {
    const open = this.open.get(log);
    if (open === undefined || !this.dirty.has(log)) return;
    this.at = open.path;
    this.ports.files.sync(open.file);
    this.dirty.delete(log);
  }

  private writeAnchors(): void {
    if (this.anchors.length === 0) return;
    const { files } = this.ports;
    const bytes = Buffer.concat(this.anchors.flatMap((line) => [line, NEWLINE]));
    const { file } = this.anchorFile();
    files.write(file, bytes, this.anchorBytes);
    files.sync(file);
    this.anchorBytes += bytes.length;
    this.anchors = [];
  }

  private hasLostFolder(): boolean {
    return [...this.open.values()].some(({ file, path }) => !this.ports.files.isThere(file, path));
  }

  private remove(): void {
    for (const { file } of this.open.values()) this.ports.files.close(file);
    this.open.clear();
    this.isRemoved = true;
    this.anchors = [];
    this.dirty.clear();
    this.unsyncedBytes = 0;
    this.unsyncedSince = Infinity;
    this.ports.report({ kind: 'removed' });
  }

  private fail(error: unknown, nowMs: number): number {
    const code = systemCode(error) ?? 'unknown';
    if (code === 'ENOENT' && !this.isRemoved) {
      this.remove();
      return 0;
    }
    const { cells, report } = this.ports;
    const message = error instanceof Error ? error.message : String(error);
    Atomics.store(cells, CELL.failing, 1);
    report({ kind: 'failed', code, message, file: this.at });
    this.retryAt = nowMs + this.retryMs;
    this.retryMs = Math.min(this.retryMs * 2, RETRY_MAX_MS);
    return this.retryAt - nowMs;
  }

  private recover(): void {
    Atomics.store(this.ports.cells, CELL.failing, 0);
    this.retryMs = RETRY_FIRST_MS;
    this.ports.report({ kind: 'recovered' });
  }

  private fileOf(log: LogName, segment: number): OpenFile {
    return this.opened(log, join(this.setup.dir, segmentFile(log, segment)));
  }

  private anchorFile(): OpenFile {
    return this.opened('anchors', join(this.setup.dir, ANCHORS));
  }

  private opened(name: LogName | 'anchors', path: string): OpenFile {
    this.at = path;
    const known = this.open.get(name);
    if (known !== undefined) return known;
    const open = { path, file: this.ports.files.open(path) };
    this.open.set(name, open);
    return open;
  }
}

const textOf = ({ bytes }: QueueEntry): string => Buffer.from(bytes).toString('utf8');
