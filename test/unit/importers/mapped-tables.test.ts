// Tables of any program with a mapping file: what becomes of cells, and what is said about those that fit nothing.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { importTables } from '../../../engine/host/importers/mapped/index.js';
import { HOUR_MS, START_TS, withTempDir } from '../../support/captures.js';
import { readImported, refused, told } from '../../support/imported.js';
import { put, zipped } from '../../support/tables.js';

const MAPPING = `
schemaVersion: 1
name: my-bot
intervalMs: ${String(HOUR_MS)}
balance: "1000"
strategy: { entry: strategy.ts }
numeric: { kind: binary64 }
symbols: { XBT: BTC }
tables:
  - file: bars.csv
    kind: bar
    fields:
      openTs: { column: time, time: { format: s } }
      symbol: { column: market }
      open: o
      high: h
      low: l
      close: c
      volume: v
  - file: fills.csv
    kind: fill
    ignore: [note]
    fields:
      ts: { column: when, time: { format: "dd.MM.yyyy HH:mm:ss", zone: "+01:00" } }
      symbol: market
      orderId: id
      side: { column: bs, words: { B: long, S: short } }
      action: { constant: open }
      size: { column: qty, multiply: "0.001" }
      price: { column: px, decimal: comma, group: "." }
      fee: { column: fee, absolute: true, default: "0" }
      reason: { constant: entry_signal }
      feeParts.builder: builder
`;
const BARS = [
  'time,market,o,h,l,c,v',
  ...[0, 1, 2].map((hour) => `${String(START_TS / 1000 + hour * 3600)},XBT,100,110.50,90,1e2,12`),
].join('\n');
// The first bar opens at 2023-11-14 22:00 UTC.
const FILLS = `when;market;id;bs;qty;px;fee;builder;note
14.11.2023 23:30:00;XBT;a1;B;1500;1.234,50;-0.10;;x
15.11.2023 00:00:01;XBT;a2;S;1;99,9;;0.02;y
`;

interface Case {
  readonly mapping?: (text: string) => string;
  readonly bars?: string | Uint8Array;
  readonly fills?: string | Uint8Array;
}

async function imported(dir: string, { mapping, bars, fills }: Case, out: string) {
  await put(dir, 'bars.csv', bars ?? BARS);
  await put(dir, 'fills.csv', fills ?? FILLS);
  const file = await put(dir, 'map.yaml', mapping?.(MAPPING) ?? MAPPING);
  return importTables({ mapping: file, out });
}

const replaced =
  (from: string, to: string) =>
  (text: string): string => {
    assert.ok(text.includes(from), from);
    return text.replace(from, to);
  };

describe('tables with a mapping file', () => {
  it('become bars and events with every digit of the source', () =>
    withTempDir(async (dir) => {
      const out = join(dir, 'capture');
      const { issues } = await imported(dir, {}, out);
      assert.deepEqual(told(issues), ['foreign.assumed? venue']);
      const { manifest, snapshot, bars, events } = await readImported(out);
      assert.deepEqual(manifest.symbols, ['BTC']);
      assert.deepEqual(manifest.coverage.kinds, ['fill']);
      assert.deepEqual(manifest.window, {
        fromTs: START_TS,
        toTs: START_TS + 2 * HOUR_MS,
        end: 'cut',
      });
      assert.deepEqual(manifest.numeric, { kind: 'binary64' });
      assert.equal(snapshot.account.balance, '1000');
      assert.equal(bars.length, 3);
      assert.deepEqual(bars[1], {
        ...{ kind: 'bar', symbol: 'BTC', openTs: START_TS + HOUR_MS },
        closeTs: START_TS + 2 * HOUR_MS - 1,
        ...{ open: '100', high: '110.50', low: '90', close: '1e2', volume: '12' },
      });
      assert.deepEqual(
        events.map(({ prev: _prev, ...event }) => event),
        [
          {
            ...{ seq: 1, ts: START_TS + HOUR_MS / 2, kind: 'fill', symbol: 'BTC', orderId: 'a1' },
            ...{ side: 'long', action: 'open', size: '1.5', price: '1234.50', fee: '0.10' },
            reason: 'entry_signal',
          },
          {
            ...{ seq: 2, ts: START_TS + HOUR_MS + 1000, kind: 'fill', symbol: 'BTC' },
            ...{ orderId: 'a2', side: 'short', action: 'open', size: '0.001', price: '99.9' },
            ...{ fee: '0', feeParts: { builder: '0.02' }, reason: 'entry_signal' },
          },
        ],
      );
    }));

  it('give the same capture from every packing, and from JSON lines', () =>
    withTempDir(async (dir) => {
      const ids: string[] = [];
      const lines = BARS.split('\n')
        .slice(1)
        .map((line) => {
          const [time, market, o, h, l, c, v] = line.split(',');
          return `{"time":${String(time)},"market":"${String(market)}","o":${String(o)},"h":${String(h)},"l":${String(l)},"c":${String(c)},"v":${String(v)}}`;
        })
        .join('\n');
      for (const bars of [BARS, gzipSync(BARS), zipped({ 'b.csv': BARS }), lines]) {
        const out = join(dir, `capture-${String(ids.length)}`);
        const { value } = await imported(dir, { bars }, out);
        ids.push(value?.captureId ?? '');
      }
      assert.equal(new Set(ids).size, 1);
      assert.match(ids[0] ?? '', /^table-[0-9a-f]{16}$/);
    }));

  it('rows that are not chosen stay out, rows are sorted when asked for, streams are merged', () =>
    withTempDir(async (dir) => {
      const out = join(dir, 'capture');
      const [head = '', first = '', second = ''] = FILLS.split('\n');
      const third = first.replace('23:30', '23:10').replace('a1', 'a0');
      const { issues } = await imported(
        dir,
        {
          fills: [head, second, first, third].join('\n'),
          mapping: (text) =>
            text.replace('ignore: [note]', 'sort: true\n    ignore: "*"\n    only: { bs: [B] }'),
        },
        out,
      );
      assert.deepEqual(told(issues), ['foreign.assumed? venue']);
      const { events } = await readImported(out);
      assert.deepEqual(
        events.map((event) => 'orderId' in event && event.orderId),
        ['a0', 'a1'],
      );
    }));

  it('a table of decisions with gates and indicators', () =>
    withTempDir(async (dir) => {
      const out = join(dir, 'capture');
      await put(
        dir,
        'decisions.jsonl',
        `{"t":"2023-11-14T22:00:00Z","a":"enter","i":{"rsi":30.10},"g":[{"name":"adx","value":"1","threshold":"2","passed":false}]}\n{"t":"2023-11-14T23:00:00.5+00:00","a":"hold"}`,
      );
      const decisions = `
  - file: decisions.jsonl
    kind: decision
    fields: { ts: t, symbol: { constant: BTC }, action: a, reason: { constant: r }, gates: g, indicators.rsi: i.rsi }
`;
      await imported(dir, { mapping: (text) => text + decisions }, out);
      const { events } = await readImported(out);
      const found = events.filter(({ kind }) => kind === 'decision');
      assert.equal(events.length, 4);
      assert.deepEqual(
        found.map(
          (event) => event.kind === 'decision' && [event.side, event.indicators, event.gates],
        ),
        [
          [null, { rsi: '30.10' }, [{ name: 'adx', value: '1', threshold: '2', passed: false }]],
          [null, {}, []],
        ],
      );
      assert.equal(found[1]?.ts, START_TS + HOUR_MS + 500);
    }));
});

describe('mapping files and tables that are wrong', () => {
  const bar = (text: string): Case => ({ bars: `${BARS}\n${text}` });
  const late = START_TS / 1000 + 3 * 3600;
  const fillsOf = (from: string, to: string): Case => ({ fills: replaced(from, to)(FILLS) });
  const rows: readonly (readonly [string, Case, ...string[]])[] = [
    ['YAML that is none', { mapping: (text) => `${text}\n  x: [` }, 'foreign.format:34'],
    [
      'a newer version',
      { mapping: replaced('schemaVersion: 1', 'schemaVersion: 2') },
      'schema.version.unsupported:2 schemaVersion',
    ],
    [
      'a kind nobody knows',
      { mapping: replaced('kind: fill', 'kind: fil') },
      'schema.choice:21 tables[1].kind',
    ],
    [
      'a field nobody knows',
      { mapping: replaced('volume: v', 'volumes: v') },
      'schema.unknown-key:19 tables[0].fields.volumes',
      'schema.missing:13 tables[0].fields',
    ],
    [
      'a format of times that is none',
      { mapping: replaced('format: s', 'format: hours') },
      'schema.format:13 tables[0].fields.openTs.time.format',
    ],
    [
      'a column that is not there',
      { mapping: replaced('high: h', 'high: high') },
      'foreign.column.missing:1 high',
    ],
    ['an empty table', { bars: '' }, 'foreign.empty'],
    ['a table without rows', { bars: 'time,market,o,h,l,c,v\n' }, 'foreign.empty'],
    ['a row cut off', bar(`${String(late)},XBT,1,2`), 'foreign.row:5'],
    ['a price that is a word', bar(`${String(late)},XBT,x,2,1,1,1`), 'foreign.value:5 o'],
    ['NaN', bar(`${String(late)},XBT,NaN,2,1,1,1`), 'foreign.value:5 o'],
    ['an infinite number', bar(`${String(late)},XBT,1e999,2,1,1,1`), 'foreign.value:5 o'],
    [
      'a number without end',
      bar(`${String(late)},XBT,1,2,1,1,1${'0'.repeat(500)}`),
      'foreign.value:5 v',
    ],
    ['an empty cell', bar(`${String(late)},XBT,,2,1,1,1`), 'foreign.value:5 o'],
    [
      'milliseconds for seconds',
      bar(`${String(late * 1000)},XBT,1,2,1,1,1`),
      'foreign.time:5 time',
    ],
    ['a bar twice', bar(`${String(late - 3600)},XBT,1,2,1,1,1`), 'foreign.duplicate:5'],
    ['bars that go back', bar(`${String(late - 7200)},XBT,1,2,1,1,1`), 'foreign.order:5'],
    ['high below low', bar(`${String(late)},XBT,1,1,2,1,1`), 'market.price.inverted:5 high'],
    [
      'a price below zero',
      bar(`${String(late)},XBT,1,2,-1,1,1`),
      'market.price.not-positive:5 low',
    ],
    [
      'a decimal comma nobody stated',
      { mapping: replaced('decimal: comma, group: "."', '') },
      'foreign.value:2 px',
      'foreign.value:3 px',
    ],
    ['a word the mapping does not have', fillsOf(';B;', ';Buy;'), 'foreign.value:2 bs'],
    ['a day that is none', fillsOf('15.11.', '31.11.'), 'foreign.time:3 when'],
    ['a time in another format', fillsOf('15.11.2023 00', '2023-11-15T00'), 'foreign.time:3 when'],
    [
      'fills that go back',
      fillsOf('15.11.2023 00:00:01', '14.11.2023 23:29:59'),
      'foreign.order:3',
    ],
  ];
  for (const [name, given, ...expected] of rows) {
    it(`${name}: ${expected.join(', ')}`, () =>
      withTempDir(async (dir) => {
        assert.deepEqual(await refused(dir, (out) => imported(dir, given, out)), expected);
      }));
  }

  const isoFills = (...times: string[]): Case => ({
    mapping: replaced('time: { format: "dd.MM.yyyy HH:mm:ss", zone: "+01:00" }', 'time: {}'),
    fills: [FILLS.split('\n')[0], ...times.map((time) => `${time};XBT;a;B;1;1;;;`)].join('\n'),
  });
  const zones: readonly (readonly [string, Case, string])[] = [
    ['no zone', isoFills('2023-11-14T22:00:00'), 'foreign.time:2 when'],
    [
      'a zone in some rows only',
      isoFills('2023-11-14T22:00:00Z', '2023-11-14 23:00:00'),
      'foreign.time:3 when',
    ],
  ];
  for (const [name, given, expected] of zones) {
    it(`times with ${name}: ${expected}`, () =>
      withTempDir(async (dir) => {
        assert.deepEqual(await refused(dir, (out) => imported(dir, given, out)), [expected]);
      }));
  }

  it('columns nobody names are told and left out; the nearest name is offered', () =>
    withTempDir(async (dir) => {
      const told1 = await imported(
        dir,
        { mapping: replaced('ignore: [note]', '') },
        join(dir, 'a'),
      );
      assert.deepEqual(told(told1.issues), [
        'foreign.assumed? venue',
        'foreign.column.unknown? note',
      ]);
      const told2 = await imported(
        dir,
        { mapping: replaced('orderId: id', 'orderId: oid') },
        join(dir, 'b'),
      );
      const missing = told2.issues.find(({ code }) => code === 'foreign.column.missing');
      assert.equal(missing?.remedy, 'Did you mean "id"?');
    }));

  it('many rows that are wrong are counted, not listed', () =>
    withTempDir(async (dir) => {
      const wrong = Array.from({ length: 50 }, () => `1,XBT,1,2,1,1,1`).join('\n');
      const { value, issues } = await imported(dir, bar(wrong), join(dir, 'a'));
      assert.equal(value, undefined);
      assert.equal(issues.filter(({ code }) => code === 'foreign.time').length, 20);
      assert.match(issues.at(-1)?.message ?? '', /^30 more of foreign\.time/);
    }));
});
