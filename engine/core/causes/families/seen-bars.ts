// The bars live saw, as far as it recorded them: with the decision, or in observations that repeat a field of the bar.
import type { BarRecord, DecisionEvent } from '../../schema/index.js';
import { liveDecision, replayDecision, type Investigation } from '../investigation.js';

export const BAR_FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const;
export type BarField = (typeof BAR_FIELDS)[number];
export type SeenBar = Partial<Record<BarField, string>>;

/** A symbol's bar on the departing tick as the replay has it: with every substitution in force, where that is known. */
export function barInForce(
  investigation: Investigation,
  symbol: string,
): Pick<BarRecord, BarField> | undefined {
  const { market, departure } = investigation;
  return replayDecision(investigation, symbol)?.bar ?? market.bar(symbol, departure.ts);
}

/** What live saw of a symbol's bar on the departing tick; empty when it did not say. */
export function seenBar(investigation: Investigation, symbol: string): SeenBar {
  const decision = liveDecision(investigation, symbol);
  if (decision === undefined) return {};
  if (decision.bar !== undefined) {
    const { open, high, low, close, volume } = decision.bar;
    return { open, high, low, close, volume };
  }
  const bar = investigation.market.bar(symbol, investigation.departure.ts);
  const replay = replayDecision(investigation, symbol);
  return bar === undefined || replay === undefined
    ? {}
    : echoed(investigation, { live: decision, replay, bar });
}

/** An observation named after a field repeats it if it does so in the replay. */
function echoed(
  { num }: Investigation,
  sides: { live: DecisionEvent; replay: DecisionEvent; bar: BarRecord },
): SeenBar {
  const seen: SeenBar = {};
  for (const field of BAR_FIELDS) {
    const repeated = sides.replay.indicators[field];
    const live = sides.live.indicators[field];
    if (typeof repeated !== 'string' || typeof live !== 'string') continue;
    if (num.same(num(repeated), num(sides.bar[field]))) seen[field] = live;
  }
  return seen;
}

/** Whether what live saw is this bar, as far as it said. */
export function isSeen(
  { num }: Investigation,
  seen: SeenBar,
  bar: Pick<BarRecord, BarField> | undefined,
): boolean {
  if (bar === undefined) return false;
  return BAR_FIELDS.every((field) => {
    const value = seen[field];
    return value === undefined || num.same(num(value), num(bar[field]));
  });
}

export const isEmpty = (seen: SeenBar): boolean => Object.keys(seen).length === 0;

/** Symbols whose bar on the departing tick live saw differently. */
export function symbolsSeenDifferently(investigation: Investigation): readonly string[] {
  const { manifest } = investigation.file;
  return manifest.symbols.filter((symbol) => {
    const bar = barInForce(investigation, symbol);
    const seen = seenBar(investigation, symbol);
    return bar !== undefined && !isEmpty(seen) && !isSeen(investigation, seen, bar);
  });
}
