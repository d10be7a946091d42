// Candles that the exchange's info interface really gave, as its live feed says them and as its history answers: they are the
// bars of the importer, digit by digit.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BarRecord } from '../../../engine/core/schema/index.js';
import { feedAt } from '../../../engine/host/paper/feed-address.js';
import { importHyperliquid } from '../../../engine/host/importers/hyperliquid/index.js';
import { HOUR_MS, withTempDir } from '../../support/captures.js';
import { acknowledgement, startExchange, type Step } from '../../support/exchange-server.js';
import { readImported } from '../../support/imported.js';
import { requireSharedData } from '../../support/shared-data.js';

describe("real candles of Hyperliquid over its own feed's dialect", () => {
  it('live and from the history: the bars of the importer', function () {
    const file = requireSharedData(this, 'hyperliquid', 'candles_snapshot_1.json');
    const fills = requireSharedData(this, 'hyperliquid', 'user_fills.json');
    return withTempDir(async (dir) => {
      const settings = { balance: '1000' };
      const out = join(dir, 'capture');
      await importHyperliquid({ out, candles: [file], fills: [fills], settings });
      const { bars } = await readImported(out);
      const text = readFileSync(file, 'utf8');
      const candles = JSON.parse(text) as readonly object[];
      const said = candles.map((data) => JSON.stringify({ channel: 'candle', data }));
      const fromTs = bars[0]?.openTs ?? 0;
      // The last one has not closed.
      assert.deepEqual(await follow({ steps: said, history: [], fromTs: null }), bars.slice(0, -1));
      const missed = { steps: said.slice(-2), history: text, fromTs };
      assert.deepEqual(await follow(missed), bars.slice(0, -1));
    });
  });
});

interface Told {
  readonly steps: readonly Step[];
  readonly history: string | readonly object[];
  readonly fromTs: number | null;
}

/** Bars up to the last one that closes. */
async function follow({ steps, history, fromTs }: Told): Promise<readonly BarRecord[]> {
  const server = await startExchange({
    connections: [[acknowledgement('kPEPE', '1h'), ...steps]],
    history: () => history,
  });
  const feed = feedAt(
    {
      address: 'hyperliquid:kPEPE:1h',
      url: server.url,
      ...{ isFollowed: true, silenceMs: 2_000, attemptsMax: 1 },
    },
    { symbols: ['kPEPE'], intervalMs: HOUR_MS },
  );
  const bars: BarRecord[] = [];
  for await (const item of feed.open(() => fromTs)) {
    assert.ok(item.kind === 'bar', JSON.stringify(item));
    bars.push(item.bar);
    if (bars.length === 23) break;
  }
  feed.close();
  await server.close();
  return bars;
}
