// A series that lags or leads: the same candidate whether live's bars are on record or searched for.
import type { Candidate } from '../candidate.js';
import { counted, utcText } from '../utc-text.js';

export const CLASS = 'market-data-alignment-gap';

export function shiftOf(
  shift: {
    readonly symbols: readonly string[];
    readonly bars: number;
    readonly fromTs: number;
    readonly toTs: number | null;
  },
  how: { readonly isRecorded: boolean; readonly order: number; readonly isWhole?: boolean },
): Candidate {
  const { symbols, bars, fromTs, toTs } = shift;
  const direction = bars > 0 ? 'late' : 'early';
  const until = toTs === null ? '' : toTs === fromTs ? ' (that bar only)' : ` to ${utcText(toTs)}`;
  return {
    class: CLASS,
    title: `${symbols.join(', ')} bars ${counted(Math.abs(bars), 'bar')} ${direction} from ${utcText(fromTs)}${until}`,
    interventions: [{ kind: 'market-shift', symbols: [...symbols], bars, fromTs, toTs }],
    isRecorded: how.isRecorded,
    freedom: how.isRecorded ? 0 : 2,
    fromTs: how.isWhole === true ? null : fromTs,
    order: how.order,
  };
}
