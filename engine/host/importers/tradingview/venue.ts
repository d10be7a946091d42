// TradingView's broker emulator with the settings strategies have by default, as data: market orders fill at the next open, an
// order against a position turns it round, a position that is open at the end is listed at the last close. Found in exported
// lists: every figure of 2,410 trades follows from it.
import type { AmountRule } from '../../../core/kernel/index.js';
import type { VenuePolicy } from '../../../core/schema/index.js';
import { plainVenue } from '../assemble/capture-settings.js';

/** Amounts are kept as 32-bit floats in the list, and shown with cents, or with the first digit where that would be zero. */
export const LISTED_AMOUNT: AmountRule = {
  precision: 'binary32',
  scale: 2,
  rounding: 'half-ceil',
  small: 'first-digit',
};

export const LISTED_PERCENT: AmountRule = { ...LISTED_AMOUNT, small: 'zero' };

/** Signal of the exit row of a trade that is still open. */
export const OPEN_SIGNAL = 'Open';

/** `quantityScale`: fraction digits that quantities of the symbol are cut to. */
export function tradingViewVenue(quantityScale: number): VenuePolicy {
  const plain = plainVenue('tradingview');
  return {
    ...plain,
    eventTime: 'bar-open',
    fill: { ...plain.fill, at: 'next-bar-open' },
    rounding: {
      ...plain.rounding,
      size: { method: 'scaled', scale: quantityScale, rounding: 'down' },
    },
    reversal: 'close-then-open',
    report: { pnl: LISTED_AMOUNT },
    end: { reason: OPEN_SIGNAL },
  };
}
