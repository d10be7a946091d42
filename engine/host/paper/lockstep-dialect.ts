// Lockstep's own dialect: one subscription from the first bar that is wanted, and questions over the same connection.
import { FEED_PROTOCOL, type FeedRequest } from '../../core/schema/index.js';
import type { Dialect } from './conversation.js';
import { readMessage } from './read-message.js';

export const lockstepDialect: Dialect = (line, expected) => {
  const send = (request: FeedRequest): void => {
    line.send(JSON.stringify(request));
  };
  return {
    begin: () => {
      const { symbols, intervalMs } = expected;
      const fromTs = line.wantedFromTs();
      const protocol = FEED_PROTOCOL;
      send({ kind: 'subscribe', protocol, symbols: [...symbols], intervalMs, fromTs });
    },
    hear: (text, place) => {
      for (const item of readMessage(text, place, expected)) line.push(item);
    },
    ask: ({ fromTs, untilTs }) => {
      send({ kind: 'backfill', fromTs, untilTs });
    },
    end: () => undefined,
  };
};
