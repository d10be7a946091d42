// One message of a feed in Lockstep's own form, as items.
import { formatIssue, parseFeedMessage, type FeedMessage } from '../../core/schema/index.js';
import type { FeedItem } from './feed.js';
import { shown } from './shown.js';

export interface FeedExpectation {
  readonly symbols: readonly string[];
  readonly intervalMs: number;
}

/** @param place where the message came from, for people: `line 12 of standard input` */
export function readMessage(
  text: string,
  place: string,
  expected: FeedExpectation,
): readonly FeedItem[] {
  const { value, issues } = parseFeedMessage({ text, file: place });
  const [issue] = issues;
  if (value === undefined || issue?.severity === 'error')
    return [garbage(text, issue === undefined ? `${place}: no message` : formatIssue(issue))];
  return itemsOf(value, place, expected);
}

function itemsOf(
  message: FeedMessage,
  place: string,
  expected: FeedExpectation,
): readonly FeedItem[] {
  switch (message.kind) {
    case 'bar': {
      const { final, ...bar } = message;
      return final === false ? [] : [{ kind: 'bar', bar, place }];
    }
    case 'hello':
      return welcome(message, expected);
    case 'heartbeat':
      return [];
    case 'backfilled':
      return [{ ...message, failure: null }];
    case 'end':
      return [{ kind: 'end', reason: 'the feed said that nothing will follow' }];
    case 'error':
      return [{ kind: 'note', isFault: true, text: `the feed reports: ${message.message}` }];
  }
}

/** A feed of another market would never complete a tick, so it is refused at once. */
function welcome(
  hello: Extract<FeedMessage, { kind: 'hello' }>,
  expected: FeedExpectation,
): readonly FeedItem[] {
  const missing = expected.symbols.filter((symbol) => !hello.symbols.includes(symbol));
  if (missing.length > 0)
    return [
      {
        kind: 'broken',
        message: `The feed has no ${missing.join(', ')}; it has ${hello.symbols.join(', ')}.`,
        remedy: 'name a feed with every symbol of the settings.',
      },
    ];
  if (hello.intervalMs !== expected.intervalMs)
    return [
      {
        kind: 'broken',
        message: `The feed's bars are ${String(hello.intervalMs)} ms long, those of the settings ${String(expected.intervalMs)} ms.`,
        remedy: 'name a feed with bars of that length.',
      },
    ];
  return [];
}

const garbage = (text: string, why: string): FeedItem => ({
  kind: 'note',
  isFault: true,
  text: `${why} It was ${shown(text)}.`,
});
