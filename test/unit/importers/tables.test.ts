// Tables of other programs: CSV, JSONL, Parquet and Feather, plain and packed, as rows of exact text; and what is said
// about files that are wrong.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { withTempDir } from '../../support/captures.js';
import { faultOf, put, readTable, TABLES, zipped } from '../../support/tables.js';

const CSV = 'a,b\n1,x\n2,"y, ""z"""\n3,"two\nlines"\n4,\n';
const CSV_CELLS = [
  ['1', 'x'],
  ['2', 'y, "z"'],
  ['3', 'two\nlines'],
  ['4', ''],
];

describe('tables', () => {
  const packings: readonly (readonly [string, string | Uint8Array])[] = [
    ['plain', CSV],
    ['with a byte order mark', `\uFEFF${CSV}`],
    ['with CR LF', CSV.replaceAll('\n', '\r\n').replace('two\r\n', 'two\n')],
    ['with semicolons', CSV.replaceAll(',', ';').replace('y; ', 'y, ')],
    ['gzipped', gzipSync(CSV)],
    ['in a zip archive', zipped({ 'folder/table.csv': CSV })],
    ['without a last newline', CSV.trimEnd()],
  ];
  for (const [name, content] of packings) {
    it(`CSV ${name}`, () =>
      withTempDir(async (dir) => {
        const read = await readTable(await put(dir, 'table', content));
        assert.deepEqual(read.columns, ['a', 'b']);
        assert.deepEqual(read.cells, CSV_CELLS);
        assert.deepEqual(read.lines, [2, 3, 4, 6]);
        assert.equal(read.format, 'csv');
      }));
  }

  it('CSV without a header, with a delimiter of its own', () =>
    withTempDir(async (dir) => {
      const file = await put(dir, 'table', '1:2\n3:4\n');
      const read = await readTable(file, { header: false, delimiter: ':' });
      assert.deepEqual(read.columns, ['1', '2']);
      assert.deepEqual(read.cells, [
        ['1', '2'],
        ['3', '4'],
      ]);
    }));

  it('JSONL keeps the digits of its numbers, and names nested members by path', () =>
    withTempDir(async (dir) => {
      const lines =
        '{"px":0.10,"fee":{"cost":1e-400,"by":"a\\u0062"}}\n\n{"px":null,"new":[1,2.50],"on":true}';
      for (const content of [lines, gzipSync(lines), zipped({ 'x.jsonl': lines })]) {
        const read = await readTable(await put(dir, 'table', content));
        assert.deepEqual(read.columns, ['px', 'fee.cost', 'fee.by', 'new', 'on']);
        assert.deepEqual(read.cells, [
          ['0.10', '1e-400', 'ab'],
          [null, undefined, undefined, '[1,2.50]', 'true'],
        ]);
        assert.deepEqual(read.lines, [1, 3]);
      }
    }));

  it('an entry of an archive is named behind #; a file of that name goes first', () =>
    withTempDir(async (dir) => {
      const archive = await put(dir, 'two.zip', zipped({ 'a.csv': CSV, 'b.csv': 'c\n1\n' }));
      assert.deepEqual((await readTable(`${archive}#b.csv`)).columns, ['c']);
      await put(dir, 'two.zip#b.csv', 'd\n1\n');
      assert.deepEqual((await readTable(`${archive}#b.csv`)).columns, ['d']);
    }));

  it('tells how far it is, and stops when it is told to', () =>
    withTempDir(async (dir) => {
      const text = `a,b\n${'1,2\n'.repeat(200_000)}`;
      for (const content of [text, gzipSync(text), zipped({ 'a.csv': text })]) {
        const file = await put(dir, 'table', content);
        const seen: number[] = [];
        let total = 0;
        await readTable(file, {
          onProgress: ({ bytes, totalBytes }) => {
            seen.push(bytes);
            total = totalBytes;
          },
        });
        assert.equal(seen.at(-1), total);
        assert.deepEqual(
          seen,
          [...seen].sort((a, b) => a - b),
        );
        const stop = new AbortController();
        const reading = readTable(file, {
          signal: stop.signal,
          onProgress: () => {
            stop.abort(new Error('stopped'));
          },
        });
        await assert.rejects(reading, /stopped/);
      }
    }));
});

describe('tables that pandas and Arrow write', () => {
  const EXPECTED = [
    [
      '60000.68',
      '12345678901234567890123.456789',
      '0.1',
      '0.1',
      '2023-11-14T22:13:20.123456789Z',
      '2023-11-14T22:13:20.123456',
      'x',
      'true',
      '18446744073709551615',
      'k',
    ],
    [
      '-0.01',
      null,
      '16777216',
      '1e+21',
      null,
      '1970-01-01T00:00:00.000001',
      'y',
      'false',
      '0',
      'k',
    ],
    [
      null,
      '-1.000001',
      '-2.5e-7',
      'NaN',
      '1969-12-31T23:59:59.999999999Z',
      '1970-01-01T00:00:00.000002',
      null,
      null,
      '1',
      'l',
    ],
  ];
  const parquet = ['snappy', 'gzip', 'zstd', 'lz4', 'brotli'].map((codec) => `${codec}.parquet`);
  const feather = ['lz4', 'zstd', 'uncompressed'].map((codec) => `${codec}.feather`);
  for (const name of [...parquet, ...feather]) {
    it(`${name}: decimals, times and integers keep every digit`, async () => {
      const read = await readTable(join(TABLES, name));
      assert.deepEqual(read.cells, EXPECTED);
      assert.deepEqual(read.doubles, ['single', 'double']);
      assert.deepEqual(read.lines, [1, 2, 3]);
    });
  }

  it('LZ4 blocks that refer to earlier blocks of their frame', async () => {
    const read = await readTable(join(TABLES, 'long.feather'));
    assert.equal(read.cells.length, 20_000);
    assert.ok(read.cells.every(([cell], index) => cell === String(Math.floor(index / 3))));
  });

  it('packed once more, in an archive or gzipped', () =>
    withTempDir(async (dir) => {
      for (const name of ['zstd.parquet', 'lz4.feather']) {
        const bytes = await readFile(join(TABLES, name));
        for (const content of [zipped({ [name]: bytes }), gzipSync(bytes)]) {
          const read = await readTable(await put(dir, 'packed', content));
          assert.deepEqual(read.cells, EXPECTED);
        }
      }
    }));
});

describe('tables that are wrong', () => {
  const cut = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, Math.floor(bytes.length / 2));
  const utf16 = Buffer.from(`\uFEFF${CSV}`, 'utf16le');
  const latin = Buffer.concat([Buffer.from('a\n1\n'), Buffer.from([0xe9]), Buffer.from('\n')]);
  const rows: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['empty', '', 'foreign.empty'],
    ['nothing but blank lines', '\n\n', 'foreign.empty'],
    ['a row with a field less', 'a,b\n1,2\n3\n', 'foreign.row:3'],
    ['a quote that is never closed', 'a,b\n1,"2\n3,4\n', 'foreign.row:3'],
    ['a quote in the middle', 'a,b\n1,2\n3,x"y\n', 'foreign.row:3'],
    ['a column twice', 'a,b,a\n1,2,3\n', 'foreign.column.duplicate:1'],
    ['UTF-16', utf16, 'foreign.encoding:1'],
    ['Latin-1', latin, 'foreign.encoding:3'],
    ['cut off within a character', Buffer.from('a\né').subarray(0, 3), 'foreign.encoding:2'],
    ['a JSON list', '[{"a":1}]', 'foreign.format'],
    ['a line that is no object', '{"a":1}\n[1]\n', 'foreign.row:2'],
    ['a line that is cut off', '{"a":1}\n{"a":', 'json.syntax:2'],
    ['a key twice', '{"a":1,"a":2}\n', 'json.duplicate-key:1'],
    ['NaN as JSON', '{"a":NaN}\n', 'json.syntax:1'],
    ['gzip cut off', cut(gzipSync(CSV.repeat(99))), 'foreign.damaged'],
    ['zip cut off', cut(zipped({ 'a.csv': CSV })), 'foreign.damaged'],
    ['zip without files', zipped({}), 'foreign.empty'],
    ['zip with two files', zipped({ 'a.csv': CSV, 'b.csv': CSV }), 'foreign.unreadable'],
    ['zip with a name that leads out', zipped({ '../a.csv': CSV }), 'foreign.damaged'],
    ['zip with a name from the root', zipped({ '/etc/a.csv': CSV }), 'foreign.damaged'],
    ['Feather 1', 'FEA1....FEA1', 'foreign.format'],
    ['Parquet that is none', 'PAR1 and nothing', 'foreign.damaged'],
  ];
  for (const [name, content, expected] of rows) {
    it(`${name}: ${expected}`, () =>
      withTempDir(async (dir) => {
        assert.equal(await faultOf(await put(dir, 'table', content)), expected);
      }));
  }

  for (const name of ['zstd.parquet', 'lz4.feather']) {
    it(`${name} cut off anywhere`, () =>
      withTempDir(async (dir) => {
        const bytes = await readFile(join(TABLES, name));
        for (let end = 12; end < bytes.length; end += 97) {
          const file = await put(dir, 'cut', bytes.subarray(0, end));
          assert.match(await faultOf(file), /^foreign\.(damaged|empty)$/, `cut at ${String(end)}`);
        }
      }));
  }

  it('an archive that unpacks to more than is allowed', () =>
    withTempDir(async (dir) => {
      const text = `a\n${'0\n'.repeat(100_000)}`;
      for (const content of [gzipSync(text), zipped({ 'a.csv': text })]) {
        const file = await put(dir, 'bomb', content);
        assert.equal(await faultOf(file, { unpackedBytesMax: 50_000 }), 'foreign.limit');
        assert.equal(await faultOf(file, { unpackedBytesMax: 500_000 }), 'no fault');
      }
    }));

  it('a line without end is not held in memory', () =>
    withTempDir(async (dir) => {
      const long = 'x'.repeat(5 * 1024 * 1024);
      assert.equal(await faultOf(await put(dir, 'csv', `a\n"${long}"\n`)), 'foreign.row:2');
      assert.equal(await faultOf(await put(dir, 'json', `{"a":"${long}"}\n`)), 'foreign.limit:1');
    }));

  it('a file or entry that is not there', () =>
    withTempDir(async (dir) => {
      assert.equal(await faultOf(join(dir, 'none.csv')), 'foreign.unreadable');
      assert.equal(await faultOf(dir), 'foreign.unreadable');
      const archive = await put(dir, 'a.zip', zipped({ 'a.csv': CSV }));
      assert.equal(await faultOf(`${archive}#b.csv`), 'foreign.unreadable');
    }));
});
