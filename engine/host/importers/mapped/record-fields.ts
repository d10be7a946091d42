// What a row of each kind is made of, and what a cell of each type must be.
import type { TableKind } from '../../../core/schema/foreign/table-mapping.js';
import { identifier, symbolName, timestampMs } from '../../../core/schema/index.js';
import { isDecimal } from '../exact-decimal.js';

export type FieldType = 'decimal' | 'time' | 'text' | 'symbol' | 'word' | 'integer' | 'json';

export interface RecordField {
  readonly type: FieldType;
  readonly isOptional?: true;
  /** The words that may stand there. */
  readonly choices?: readonly string[];
}

type Fields = Readonly<Record<string, RecordField>>;

const decimal: RecordField = { type: 'decimal' };
const time: RecordField = { type: 'time' };
const symbol: RecordField = { type: 'symbol' };
const word: RecordField = { type: 'word' };
const optional = (field: RecordField): RecordField => ({ ...field, isOptional: true });
const choice = (...choices: string[]): RecordField => ({ type: 'text', choices });

const side = choice('long', 'short');
const action = choice('open', 'add', 'reduce', 'close');
const text: RecordField = { type: 'text' };
const order: Fields = { ts: time, symbol, orderId: text, side, action, size: decimal };
const cause: Fields = {
  reason: word,
  detail: optional(word),
  text: optional(text),
  confidence: optional(word),
};
const prices: Fields = { open: decimal, high: decimal, low: decimal, close: decimal };

/** In the order a reader expects them; `feeParts.NAME` and `indicators.NAME` are added by name. */
export const RECORD_FIELDS: Readonly<Record<TableKind, Fields>> = {
  bar: {
    ...{ openTs: time, closeTs: optional(time), symbol, ...prices, volume: decimal },
    ...{ revision: optional({ type: 'integer' }), seenTs: optional(time) },
  },
  fill: { ...order, price: decimal, fee: decimal, reason: word },
  ledger: {
    ...{ ts: time, symbol, side, reason: word, detail: optional(word), text: optional(text) },
    action: choice('OPEN', 'ADD', 'REDUCE', 'CLOSE', 'FUNDING', 'FEE', 'ADJUST'),
    ...{ price: decimal, size: decimal, fee: decimal, pnl: decimal, balance: decimal },
    confidence: optional(word),
  },
  funding: { ts: time, symbol, rate: decimal, amount: decimal },
  balance: { ts: time, balance: decimal, reason: optional(word) },
  order: { ...order, price: optional(decimal), reason: word },
  reject: { ...order, reason: word, text: optional(text) },
  intent: { ...order, ...cause },
  decision: {
    ...{ ts: time, symbol, side: optional(side), ...cause },
    action: choice('enter', 'add', 'reduce', 'exit', 'hold', 'blocked'),
    gates: optional({ type: 'json' }),
  },
  restart: { ts: time, fingerprint: text },
};

/** Records of decimals by name, of kinds that have one. */
export const NAMED_DECIMALS: Readonly<Partial<Record<TableKind, string>>> = {
  fill: 'feeParts',
  decision: 'indicators',
};

/** What is wrong with a text as a value of this type; undefined when nothing is. Times and JSON are read elsewhere. */
export function misfit(field: RecordField, value: string): string | undefined {
  const { choices } = field;
  if (choices !== undefined && !choices.includes(value)) return `one of ${choices.join(', ')}`;
  switch (field.type) {
    case 'decimal':
      return isDecimal(value) ? undefined : 'a decimal number such as 0.1, below 1.8e308';
    case 'symbol':
      return symbolName.safeParse(value).success ? undefined : 'a symbol such as BTC/USDT:USDT';
    case 'word':
      return identifier.safeParse(value).success
        ? undefined
        : 'a word of letters, digits and _ . - such as exit_stop_loss';
    case 'integer':
      return /^\d{1,15}$/.test(value) ? undefined : 'a whole number';
    default:
      return value === '' ? 'a text' : undefined;
  }
}

export const isTimestamp = (ts: number): boolean => timestampMs.safeParse(ts).success;
