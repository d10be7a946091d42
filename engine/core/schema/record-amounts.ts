// The amounts of every kind of record, ready to be read.
import type { NumericPolicy } from '../numeric/index.js';
import { amountReader } from './amounts.js';
import { eventRecord, type EventKind } from './events.js';
import { recordedBar } from './recording.js';
import { snapshot } from './snapshot.js';

export interface RecordAmounts {
  /** Replaces the amounts of an event, a bar or a snapshot by their text. */
  event(kind: EventKind, record: unknown): unknown;
  bar(record: unknown): unknown;
  snapshot(record: unknown): unknown;
}

export function recordAmounts({ kind: numeric }: NumericPolicy): RecordAmounts {
  const events = new Map(
    eventRecord.options.map((option) => [option.shape.kind.value, amountReader(option, numeric)]),
  );
  return {
    event: (kind, record) => events.get(kind)?.(record) ?? record,
    bar: amountReader(recordedBar, numeric),
    snapshot: amountReader(snapshot, numeric),
  };
}
