// A market that is followed over an unreliable exchange: connections that are lost anywhere, outages, bars that nobody trades in,
// a history that knows the newest bar as it forms, and sometimes lags. Whatever happens, the ticks are those of the market.
import assert from 'node:assert/strict';
import type { BarRecord } from '../../../engine/core/schema/index.js';
import {
  acknowledgement,
  candleMessage,
  snapshotOf,
  type ExchangeScript,
  type Step,
} from '../../support/exchange-server.js';
import { barAt, readExchange } from '../../support/exchange-reader.js';
import { seededRandom, type SeededRandom } from '../../support/seeded-random.js';

const SEEDS = [1, 2, 3];
const COINS = ['BTC', 'ETH'];
const BARS = 40;
/** Forms of a bar, the last one final. */
const FORMS = 3;
/** So that the last bars of the test close, and are known to have. */
const BARS_AFTER = 5;
const END = (BARS + BARS_AFTER) * FORMS;
const LOSSES = 5;
/** Of a connection that is lost: some end within the bar they began in. */
const STEPS = [1, 1, 4, 9, 20];
const QUIET = 0.2;

/** Bar `number` of a coin as the exchange has it in its form number `form`. */
const formOf = (coin: string, number: number, form: number): BarRecord => ({
  ...barAt(coin, number, { close: 100 + number * FORMS + form }),
  volume: String(form),
});

/** The exchange: its time goes on by a form of every coin's newest bar. */
class Exchange {
  private now = 0;
  private losses = 0;
  private readonly quiet: ReadonlySet<string>;

  constructor(private readonly random: SeededRandom) {
    const rows = COINS.flatMap((coin) =>
      Array.from({ length: BARS + BARS_AFTER }, (_, number) => `${coin} ${String(number)}`),
    );
    // Those behind the end are said, so that it is known.
    this.quiet = new Set(
      rows.filter((row) => Number(row.split(' ')[1]) < BARS && random.chance(QUIET)),
    );
  }

  readonly script: ExchangeScript = {
    connections: () => this.connection(),
    history: (request) => snapshotOf(this.known())(request),
  };

  private connection(): readonly Step[] {
    const isLast = this.losses >= LOSSES;
    if (this.losses > 0) this.beAway();
    this.losses += 1;
    const until = isLast ? END : Math.min(END, this.now + this.random.pick(STEPS));
    const steps: Step[] = COINS.map((coin) => acknowledgement(coin, '1m'));
    for (; this.now < until; this.now += 1) steps.push(...this.said());
    if (isLast) return steps;
    // Now and then it lasts, so that the history is heard as well.
    const pings = this.random.chance(0.7) ? 1 : 0;
    return [...steps, { pings }, { close: 'restart' }];
  }

  /** Many outages end right as a bar begins, where the history is easily behind. */
  private beAway(): void {
    const backAt = this.now + this.random.int(0, 12);
    const isAtBar = this.random.chance(0.7);
    this.now = Math.min(END, isAtBar ? Math.ceil(backAt / FORMS) * FORMS : backAt);
  }

  private said(): readonly Step[] {
    const number = Math.floor(this.now / FORMS);
    const traded = COINS.filter((coin) => !this.quiet.has(`${coin} ${String(number)}`));
    return traded.map((coin) => candleMessage(formOf(coin, number, this.now % FORMS), '1m'));
  }

  /** All bars up to now, the newest as it forms; by chance those of a moment ago. */
  private known(): readonly BarRecord[] {
    const at = Math.max(
      0,
      this.now - 1 - (this.random.chance(0.5) ? this.random.int(1, FORMS) : 0),
    );
    const newest = Math.floor(at / FORMS);
    return COINS.flatMap((coin) =>
      Array.from({ length: newest + 1 }, (_, number) =>
        formOf(coin, number, number === newest ? at % FORMS : FORMS - 1),
      ),
    );
  }
}

describe('ticks over an unreliable exchange', () => {
  for (const seed of SEEDS)
    it(`are those of the market (seed ${String(seed)})`, async () => {
      const exchange = new Exchange(seededRandom(seed));
      const how = { symbols: COINS, lastBar: -1, silenceMs: 300, until: BARS };
      const { ticks, notes, lines } = await readExchange(exchange.script, how);
      const market = Array.from({ length: BARS }, (_, number) =>
        COINS.map((coin) => formOf(coin, number, FORMS - 1)),
      );
      assert.deepEqual(
        ticks.slice(0, BARS).map(({ bars }) => bars),
        market,
        lines.join('\n'),
      );
      assert.deepEqual(
        [...notes].filter((kind) => kind !== 'repeated'),
        [],
      );
    });
});
