// A snapshot that was exported, in every format and packing, is the same file again; a table that is none any more is refused.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeSnapshot, type Snapshot } from '../../../engine/core/schema/index.js';
import {
  EXPORT_FORMATS,
  EXPORT_PACKINGS,
  exportSnapshot,
} from '../../../engine/host/exporters/index.js';
import { importSnapshot } from '../../../engine/host/importers/archive/index.js';
import { smallParts, tickTs, withTempDir } from '../../support/captures.js';
import { told } from '../../support/imported.js';
import { put } from '../../support/tables.js';

const FULL: Snapshot = {
  ...smallParts().snapshot,
  cursor: { seq: 7, lastTickTs: tickTs(0), lastBarTs: { 'BTC/USDT:USDT': tickTs(0) } },
  positions: {
    'BTC/USDT:USDT': {
      ...{ side: 'long', size: '0.10', entryPrice: '1e2', leverage: '1', margin: '10', adds: 0 },
      ...{ openTs: tickTs(0), lastAddTs: tickTs(0) },
    },
  },
  orders: [
    {
      ...{ orderId: 1, symbol: 'BTC/USDT:USDT', action: 'close', side: 'long', size: '0' },
      ...{ fraction: null, notional: null, price: null, margin: '0', leverage: '1' },
      ...{ reason: 'stop', values: ['-0', '1.50'] },
    },
  ],
  strategy: {
    'a/b~c.d "e",f': { $num: '1.0' },
    empty: { text: '', list: [], record: {}, nested: [[], [{}], [null, false, true]] },
    numbers: [0, -1, 1.5, 1e300, 5e-324],
    lines: 'one\ntwo\r\nthree, "four"; fünf \u2028',
    '0': 'a key like an index',
  },
};
const textOf = (snapshot: Snapshot): string => encodeSnapshot(snapshot).value ?? '';

const TEXTS: readonly (readonly [string, string])[] = [
  ['of a strategy without state', textOf(smallParts().snapshot)],
  ['with everything in it', textOf(FULL)],
  ['in another spacing', JSON.stringify(FULL)],
  ['with numbers written otherwise', textOf(FULL).replace('"seq": 7', '"seq": 7.0')],
  ['with half a pair of UTF-16', textOf(FULL).replace('fünf', '\\ud800')],
];

describe('an exported snapshot', () => {
  for (const [name, text] of TEXTS)
    for (const format of EXPORT_FORMATS)
      for (const packing of EXPORT_PACKINGS)
        it(`${name} is the same file again: ${format}, ${packing}`, () =>
          withTempDir(async (dir) => {
            const snapshot = await put(dir, 'state.json', text);
            const out = join(dir, 'out');
            assert.deepEqual(await exportSnapshot({ snapshot, format, packing, out }), []);
            const { value, issues } = await importSnapshot(out);
            assert.deepEqual(issues, []);
            assert.equal(value, text);
          }));

  it('is a table that other programs read', () =>
    withTempDir(async (dir) => {
      const snapshot = await put(dir, 'state.json', textOf(FULL));
      const out = join(dir, 'out');
      await exportSnapshot({ snapshot, format: 'csv', packing: 'none', out });
      const table = await readFile(join(out, 'snapshot.csv'), 'utf8');
      assert.match(table, /^path,type,value,raw\n\/schemaVersion,number,1,\n/);
      assert.match(table, /\n\/positions\/BTC~1USDT:USDT\/size,text,0\.10,\n/);
      assert.match(table, /\n\/orders\/0\/values\/0,text,-0,\n/);
    }));

  const DAMAGES: readonly (readonly [string, string | RegExp, string, string])[] = [
    [
      'a value of another type',
      '/counters/ticks,number,0',
      '/counters/ticks,number,x',
      'foreign.row',
    ],
    ['a row without a place', '/counters,record,,', '/gone,record,,', 'foreign.row'],
    ['a row twice', /(\/schemaVersion.*\n)/, '$1$1', 'foreign.row'],
    ['a field missing', /\/counters\/ticks.*\n/, '', 'foreign.row'],
    ['a column renamed', 'path,type', 'place,type', 'foreign.column.missing:1 path'],
    ['nothing', /[^]*/, '', 'foreign.empty'],
  ];
  for (const [name, from, to, expected] of DAMAGES)
    it(`${name}: ${expected}`, () =>
      withTempDir(async (dir) => {
        const snapshot = await put(dir, 'state.json', textOf(FULL));
        const out = join(dir, 'out');
        await exportSnapshot({ snapshot, format: 'csv', packing: 'none', out });
        const file = join(out, 'snapshot.csv');
        const table = await readFile(file, 'utf8');
        assert.notEqual(table.replace(from, to), table);
        await writeFile(file, table.replace(from, to));
        const { value, issues } = await importSnapshot(out);
        assert.equal(value, undefined);
        assert.equal(told(issues)[0], expected);
      }));

  it('is not written of a file that is no snapshot', () =>
    withTempDir(async (dir) => {
      const snapshot = await put(dir, 'state.json', '{"schemaVersion":1}');
      const out = join(dir, 'out');
      const issues = await exportSnapshot({ snapshot, format: 'csv', packing: 'none', out });
      assert.ok(told(issues)[0]?.startsWith('schema.missing:1'));
      const { issues: none } = await importSnapshot(out);
      assert.deepEqual(told(none), ['foreign.unreadable']);
    }));
});
