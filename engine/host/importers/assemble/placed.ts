// Bars and events on their way into a capture, each with the place in the source it comes from.
import type { BarRecord, IssuePlace } from '../../../core/schema/index.js';
import type { EventDraft } from '../../capture/write-capture.js';

type WithoutSeq<E> = E extends unknown ? Omit<E, 'seq'> : never;
/** An event before it has its place in the sequence. */
export type Unnumbered = WithoutSeq<EventDraft>;

export interface PlacedBar {
  readonly bar: BarRecord;
  readonly place: IssuePlace;
}

export interface PlacedEvent {
  readonly event: Unnumbered;
  readonly place: IssuePlace;
}

export type Rows<T> = Iterable<T> | AsyncIterable<T>;

/** Ascending as captures want it: by open time, then by symbol. */
export const compareBars = (a: PlacedBar, b: PlacedBar): number =>
  a.bar.openTs - b.bar.openTs ||
  (a.bar.symbol < b.bar.symbol ? -1 : a.bar.symbol > b.bar.symbol ? 1 : 0);

export const compareEvents = (a: PlacedEvent, b: PlacedEvent): number => a.event.ts - b.event.ts;

/** Merges streams that ascend into one; of equals those of the first stream go first. */
export async function* merged<T>(
  streams: readonly Rows<T>[],
  compare: (a: T, b: T) => number,
): AsyncGenerator<T> {
  const [only] = streams;
  if (streams.length === 1 && only) {
    yield* only;
    return;
  }
  const iterators = streams.map((stream) => iteratorOf(stream));
  const heads = await Promise.all(iterators.map((iterator) => iterator.next()));
  try {
    for (;;) {
      let least: number | undefined;
      heads.forEach((head, index) => {
        const best = least === undefined ? undefined : heads[least];
        if (head.done === true) return;
        if (best === undefined || best.done === true || compare(head.value, best.value) < 0)
          least = index;
      });
      const head = least === undefined ? undefined : heads[least];
      const iterator = least === undefined ? undefined : iterators[least];
      if (least === undefined || head === undefined || head.done === true || !iterator) return;
      yield head.value;
      heads[least] = await iterator.next();
    }
  } finally {
    for (const iterator of iterators) await iterator.return?.();
  }
}

async function* iterated<T>(rows: Rows<T>): AsyncGenerator<T> {
  yield* rows;
}

const iteratorOf = <T>(rows: Rows<T>): AsyncIterator<T> => iterated(rows);
