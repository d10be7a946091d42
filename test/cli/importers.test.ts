// The commands of the importers and of the export: what they write, say and leave behind.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { folderBytes } from '../support/captures.js';
import { BARS, TRADES } from '../support/tradingview.js';
import { EXAMPLE, lockstep, ROOT, scratchFolder, TEST_MS } from './lockstep.js';

const HOUR = 3_600_000;
const START = 1_704_067_200_000;
const FREQTRADE = path.join(ROOT, 'test', 'fixtures', 'freqtrade');

/** Opens on the first bar and turns round on the third, as the small list of trades has it. */
const TURNING = `import { defineStrategy } from 'lockstep/strategy';
export default defineStrategy({
  id: 'turning', params: {}, gates: {}, reasons: { Buy_it: 'Buy', Sell: 'Sell', wait: 'Wait' },
  state: () => ({}),
  onTick(tick) {
    const { num } = tick;
    const order = { size: num('100'), margin: num('1'), leverage: num('1') };
    if (tick.index === 0) tick.open(0, { ...order, side: 'long', reason: 'Buy_it' });
    else if (tick.index === 2) tick.open(0, { ...order, side: 'short', reason: 'Sell' });
    else tick.hold(0, 'wait');
  },
});
`;

describe('lockstep import and export', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);
  const put = (name: string, content: string): string => {
    const file = path.join(scratch.dir, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  const bars = ['t,o', ...[0, 1, 2].map((hour) => `${String(START + hour * HOUR)},100.50`)];
  const mapping = (file: string): string =>
    JSON.stringify({
      ...{ schemaVersion: 1, name: 'bot', intervalMs: HOUR },
      tables: [
        {
          ...{ file, kind: 'bar' },
          fields: {
            openTs: { column: 't', time: { format: 'ms' } },
            ...{ symbol: { constant: 'BTC' }, volume: { constant: '1' } },
            ...{ open: 'o', high: 'o', low: 'o', close: 'o' },
          },
        },
      ],
    });

  it('table: a capture from a mapping file, with what the options say', async () => {
    put('bars.csv', bars.join('\n'));
    const map = put('map.json', mapping('bars.csv'));
    const out = path.join(scratch.dir, 'table');
    const done = await lockstep([
      ...['import', 'table', '--map', map, '--out', out, '--strategy', 'lockstep:openclaw'],
      ...['--balance', '1000.50', '--numeric', 'binary64', '--mode', 'paper', '--id', 'mine'],
      ...['--from', String(START + HOUR)],
    ]);
    assert.equal(done.code, 0, done.err);
    assert.equal(done.out, `mine (BTC) is in ${out}\n`);
    assert.match(done.err, /foreign\.left-out: 1 rows lie outside/);
    const manifest = readFileSync(path.join(out, 'manifest.json'), 'utf8');
    assert.match(manifest, /"mode": "paper"/);
    assert.match(manifest, /"entry": "lockstep:openclaw"/);
    assert.match(readFileSync(path.join(out, 'snapshot.json'), 'utf8'), /"balance": "1000.50"/);
  });

  it('table: an error names file, line, column and remedy; nothing is left behind', async () => {
    put('bad/bars.csv', [...bars, `${String(START + 3 * HOUR)},x`].join('\n'));
    const map = put('bad/map.json', mapping('bars.csv'));
    const out = path.join(scratch.dir, 'bad', 'capture');
    const done = await lockstep(['import', 'table', '--map', map, '--out', out]);
    assert.equal(done.code, 3);
    assert.match(done.err, /bars\.csv:5: error foreign\.value at o: "x" is no "open": .* Fix: /);
    assert.deepEqual(readdirSync(path.join(scratch.dir, 'bad')).sort(), ['bars.csv', 'map.json']);
  });

  it('tradingview: a list of trades and its chart, then parity with the strategy that made it', async () => {
    const trades = put('tv/trades.csv', TRADES);
    const chart = put('tv/bars.csv', BARS);
    const out = path.join(scratch.dir, 'tv', 'capture');
    const strategy = put('tv/strategy.ts', TURNING);
    const done = await lockstep([
      ...['import', 'tradingview', '--trades', trades, '--bars', chart, '--out', out],
      ...['--symbol', 'EURUSD', '--balance', '1000', '--strategy', strategy],
    ]);
    assert.equal(done.code, 0, done.err);
    assert.match(done.out, /^tradingview-[0-9a-f]{16} \(EURUSD\) is in /);
    assert.match(done.err, /"Drawdown %" is not in the capture: .* give it, in all 2 trades/);
    const replay = await lockstep(['replay', out]);
    assert.equal(replay.code, 0, replay.out + replay.err);
    assert.match(replay.out, /^PARITY {2}4 of 4 live events agree/);
  });

  it('tradingview: an error names file, line, column and remedy', async () => {
    const trades = put('tv-bad/trades.csv', TRADES.replace('Entry short', 'Entry sideways'));
    const chart = put('tv-bad/bars.csv', BARS);
    const out = path.join(scratch.dir, 'tv-bad', 'capture');
    const done = await lockstep([
      ...['import', 'tradingview', '--trades', trades, '--bars', chart, '--out', out],
    ]);
    assert.equal(done.code, 3);
    assert.match(
      done.err,
      /trades\.csv:4: error foreign\.value at Type: "Entry sideways" is no type of a row\. Fix: Known are/,
    );
    assert.equal(existsSync(out), false);
  });

  it('freqtrade and ccxt, by their own names of files and symbols', async () => {
    const trade = {
      ...{ pair: 'BTC/USDT', amount: 1, open_rate: 42_001.1, close_rate: 42_002.1 },
      ...{ open_timestamp: START + HOUR, close_timestamp: START + 2 * HOUR },
      ...{ fee_open: 0.001, fee_close: 0.001, profit_abs: 1 },
    };
    const run = { trades: [trade], starting_balance: 1000, timeframe: '1h' };
    const result = put('result.json', JSON.stringify({ strategy: { Sample: run } }));
    const candles = path.join(FREQTRADE, 'BTC_USDT-1h.feather');
    const freqtrade = await lockstep([
      ...['import', 'freqtrade', '--result', result, '--candles', candles],
      ...['--out', path.join(scratch.dir, 'freqtrade')],
    ]);
    assert.equal(freqtrade.code, 0, freqtrade.err);
    assert.match(freqtrade.out, /\(BTC\/USDT\)/);
    const ohlcv = put('ohlcv.json', JSON.stringify([[START, 1, 2, 0.5, 1.5, 3]]));
    const out = path.join(scratch.dir, 'ccxt');
    const args = ['import', 'ccxt', '--interval', '1h', '--out'];
    const ccxt = await lockstep([...args, out, '--candles', `ETH/USDT=${ohlcv}`]);
    assert.equal(ccxt.code, 0, ccxt.err);
    const unnamed = await lockstep([...args, `${out}-2`, '--candles', ohlcv]);
    assert.equal(unnamed.code, 3);
    assert.match(unnamed.err, /write SYMBOL=FILE/);
  });

  it('hyperliquid: candles alone, and a file that is not there', async () => {
    const candle = {
      t: START,
      T: START + HOUR - 1,
      s: 'BTC',
      i: '1h',
      o: '1',
      h: '2',
      l: '1',
      c: '1',
      v: '0',
    };
    const candles = put('candles.json', JSON.stringify([candle]));
    const args = ['import', 'hyperliquid', '--candles', candles];
    const done = await lockstep([...args, '--out', path.join(scratch.dir, 'hl')]);
    assert.equal(done.code, 0, done.err);
    const out = path.join(scratch.dir, 'hl-2');
    const missing = await lockstep([...args, '--fills', 'none.json', '--out', out]);
    assert.equal(missing.code, 3);
    assert.match(
      missing.err,
      /none\.json: error foreign\.unreadable: There is no such file\. Fix: /,
    );
    assert.ok(!existsSync(out));
  });

  it('export and back gives the same folder; nothing is written over', async () => {
    const archive = path.join(scratch.dir, 'example.zip');
    const args = ['export', EXAMPLE, '--format', 'csv', '--pack', 'zip', '--out', archive];
    const exported = await lockstep(args);
    assert.equal(exported.code, 0, exported.err);
    const again = await lockstep(args);
    assert.equal(again.code, 3);
    assert.match(again.err, /is there already/);
    const out = path.join(scratch.dir, 'again');
    const imported = await lockstep(['import', 'capture', archive, '--out', out]);
    assert.equal(imported.code, 0, imported.err);
    assert.deepEqual(await folderBytes(out), await folderBytes(EXAMPLE));
    const none = await lockstep(['export', scratch.dir, '--out', path.join(scratch.dir, 'x')]);
    assert.equal(none.code, 3);
    assert.match(none.err, /capture\.file\.missing/);
  });

  it('a snapshot alone is exported and is the same file again; nothing is written over', async () => {
    const snapshot = path.join(EXAMPLE, 'snapshot.json');
    const table = path.join(scratch.dir, 'state');
    const exported = await lockstep(['export', snapshot, '--format', 'parquet', '--out', table]);
    assert.equal(exported.code, 0, exported.err);
    const out = path.join(scratch.dir, 'state.json');
    const imported = await lockstep(['import', 'snapshot', table, '--out', out]);
    assert.equal(imported.code, 0, imported.err);
    assert.deepEqual(readFileSync(out), readFileSync(snapshot));
    const twice = await lockstep(['import', 'snapshot', table, '--out', out]);
    assert.equal(twice.code, 3);
    assert.match(twice.err, /is there already/);
  });
});
