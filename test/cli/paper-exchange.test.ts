// `lockstep paper` on an exchange's own feed, as a process: the recording is that of the same bars from a file, byte for byte,
// through revised bars, a lost connection and a gap.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BarRecord } from '../../engine/core/schema/index.js';
import {
  acknowledgement,
  candleMessage,
  snapshotOf,
  startExchange,
  type ExchangeScript,
  type ExchangeServer,
} from '../support/exchange-server.js';
import { recordingRows } from '../support/recording-rows.js';
import { lockstep, scratchFolder, TEST_MS, type RunOptions } from './lockstep.js';
import { BARS, STEP_MS, writeSmall } from './small-capture.js';

const ACK = acknowledgement('BTC', '1m');
const following = (bars: number): BarRecord => {
  const last = BARS[BARS.length - 1] as BarRecord;
  const laterMs = bars * STEP_MS;
  return { ...last, openTs: last.openTs + laterMs, closeTs: last.closeTs + laterMs };
};

/** Closes the last bar, and makes a bar of nonsense that paper names once it has run everything before it. */
const LAST: readonly string[] = [
  candleMessage({ ...following(1), low: '1000' }, '1m'),
  candleMessage(following(2), '1m'),
];
const AT_LAST = { interruptAt: 'It was not used' };

/** Each bar twice: as it forms, and as it was when it closed. */
const said = (bars: readonly BarRecord[]): readonly string[] =>
  bars.flatMap((bar) =>
    [{ ...bar, close: bar.low, volume: '0.5' }, bar].map((form) => candleMessage(form, '1m')),
  );

describe('lockstep paper on the feed of an exchange', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);
  const folder = (...names: readonly string[]): string => path.join(scratch.dir, ...names);
  let small = '';
  let server: ExchangeServer | null = null;

  before(async () => {
    small = await writeSmall(scratch.dir, 'small');
  });
  afterEach(async () => {
    await server?.close();
    server = null;
  });

  const paper = (
    out: string,
    args: readonly string[],
    options: RunOptions = {},
  ): ReturnType<typeof lockstep> => {
    const command = ['paper', '--snapshot', path.join(small, 'snapshot.json'), '--out', out];
    return lockstep([...command, ...args], options);
  };

  const follow = async (
    out: string,
    script: ExchangeScript,
    { args = [], ...options }: RunOptions & { readonly args?: readonly string[] } = {},
  ): ReturnType<typeof lockstep> => {
    server = await startExchange(script);
    const feed = ['--feed', 'hyperliquid:BTC:1m', '--feed-url', server.url];
    return paper(out, [...feed, ...args], options);
  };

  it('records the bytes of the same bars from a file', async () => {
    mkdirSync(folder('file'));
    mkdirSync(folder('exchange'));
    const bars = folder('bars.jsonl');
    writeFileSync(bars, `${BARS.map((bar) => JSON.stringify(bar)).join('\n')}\n`);
    const plain = await paper(folder('file', 'run'), ['--feed', bars, '--no-follow']);
    assert.equal(plain.code, 0, plain.err);
    const [half] = said(BARS.slice(9, 10));
    const run = await follow(
      folder('exchange', 'run'),
      {
        connections: [
          [ACK, ...said(BARS.slice(0, 9)), half ?? '', { close: 'restart' }],
          [ACK, ...said(BARS.slice(14)), ...LAST],
        ],
        history: snapshotOf(BARS),
      },
      AT_LAST,
    );
    assert.equal(run.code, 0, run.err + run.out);
    assert.match(run.out, new RegExp(`${String(BARS.length)} ticks and`));
    assert.match(run.err, /1012: restart/);
    assert.deepEqual(filesOf(folder('exchange', 'run')), filesOf(folder('file', 'run')));
  });

  it('stopped in the middle, the same command asks for what it missed', async () => {
    const out = folder('stopped');
    const error = '{"channel":"error","data":"maintenance"}';
    const script = { connections: [[ACK, ...said(BARS.slice(0, 6)), error]] };
    const first = await follow(out, script, { interruptAt: 'maintenance' });
    assert.match(first.out, /stopped; the same command goes on.*\n5 ticks/, first.err);
    await server?.close();
    const again = await follow(
      out,
      {
        connections: [[ACK, ...said(BARS.slice(20)), ...LAST]],
        history: snapshotOf(BARS),
      },
      AT_LAST,
    );
    assert.match(again.out, new RegExp(`${String(BARS.length - 5)} ticks`), again.err);
    const events = [...filesOf(out)].filter(([name]) => name.startsWith('events-'));
    assert.match(events.map(([, text]) => text).join(''), /"action":"CLOSE".*"price":"111"/);
  });

  const rest = [...BARS.slice(0, 3), ...BARS.slice(5)];
  const withGap = { connections: [[ACK, ...said(rest), ...LAST]], history: snapshotOf(rest) };

  it('stops at a gap that the history does not fill', async () => {
    const run = await follow(folder('gap'), withGap);
    assert.equal(run.code, 1, run.err);
    assert.match(run.out, /stopped: no bar of BTC from .*and the feed has none.*accept goes on/);
  });

  it('goes on without it where that is wished, and makes no bar up', async () => {
    const run = await follow(folder('accepted'), withGap, {
      args: ['--on-gap', 'accept'],
      interruptAt: 'going on without',
    });
    assert.equal(run.code, 0, run.err);
    const times = rest.map(({ openTs }) => openTs);
    const recorded = recordingRows(folder('accepted')).bars as readonly BarRecord[];
    assert.ok(recorded.length > 3, run.err);
    assert.deepEqual(
      recorded.map(({ openTs }) => openTs),
      times.slice(0, recorded.length),
    );
  });

  it('ends where the exchange refuses', async () => {
    const refusal = '{"channel":"error","data":"Invalid subscription"}';
    const run = await follow(folder('refused'), { connections: [[refusal]] });
    assert.equal(run.code, 3, run.err);
    assert.match(
      run.out,
      /stopped: Hyperliquid reports: "Invalid subscription".*Fix: name settings/,
    );
  });

  it('refuses another coin than that of the settings, before anything is recorded', async () => {
    const run = await paper(folder('address'), ['--feed', 'hyperliquid:ETH:1m']);
    assert.equal(run.code, 3, run.out + run.err);
    assert.match(run.err, /names ETH in bars of 1m; the settings are for BTC in bars of 1m/);
    assert.equal(existsSync(folder('address')), false);
  });
});

/** Everything a run leaves behind, by name, but for the anchors, which say when they were made. */
const filesOf = (dir: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'anchors.jsonl')
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [path.relative(dir, file), readFileSync(file, 'utf8')]),
  );
