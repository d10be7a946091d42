// Two numbers side by side, with the digits that differ marked.
import { html, type Markup } from './markup.js';

export interface MarkedPair {
  readonly live: Markup;
  readonly replay: Markup;
}

export function markedPair(live: string | null, replay: string | null): MarkedPair {
  if (live === null || replay === null) return { live: plain(live), replay: plain(replay) };
  const same = sameLead(live, replay);
  return { live: marked(live, same), replay: marked(replay, same) };
}

const plain = (text: string | null): Markup =>
  text === null ? html`<span class="soft">none</span>` : html`<mark>${text}</mark>`;

/** What follows the first differing digit says nothing by itself, but belongs to the number that differs. */
const marked = (text: string, same: number): Markup =>
  same >= text.length
    ? html`${text}`
    : html`${text.slice(0, same)}<mark>${text.slice(same)}</mark>`;

const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** Characters that agree from the left; none when digits stand in different places. */
function sameLead(live: string, replay: string): number {
  const areNumbers = NUMBER.test(live) && NUMBER.test(replay);
  if (areNumbers && whole(live) !== whole(replay)) return 0;
  let same = 0;
  while (same < live.length && live[same] === replay[same]) same += 1;
  return same;
}

const whole = (text: string): number => (text.includes('.') ? text.indexOf('.') : text.length);
