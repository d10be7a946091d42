// Runs of the openclaw engine that began from an init state: what the start of the capture holds, what is said about
// what the file leaves open, and what is said when it does not fit.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Issue, Json } from '../../../engine/core/schema/index.js';
import { parsePath, readPath } from '../../../engine/core/session/json-path.js';
import {
  convertOpenclaw,
  convertSeededOpenclaw,
  importOpenclaw,
  type SeededSettings,
} from '../../../engine/host/importers/openclaw/index.js';
import { folderBytes, withTempDir } from '../../support/captures.js';
import { brief } from '../../support/damaged-captures.js';
import {
  fakeInitState,
  fakeSeededRun,
  textsOf,
  tickTs,
  type FakeInitState,
  type FakeRun,
} from '../../support/openclaw-run.js';

interface Case {
  readonly state?: (state: FakeInitState) => void;
  readonly run?: (run: FakeRun) => void;
  /** The text, when it is to be no JSON of an init state. */
  readonly text?: (text: string) => string;
  readonly settings?: Partial<SeededSettings>;
}

const FILE = 'init_state.json';

async function convert({ state, run, text, settings }: Case = {}) {
  const fake = fakeInitState();
  state?.(fake);
  const files = fakeSeededRun();
  run?.(files);
  const written = JSON.stringify(fake, null, 1);
  const initState = { file: FILE, text: text?.(written) ?? written };
  return convertSeededOpenclaw({ ...textsOf(files), initState }, { folder: '.', ...settings });
}

const position = (state: FakeInitState) => {
  const [found] = state.positions;
  assert.ok(found);
  return found;
};

const isAssumption = ({ code }: Issue): boolean => code === 'openclaw.init-state.assumed';

describe('an openclaw run that began from an init state', () => {
  it('begins with its account, positions and the state of the strategy', async () => {
    const { value, issues } = await convert();
    assert.ok(value, JSON.stringify(issues.map(brief)));
    const { snapshot, manifest } = value;
    assert.deepEqual(snapshot.account, { balance: '10000' });
    assert.deepEqual(snapshot.positions, {
      BTC: {
        ...{ side: 'long', size: '0.1', entryPrice: '99.5', leverage: '5', margin: '2', adds: 1 },
        ...{ openTs: tickTs(-1), lastAddTs: tickTs(0) },
      },
    });
    const at = (path: string): Json | undefined =>
      readPath(snapshot as unknown as Json, parsePath(path) ?? []);
    const btc = 'strategy.desks[0]';
    const eth = 'strategy.desks[1]';
    const expected: Readonly<Record<string, Json>> = {
      [`${btc}.trade.confidence`]: 'high',
      [`${btc}.trade.entryAtr`]: { $num: '1.5' },
      [`${btc}.trade.entryAdxThreshold`]: { $num: '22' },
      [`${btc}.trade.isTrailing`]: true,
      [`${btc}.trade.trailingStop`]: { $num: '98.25' },
      [`${btc}.trade.hasTakenPartial`]: true,
      [`${btc}.times.lastEntry`]: tickTs(0),
      [`${btc}.times.lastExit`]: -1,
      [`${btc}.times.lastClose`]: -1,
      [`${btc}.shadow.isOpen`]: true,
      [`${btc}.shadow.side`]: 'long',
      [`${btc}.shadow.notional`]: { $num: '9.95' },
      [`${eth}.times.lastExit`]: tickTs(0),
      [`${eth}.shadow.isOpen`]: false,
      [`${eth}.trade.isTrailing`]: false,
      'strategy.shadow.cash': { $num: '10000' },
    };
    for (const [path, wanted] of Object.entries(expected)) assert.deepEqual(at(path), wanted, path);
    const { run } = manifest.strategy.params as { run: Json };
    assert.deepEqual(run, { lookback: 200, initial_balance: '10000', from_ts: tickTs(1) });
    assert.equal(manifest.window.end, 'finish');
  });

  it('says of every field that the file does not state what stands there', async () => {
    const { issues } = await convert();
    assert.deepEqual(
      issues.map(({ path = '', code, severity }) => `${severity} ${code} ${path}`),
      [
        'run.from_ts',
        'strategy.desks[].bank',
        'strategy.desks[].times.lastClose',
        'strategy.desks[].times.lastEntry',
        'strategy.desks[].times.lastExit',
        'strategy.shadow',
        'strategy.counters',
        'orders',
        'cursor.seq',
      ].map((path) => `warning openclaw.init-state.assumed ${path}`),
    );
    for (const { message, remedy } of issues) {
      assert.match(message, /^\S.*[.]$/);
      assert.match(remedy, /^\S.*[.]$/);
    }
    assert.match(issues[1]?.message ?? '', /from the 1 candle times before the start/);
    assert.match(issues[3]?.message ?? '', /for ETH:/);
    assert.match(issues[4]?.message ?? '', /for BTC:/);
  });

  it('does not assume what it is told', async () => {
    const { issues } = await convert({
      state: (state) => {
        state.exported_at_ms = tickTs(0);
        state.runtime = {
          entry_attempt_ms_by_symbol: { BTC: tickTs(0), ETH: tickTs(0) },
          exit_attempt_ms_by_symbol: { BTC: tickTs(0), ETH: tickTs(0) },
        };
      },
      settings: { fromTs: tickTs(1) },
    });
    const paths = issues.filter(isAssumption).map(({ path }) => path);
    for (const path of ['run.from_ts', 'lastEntry', 'lastExit'])
      assert.ok(!paths.some((found) => found?.endsWith(path)), path);
  });

  it('keeps a short without a trailing stop, and a position never added to', async () => {
    const { value, issues } = await convert({
      state: (state) => {
        Object.assign(position(state), { side: 'short', trailing_sl: null, last_add_time_ms: 0 });
      },
      run: ({ report }) => {
        for (const row of report.trades) row.action = 'CLOSE_SHORT';
      },
    });
    assert.ok(value, JSON.stringify(issues.map(brief)));
    assert.equal(value.snapshot.positions['BTC']?.side, 'short');
    assert.equal(value.snapshot.positions['BTC'].lastAddTs, 100_000_000_000);
    const trade = readPath(value.snapshot.strategy, ['desks', 0, 'trade']) as Record<string, Json>;
    assert.equal(trade['isTrailing'], false);
    assert.ok(issues.some(({ path }) => path === 'positions[].lastAddTs'));
  });

  it('may be taken to have gone on', async () => {
    const { value } = await convert({ settings: { end: 'cut' } });
    assert.equal(value?.manifest.window.end, 'cut');
  });

  it('has an id of its own, and without the init state it is refused as before', async () => {
    const seeded = await convert();
    const other = await convert({
      state: (state) => {
        position(state).size = 0.2;
      },
    });
    assert.notEqual(seeded.value?.manifest.captureId, other.value?.manifest.captureId);
    const { value, issues } = convertOpenclaw(textsOf(fakeSeededRun()));
    assert.equal(value, undefined);
    assert.deepEqual(issues.map(brief), ['report.json:7 openclaw.report.seeded! trades[0]']);
    assert.match(issues[0]?.remedy ?? '', /--init-state/);
  });

  it('is written with the same bytes twice; a file that is not there is an issue', () =>
    withTempDir(async (dir) => {
      const texts = { ...textsOf(fakeSeededRun()), initState: JSON.stringify(fakeInitState()) };
      const files = {
        report: join(dir, 'r.json'),
        candles: join(dir, 'c.json'),
        config: join(dir, 'c.yaml'),
        initState: join(dir, 'i.json'),
      };
      await writeFile(files.report, texts.report.text);
      await writeFile(files.candles, texts.candles.text);
      await writeFile(files.config, texts.config.text);
      await writeFile(files.initState, texts.initState);
      const outs = [join(dir, 'a'), join(dir, 'b')];
      for (const out of outs) assert.ok((await importOpenclaw({ ...files, out })).value);
      const [one, two] = await Promise.all(outs.map(folderBytes));
      assert.deepEqual(one, two);
      const missing = { ...files, initState: join(dir, 'x.json'), out: join(dir, 'c') };
      const { value, issues } = await importOpenclaw(missing);
      assert.equal(value, undefined);
      assert.deepEqual(
        issues.map(({ code }) => code),
        ['foreign.unreadable'],
      );
    }));
});

type Row = readonly [name: string, change: Case, ...expected: string[]];

const withPosition = (changes: Record<string, unknown>): Case => ({
  state: (state) => {
    Object.assign(position(state), changes);
  },
});
const without = (field: string): Case => ({
  text: (text) => text.replace(new RegExp(`"${field}": [^,\n]+,?`), ''),
});
const replaced = (from: string | RegExp, to: string): Case => ({
  text: (text) => text.replace(from, to),
});

const BROKEN: readonly Row[] = [
  ['no JSON', { text: () => '{"version": 2,' }, `${FILE}:1 json.syntax`],
  ['a list', { text: () => '[]' }, `${FILE}:1 schema.type`],
  ['version 1', replaced('"version": 2', '"version": 1'), `${FILE}:2 schema.choice version`],
  ['version 3', replaced('"version": 2', '"version": 3'), `${FILE}:2 schema.choice version`],
  ['no version', without('version'), `${FILE}:1 schema.missing version`],
  ['no balance', without('balance'), `${FILE}:1 schema.missing balance`],
  ['no positions', replaced('"positions"', '"places"'), `${FILE}:1 schema.missing positions`],
  ['no size', without('size'), `${FILE}:6 schema.missing positions[0].size`],
  ['no entry price', without('entry_price'), `${FILE}:6 schema.missing positions[0].entry_price`],
  ['no stop stated', without('trailing_sl'), `${FILE}:6 schema.missing positions[0].trailing_sl`],
  ['no adds', without('adds_count'), `${FILE}:6 schema.missing positions[0].adds_count`],
  [
    'no threshold',
    replaced(/,\s*"entry_adx_threshold": 22/, ''),
    `${FILE}:6 schema.missing positions[0].entry_adx_threshold`,
  ],
  ['NaN', replaced('"size": 0.1', '"size": NaN'), `${FILE}:9 json.syntax`],
  ['a number in quotes', withPosition({ size: '0.1' }), `${FILE}:9 schema.type positions[0].size`],
  [
    'a number beyond a double',
    replaced('"size": 0.1', '"size": 1e999'),
    `${FILE}:9 schema.type positions[0].size`,
  ],
  ['a size of zero', withPosition({ size: 0 }), `${FILE}:9 schema.range positions[0].size`],
  ['a size below zero', withPosition({ size: -1 }), `${FILE}:9 schema.range positions[0].size`],
  [
    'a price below zero',
    withPosition({ entry_price: -1 }),
    `${FILE}:10 schema.range positions[0].entry_price`,
  ],
  ['another side', withPosition({ side: 'both' }), `${FILE}:8 schema.choice positions[0].side`],
  [
    'another confidence',
    withPosition({ confidence: 'huge' }),
    `${FILE}:13 schema.choice positions[0].confidence`,
  ],
  [
    'half an add',
    withPosition({ adds_count: 0.5 }),
    `${FILE}:16 schema.type positions[0].adds_count`,
  ],
  [
    'seconds',
    withPosition({ open_time_ms: tickTs(0) / 1000 }),
    `${FILE}:18 schema.range positions[0].open_time_ms`,
  ],
  [
    'a position without candles',
    withPosition({ symbol: 'DOGE' }),
    `report.json:7 openclaw.report.seeded! trades[0]`,
    `${FILE}:7 openclaw.init-state.symbol positions[0].symbol`,
  ],
  [
    'two positions of one symbol',
    { state: (state) => state.positions.push(position(state)) },
    `${FILE}:23 openclaw.init-state.duplicate positions[1].symbol`,
  ],
  [
    'a position opened after the start',
    withPosition({ open_time_ms: tickTs(2), last_add_time_ms: tickTs(2) }),
    `${FILE}:18 openclaw.init-state.time positions[0].open_time_ms`,
    `${FILE}:19 openclaw.init-state.time positions[0].last_add_time_ms`,
  ],
  [
    'an add before the opening',
    withPosition({ last_add_time_ms: tickTs(-2) }),
    `${FILE}:19 openclaw.init-state.time positions[0].last_add_time_ms`,
  ],
  [
    'an attempt after the start',
    {
      state: (state) => {
        state.runtime = { entry_attempt_ms_by_symbol: { BTC: tickTs(3) } };
      },
    },
    `${FILE}:25 openclaw.init-state.time runtime.entry_attempt_ms_by_symbol.BTC`,
  ],
  [
    'another balance',
    {
      state: (state) => {
        state.balance = 9000;
      },
    },
    `${FILE}:4 openclaw.init-state.balance balance`,
  ],
  [
    'exported after the last candle',
    {
      state: (state) => {
        state.exported_at_ms = tickTs(9);
      },
    },
    `${FILE}:3 openclaw.start.late exported_at_ms`,
    'report.json:8 openclaw.report.time trades[0].timestamp',
  ],
  [
    'a start after the last candle',
    { settings: { fromTs: tickTs(9) } },
    'candles.json openclaw.start.late',
    'report.json:8 openclaw.report.time trades[0].timestamp',
  ],
  [
    'a row before the start',
    { settings: { fromTs: tickTs(3) } },
    'report.json:8 openclaw.report.time trades[0].timestamp',
  ],
  [
    'a row that opens what is open',
    {
      run: ({ report }) => {
        for (const row of report.trades) row.action = 'OPEN_LONG';
      },
    },
    'report.json:7 openclaw.report.order trades[0]',
  ],
];

describe('an init state that does not fit', () => {
  for (const [name, change, ...expected] of BROKEN) {
    it(name, async () => {
      const { value, issues } = await convert(change);
      assert.equal(value, undefined);
      assert.deepEqual(issues.filter((issue) => !isAssumption(issue)).map(brief), expected);
      for (const { message, remedy } of issues) {
        assert.match(message, /^\S.*[.]$/s);
        assert.match(remedy, /^\S.*[.?]$/s);
      }
    });
  }

  const STRATEGIES: readonly (readonly [string, RegExp])[] = [
    ['nowhere.ts', /^The strategy .*nowhere\.ts is not there\.$/],
    ['one-trade.ts', /^The strategy cannot run: .*trade.*declares no such parameter/],
    ['loops-on-load.ts', /^The strategy cannot run: .*loop/],
    ['other-state.ts', /keeps nothing at strategy\.desks\[0\]\.trade\.confidence/],
  ];
  for (const [file, message] of STRATEGIES) {
    it(`with the strategy ${file}`, async () => {
      const strategyEntry = `test/fixtures/strategies/${file}`;
      const { value, issues } = await convert({ settings: { strategyEntry } });
      assert.equal(value, undefined);
      const [problem, ...others] = issues.filter((issue) => !isAssumption(issue));
      assert.deepEqual(others, []);
      assert.equal(problem?.code, 'openclaw.init-state.strategy');
      assert.match(problem.message, message);
    });
  }

  it('an attempt of a symbol without candles is ignored, and said', async () => {
    const { value, issues } = await convert({
      state: (state) => {
        state.runtime = { exit_attempt_ms_by_symbol: { DOGE: tickTs(0) } };
      },
    });
    assert.ok(value);
    assert.ok(
      issues
        .map(brief)
        .includes(`${FILE}:25 openclaw.init-state.ignored? runtime.exit_attempt_ms_by_symbol.DOGE`),
    );
  });
});
