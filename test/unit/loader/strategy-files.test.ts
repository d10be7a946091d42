// A strategy's files from its entry: what is followed, what is not, and a hash that knows texts and not places.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { codeHash } from '../../../engine/host/loader/code-hash.js';
import { packageRoot } from '../../../engine/host/package-root.js';
import { readStrategyFiles, resolveEntry } from '../../../engine/host/loader/strategy-files.js';
import { withTempDir } from '../../support/captures.js';

const FILES: Readonly<Record<string, string>> = {
  'index.ts': `import { a } from './a.js'; import './deep/b.js'; import 'lockstep/strategy'; import './none.js';`,
  'a.ts': `import './deep/b.js'; export const a = 1;`,
  'deep/b.ts': `import '../index.js'; export {};`,
  'unused.ts': 'export {};',
};

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return join(folder, 'index.ts');
}

const read = async (entry: string, overlays: Readonly<Record<string, string>> = {}) => {
  const found = await readStrategyFiles(entry, overlays);
  assert.ok(found);
  return { ...found, codeHash: codeHash(entry, found.files) };
};

describe('strategy files', () => {
  it('lockstep:NAME is a strategy of this package, anything else a path from the capture', () => {
    const shipped = join('examples', 'workspace', 'strategies', 'openclaw', 'index.ts');
    assert.equal(relative(packageRoot(), resolveEntry('lockstep:openclaw', '/x')), shipped);
    assert.equal(resolveEntry('../s/index.ts', '/w/captures/one'), '/w/captures/s/index.ts');
    assert.equal(resolveEntry('/abs/s.ts', '/w'), '/abs/s.ts');
  });

  it('entry first, then imports, each once; cycles end, packages and missing files are left out', () =>
    withTempDir(async (dir) => {
      const { files, links } = await read(await write(dir, FILES));
      const names = files.map(({ path }) => relative(dir, path));
      assert.deepEqual(names, ['index.ts', 'a.ts', join('deep', 'b.ts')]);
      assert.deepEqual(links.get(join(dir, 'index.ts')), {
        './a.js': join(dir, 'a.ts'),
        './deep/b.js': join(dir, 'deep', 'b.ts'),
      });
    }));

  it('a missing entry is null', async () => {
    assert.equal(await readStrategyFiles('/nowhere/index.ts', {}), null);
  });

  it('the code hash survives a move and notices every change of a text or a name', () =>
    withTempDir(async (dir) => {
      const here = await read(await write(join(dir, 'here'), FILES));
      const there = await read(await write(join(dir, 'far', 'there'), FILES));
      assert.equal(there.codeHash, here.codeHash);
      const changed = { ...FILES, 'deep/b.ts': `${FILES['deep/b.ts'] ?? ''} ` };
      const renamed = Object.fromEntries(
        Object.entries(FILES).map(([name, text]) => [
          name.replace('a.ts', 'c.ts'),
          text.replace('./a.js', './c.js'),
        ]),
      );
      const unused = { ...FILES, 'unused.ts': 'export const other = 1;' };
      const hashes = await Promise.all(
        [changed, renamed, unused].map(async (files, index) => {
          const found = await read(await write(join(dir, String(index)), files));
          return found.codeHash;
        }),
      );
      assert.equal(new Set([here.codeHash, hashes[0], hashes[1]]).size, 3);
      assert.equal(hashes[2], here.codeHash);
    }));

  it('unsaved text is read instead of the file, and counts in the hash', () =>
    withTempDir(async (dir) => {
      const entry = await write(dir, FILES);
      const saved = await read(entry);
      const unsaved = await read(entry, { [join(dir, 'a.ts')]: 'export const a = 2;' });
      assert.notEqual(unsaved.codeHash, saved.codeHash);
      assert.equal(
        unsaved.files.find(({ path }) => path.endsWith('a.ts'))?.text,
        'export const a = 2;',
      );
      const only = join(dir, 'none.ts');
      assert.ok((await read(entry, { [only]: '' })).files.some(({ path }) => path === only));
    }));
});
