// From what a bot hands over to the line of the file, or to the reason why there is none. Never throws.
import { keepsDecision } from '../../core/parity/compare-runs.js';
import {
  encodeEventLine,
  encodeRecordedBar,
  encodeSnapshot,
  formatIssue,
  recordAmounts,
  type EventKind,
  type EventRecord,
  type Parsed,
  type RecordedBar,
  type RecordingHeader,
  type Snapshot,
} from '../../core/schema/index.js';

export type Encoded = { readonly text: string } | { readonly refusal: string };

/** Number and chain of a line; the bot has no say in them. */
export interface ChainPlace {
  readonly number: number;
  readonly prev: string | null;
}

/** Kinds the recorder writes by itself; no coverage needs to name them. */
const OWN_KINDS: readonly EventKind[] = ['gap', 'restart'];

export class RecordEncoder {
  private readonly amounts;
  private readonly symbols: ReadonlySet<string>;

  constructor(private readonly header: RecordingHeader) {
    this.amounts = recordAmounts(header.numeric);
    this.symbols = new Set(header.symbols);
  }

  event(kind: EventKind, input: object, { number, prev }: ChainPlace): Encoded {
    return guarded(() => {
      const record = this.amounts.event(kind, { ...input, kind, seq: number, prev });
      const refusal = this.foreignTo(record as EventRecord);
      return refusal === undefined ? encoded(encodeEventLine(record as EventRecord)) : { refusal };
    });
  }

  bar(input: object, { number, prev }: ChainPlace): Encoded {
    return guarded(() => {
      const record = this.amounts.bar({ ...input, kind: 'bar', row: number, prev }) as RecordedBar;
      const refusal = this.unknownSymbol(record);
      return refusal === undefined ? encoded(encodeRecordedBar(record)) : { refusal };
    });
  }

  snapshot(input: object): Encoded {
    return guarded(() => encoded(encodeSnapshot(this.amounts.snapshot(input) as Snapshot)));
  }

  /** Why the capture could not hold the event, though its shape is right. */
  private foreignTo(event: EventRecord): string | undefined {
    const { coverage } = this.header;
    const { kind } = event;
    if (!OWN_KINDS.includes(kind) && !coverage.kinds.includes(kind))
      return `kind: the header's coverage does not name "${kind}". Fix: add it to coverage.kinds, if every such event is recorded.`;
    if (kind === 'decision' && !keepsDecision(coverage, event.action, event.reason))
      return `action: the header's coverage.decisions does not name "${event.action}" for ${event.reason}. Fix: add it there.`;
    return 'symbol' in event ? this.unknownSymbol(event) : undefined;
  }

  private unknownSymbol({ symbol }: { readonly symbol: unknown }): string | undefined {
    // What is no symbol at all is the schema's to refuse.
    if (typeof symbol !== 'string' || this.symbols.has(symbol)) return undefined;
    return `symbol: ${symbol} is not among the header's symbols. Fix: list every traded symbol there.`;
  }
}

function guarded(encode: () => Encoded): Encoded {
  try {
    return encode();
  } catch (error) {
    // A getter that throws, a BigInt, a circle: JSON.stringify says which.
    return { refusal: error instanceof Error ? error.message : String(error) };
  }
}

function encoded({ value, issues }: Parsed<string>): Encoded {
  if (value !== undefined) return { text: value };
  const [first] = issues;
  return { refusal: first === undefined ? 'it does not fit the schema' : formatIssue(first) };
}
