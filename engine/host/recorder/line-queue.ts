// The queue between the trading loop and the thread that writes: a ring of bytes in shared memory. Putting a line in
// is a copy; nothing waits, and no message passes. One side puts, one side takes.
// An entry is two words (what it is, its bytes) and its bytes, padded to whole words.

/** What an entry is to the writer. */
export const ENTRY = {
  events: 0,
  market: 1,
  anchor: 2,
  /** A log goes on in a new segment; the text is the log's name and the number. */
  rotate: 3,
  /** The folder was lost: begin it anew. The text is JSON. */
  begin: 4,
} as const;
export type EntryKind = (typeof ENTRY)[keyof typeof ENTRY];

/** Words both sides share. Counts wrap around at 2^32, so they are compared by difference. */
export const CELL = {
  head: 0,
  tail: 1,
  put: 2,
  /** Entries that were handed to the operating system. */
  written: 3,
  /** Entries that a power loss no longer takes. */
  synced: 4,
  /** Changes whenever the writer has something to do at once. */
  wake: 5,
  /** The writer must sync up to this entry. */
  wanted: 6,
  stop: 7,
  /** 1 while the writer sleeps until it is told that there is something to do. */
  asleep: 8,
  /** 1 while the disk refuses. */
  failing: 9,
} as const;
const CELLS = 16;

const WORD = 4;
const ENTRY_HEAD = 2 * WORD;

export interface SharedQueue {
  readonly cells: Int32Array;
  readonly ring: Uint8Array;
}

export function createSharedQueue(bytes: number): SharedQueue {
  const whole = Math.ceil(bytes / WORD) * WORD;
  return {
    cells: new Int32Array(new SharedArrayBuffer(CELLS * WORD)),
    ring: new Uint8Array(new SharedArrayBuffer(whole)),
  };
}

/** Whether count `a` has reached `b`, wrapped around or not. */
export const hasReached = (a: number, b: number): boolean => ((a - b) | 0) >= 0;

const padded = (bytes: number): number => Math.ceil(bytes / WORD) * WORD;

export class QueueProducer {
  private readonly words: Int32Array;

  constructor(private readonly queue: SharedQueue) {
    this.words = new Int32Array(queue.ring.buffer);
  }

  /** Ring bytes an entry takes. */
  static sizeOf(bytes: number): number {
    return ENTRY_HEAD + padded(bytes);
  }

  get used(): number {
    const { cells, ring } = this.queue;
    const used = Atomics.load(cells, CELL.head) - Atomics.load(cells, CELL.tail);
    return used < 0 ? used + ring.length : used;
  }

  /** One word stays free, so that a full ring is not taken for an empty one. */
  get free(): number {
    return this.queue.ring.length - this.used - WORD;
  }

  /** The number of the entry, or null when there is no room. */
  put(kind: EntryKind, bytes: Uint8Array): number | null {
    if (QueueProducer.sizeOf(bytes.length) > this.free) return null;
    const { cells, ring } = this.queue;
    let at = Atomics.load(cells, CELL.head);
    this.words[at / WORD] = kind;
    at = (at + WORD) % ring.length;
    this.words[at / WORD] = bytes.length;
    at = (at + WORD) % ring.length;
    const first = Math.min(bytes.length, ring.length - at);
    ring.set(first === bytes.length ? bytes : bytes.subarray(0, first), at);
    if (first < bytes.length) ring.set(bytes.subarray(first), 0);
    Atomics.store(cells, CELL.head, (at + padded(bytes.length)) % ring.length);
    const number = Atomics.add(cells, CELL.put, 1) + 1;
    if (Atomics.load(cells, CELL.asleep) === 1) this.wake();
    return number | 0;
  }

  wake(): void {
    Atomics.add(this.queue.cells, CELL.wake, 1);
    Atomics.notify(this.queue.cells, CELL.wake);
  }
}

export interface QueueEntry {
  readonly kind: EntryKind;
  /** A view where the entry lies in one piece; valid until it is released. */
  readonly bytes: Uint8Array;
  /** Ring position behind it. */
  readonly end: number;
}

export class QueueConsumer {
  private readonly words: Int32Array;

  constructor(private readonly queue: SharedQueue) {
    this.words = new Int32Array(queue.ring.buffer);
  }

  /** Entries from the oldest on, at most so many bytes of them (but at least one). They stay until released. */
  peek(bytesMax: number): QueueEntry[] {
    const { cells, ring } = this.queue;
    const head = Atomics.load(cells, CELL.head);
    const entries: QueueEntry[] = [];
    let at = Atomics.load(cells, CELL.tail);
    let bytes = 0;
    while (at !== head && (entries.length === 0 || bytes < bytesMax)) {
      const kind = this.words[at / WORD] as EntryKind;
      at = (at + WORD) % ring.length;
      const length = this.words[at / WORD] ?? 0;
      at = (at + WORD) % ring.length;
      const end = (at + padded(length)) % ring.length;
      entries.push({ kind, bytes: this.piece(at, length), end });
      bytes += length;
      at = end;
    }
    return entries;
  }

  release(entries: readonly QueueEntry[]): void {
    const last = entries.at(-1);
    if (last === undefined) return;
    const { cells } = this.queue;
    Atomics.store(cells, CELL.tail, last.end);
    Atomics.add(cells, CELL.written, entries.length);
    // A caller that blocks for room waits on the tail.
    Atomics.notify(cells, CELL.tail);
  }

  private piece(at: number, length: number): Uint8Array {
    const { ring } = this.queue;
    const first = Math.min(length, ring.length - at);
    if (first === length) return ring.subarray(at, at + length);
    const whole = new Uint8Array(length);
    whole.set(ring.subarray(at));
    whole.set(ring.subarray(0, length - first), first);
    return whole;
  }
}
