// Exports that are not what was exported any more: what is said, and that nothing is left behind.
import assert from 'node:assert/strict';
import { readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeCapture } from '../../../engine/host/capture/index.js';
import { exportCapture } from '../../../engine/host/exporters/index.js';
import { importArchive } from '../../../engine/host/importers/archive/index.js';
import { folderBytes, smallParts, withTempDir } from '../../support/captures.js';
import { refused, told } from '../../support/imported.js';
import { zipped } from '../../support/tables.js';

type Damage = (archive: string) => Promise<void>;

const edit =
  (name: string, from: string | RegExp, to: string): Damage =>
  async (archive) => {
    const file = join(archive, name);
    const text = await readFile(file, 'utf8');
    assert.notEqual(text.replace(from, to), text);
    await writeFile(file, text.replace(from, to));
  };

const ROWS: readonly (readonly [name: string, damage: Damage, expected: string])[] = [
  [
    'a price changed',
    edit('market.csv', '110.5', '110.6'),
    'capture.hash.mismatch files["market.jsonl"].sha256',
  ],
  [
    'a row removed',
    edit('events.csv', /\n3,.*\n/, '\n'),
    'capture.hash.mismatch files["events.jsonl"].sha256',
  ],
  [
    'two rows changed round',
    edit('market.csv', /\n(BTC.*)\n(ETH.*)\n/, '\n$2\n$1\n'),
    'capture.hash.mismatch files["market.jsonl"].sha256',
  ],
  ['a column renamed', edit('market.csv', 'openTs', 'open_ts'), 'foreign.column.missing:1 openTs'],
  ['a number that is none', edit('market.csv', /\nBTC,\d+/, '\nBTC,x'), 'foreign.row:2'],
  ['a kind nobody knows', edit('events.csv', 'decision', 'decided'), 'foreign.row:2'],
  ['a row cut off', (archive) => truncate(join(archive, 'events.csv'), 300), 'foreign.row:2'],
  [
    'the snapshot changed',
    edit('snapshot.json', '10000', '10001'),
    'capture.hash.mismatch:17 files["snapshot.json"].sha256',
  ],
  ['no events', (archive) => rm(join(archive, 'events.csv')), 'capture.file.missing'],
  ['no manifest', (archive) => rm(join(archive, 'manifest.json')), 'capture.file.missing'],
  [
    'a manifest cut off',
    (archive) => truncate(join(archive, 'manifest.json'), 40),
    'json.syntax:3',
  ],
  [
    'another file in its place',
    (archive) => rename(join(archive, 'market.csv'), join(archive, 'events.csv')),
    'capture.file.missing',
  ],
];

describe('an export that was changed', () => {
  for (const [name, damage, expected] of ROWS) {
    it(`${name}: ${expected}`, () =>
      withTempDir(async (dir) => {
        const source = join(dir, 'source');
        await writeCapture(source, smallParts());
        const archive = join(dir, 'export');
        await exportCapture({ capture: source, format: 'csv', packing: 'none', out: archive });
        await damage(archive);
        const found = await refused(dir, (out) => importArchive({ archive, out }));
        assert.equal(found[0]?.replace(/:\d+ files\["snap/, ':17 files["snap'), expected);
      }));
  }

  it('packed by another program: gzip and zip are read whoever made them', () =>
    withTempDir(async (dir) => {
      const source = join(dir, 'source');
      await writeCapture(source, smallParts());
      const before = await folderBytes(source);
      const names = Object.keys(before);
      const archive = join(dir, 'all.zip');
      const bytes = (name: string): Buffer => Buffer.from(before[name] ?? '', 'latin1');
      const entries = names.map((name): [string, Uint8Array] =>
        name === 'market.jsonl' ? [`${name}.gz`, bytes(name)] : [name, bytes(name)],
      );
      await writeFile(archive, zipped(Object.fromEntries(entries)));
      const plain = await importArchive({ archive, out: join(dir, 'a') });
      assert.deepEqual(told(plain.issues), []);
      assert.deepEqual(await folderBytes(join(dir, 'a')), before);
      const folder = join(dir, 'export');
      await exportCapture({ capture: source, format: 'jsonl', packing: 'none', out: folder });
      await writeFile(join(folder, 'events.jsonl.gz'), gzipSync(bytes('events.jsonl')));
      await rm(join(folder, 'events.jsonl'));
      await importArchive({ archive: folder, out: join(dir, 'b') });
      assert.deepEqual(await folderBytes(join(dir, 'b')), before);
    }));

  it('a damaged capture is not exported', () =>
    withTempDir(async (dir) => {
      const capture = join(dir, 'source');
      await writeCapture(capture, smallParts());
      await writeFile(join(capture, 'snapshot.json'), '{}');
      const out = join(dir, 'export');
      const issues = await exportCapture({ capture, format: 'csv', packing: 'none', out });
      assert.ok(told(issues).some((each) => each.startsWith('capture.hash.mismatch')));
      await assert.rejects(readFile(join(out, 'manifest.json')));
    }));

  it('what is at the place already stays', () =>
    withTempDir(async (dir) => {
      const source = join(dir, 'source');
      await writeCapture(source, smallParts());
      const archive = join(dir, 'export');
      await exportCapture({ capture: source, format: 'parquet', packing: 'none', out: archive });
      await writeCapture(join(dir, 'there'), smallParts());
      await assert.rejects(importArchive({ archive, out: join(dir, 'there') }), /something at/);
      const out = join(dir, 'there');
      const { value } = await importArchive({ archive, out, overwrite: true });
      assert.equal(value?.captureId, 'small');
    }));
});
