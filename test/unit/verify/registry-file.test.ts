// Where the registry is looked for, and what a file that cannot be used is told.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegistry, REGISTRY } from '../../../engine/host/verify/registry-file.js';
import { acceptance } from '../../support/verification.js';
import { withTempDir } from '../../support/captures.js';

const textOf = (...residuals: readonly object[]): string =>
  JSON.stringify({ schemaVersion: 1, residuals });

describe('the registry on disk', () => {
  it('absent beside the capture: none, without an issue', async () => {
    await withTempDir(async (dir) => {
      const read = await readRegistry(join(dir, 'capture'), undefined);
      assert.deepEqual(read, { registry: null, issues: [] });
    });
  });

  it('beside the capture: read, with its hash', async () => {
    await withTempDir(async (dir) => {
      await writeFile(join(dir, REGISTRY), textOf(acceptance()));
      const { registry, issues } = await readRegistry(join(dir, 'capture'), undefined);
      assert.deepEqual(issues, []);
      assert.equal(registry?.file, join(dir, REGISTRY));
      assert.match(registry.sha256, /^[0-9a-f]{64}$/);
      assert.equal(registry.residuals.length, 1);
    });
  });

  it('a named one goes before it, and must be there', async () => {
    await withTempDir(async (dir) => {
      await writeFile(join(dir, REGISTRY), textOf(acceptance()));
      await writeFile(join(dir, 'other.json'), textOf());
      const other = await readRegistry(join(dir, 'capture'), join(dir, 'other.json'));
      assert.deepEqual(other.registry?.residuals, []);
      const missing = await readRegistry(join(dir, 'capture'), join(dir, 'absent.json'));
      assert.equal(missing.registry, null);
      assert.equal(missing.issues[0]?.severity, 'error');
    });
  });

  it('one that is there and cannot be read is an error, not an absence', async () => {
    await withTempDir(async (dir) => {
      await mkdir(join(dir, REGISTRY));
      const { registry, issues } = await readRegistry(join(dir, 'capture'), undefined);
      assert.equal(registry, null);
      assert.equal(issues[0]?.severity, 'error');
    });
  });

  it('the same entry twice would accept twice as much', async () => {
    await withTempDir(async (dir) => {
      await writeFile(join(dir, REGISTRY), textOf(acceptance(), acceptance()));
      const { registry, issues } = await readRegistry(join(dir, 'capture'), undefined);
      assert.equal(registry, null);
      assert.deepEqual(
        issues.map(({ code, path }) => [code, path]),
        [['residuals.duplicate', 'residuals[1]']],
      );
    });
  });
});
