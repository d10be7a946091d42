// Numbers of CCXT were doubles; the exchange's own text in `info` is preferred where it is there and means the same double.

/** Names exchanges have for a field, most common first. A name is asked only for its own field. */
const NAMES = {
  price: ['px', 'price', 'execPrice', 'fillPx', 'p', 'tradePrice', 'avgPrice'],
  amount: ['sz', 'qty', 'execQty', 'fillSz', 'amount', 'size', 'volume', 'vol', 'q', 'quantity'],
  fee: ['fee', 'commission', 'execFee', 'fillFee', 'n', 'fee_amount'],
} as const;

export type ExchangeField = keyof typeof NAMES;

/** A text and the name in `info` it comes from; no name: CCXT's own number. */
export interface FoundText {
  readonly text: string;
  readonly name: string | undefined;
}

/** The exchange's text for a number of CCXT. Fees may have the other sign there. */
export function exchangeText(info: unknown, field: ExchangeField, number: string): FoundText {
  const value = Number(number);
  for (const name of NAMES[field]) {
    const text = memberText(info, name);
    if (text === undefined) continue;
    if (Number(text) === value) return { text, name };
    if (field === 'fee' && Number(text) === -value) {
      return { text: text.startsWith('-') ? text.slice(1) : `-${text}`, name };
    }
  }
  return { text: number, name: undefined };
}

const DECIMAL = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function memberText(info: unknown, name: string): string | undefined {
  if (typeof info !== 'object' || info === null || !Object.hasOwn(info, name)) return undefined;
  const value: unknown = (info as Record<string, unknown>)[name];
  return typeof value === 'string' && DECIMAL.test(value) ? value : undefined;
}
