// Where a recorder cannot begin: the folder belongs to something else, or is none.
import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyFolder } from '../../../engine/host/integrity/verify-folder.js';
import { startRecorder, type RecorderOptions } from '../../../engine/host/recorder/index.js';
import { withTempDir } from '../../support/captures.js';
import { draft, options, risk, state } from '../../support/recorder.js';

describe('a recorder that cannot start', () => {
  const BAD: readonly (readonly [string, object, Partial<RecorderOptions>, string])[] = [
    ['a header with a symbol too long', { symbols: ['x'.repeat(65)] }, {}, 'recorder.header'],
    [
      'a state that does not fit',
      {},
      { snapshot: { ...state(), account: {} } as never },
      'recorder.record',
    ],
    ['an empty fingerprint', {}, { fingerprint: '' }, 'recorder.header'],
  ];
  for (const [what, changes, chosen, code] of BAD)
    it(`says so: ${what}`, () =>
      withTempDir(async (dir) => {
        const start = startRecorder(join(dir, 'r'), { ...draft, ...changes }, options(chosen));
        await assert.rejects(start, { code });
      }));

  it('says so: a folder with something else in it, which is left as it is', () =>
    withTempDir(async (dir) => {
      await writeFile(join(dir, 'manifest.json'), '{}');
      await writeFile(join(dir, 'snapshot.json'), 'of a capture');
      const start = startRecorder(dir, draft, options());
      await assert.rejects(start, /holds manifest\.json and no recording/);
      assert.equal(await readFile(join(dir, 'snapshot.json'), 'utf8'), 'of a capture');
      assert.deepEqual((await readdir(dir)).sort(), ['manifest.json', 'snapshot.json']);
    }));

  it('begins anew where a start was killed before it was done', () =>
    withTempDir(async (dir) => {
      await writeFile(join(dir, 'snapshot.json'), 'half');
      await writeFile(join(dir, 'recording.json.partial'), '{');
      const recorder = await startRecorder(dir, draft, options());
      recorder.risk(risk(0));
      assert.equal(await recorder.close(), true);
      assert.deepEqual((await verifyFolder(dir)).issues, []);
    }));

  it('says so: a folder that is a file', () =>
    withTempDir(async (dir) => {
      await writeFile(join(dir, 'r'), 'x');
      const start = startRecorder(join(dir, 'r'), draft, options());
      await assert.rejects(start, { code: 'recorder.unwritable' });
    }));
});
