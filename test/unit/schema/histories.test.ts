// Files as each version of the formats wrote them, kept for ever: every one must still be read, and replay as it did then.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  encodeSnapshot,
  parseSnapshot,
  SCHEMA_VERSION,
} from '../../../engine/core/schema/index.js';
import { replayCapture } from '../../../engine/index.js';

const HISTORIES = fileURLToPath(new URL('../../histories', import.meta.url));
const versions = readdirSync(HISTORIES).filter((name) => /^\d+$/.test(name));

describe('recorded files of every version', function () {
  this.timeout(60_000);

  it('are there for every version', () => {
    const expected = Array.from({ length: SCHEMA_VERSION }, (_, index) => String(index + 1));
    assert.deepEqual(versions.sort(), expected);
  });

  for (const version of versions) {
    const folder = path.join(HISTORIES, version);
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')))
      it(`version ${version}: ${file} is read without an issue, and written again as the newest`, () => {
        const { value, issues } = parseSnapshot(
          readFileSync(path.join(folder, file), 'utf8'),
          file,
        );
        assert.deepEqual(issues, []);
        assert.ok(value);
        const text = encodeSnapshot(value).value ?? '';
        assert.deepEqual(parseSnapshot(text, file), { value, issues: [] });
      });

    it(`version ${version}: the capture replays to parity`, async () => {
      const { verdict, issues } = await replayCapture(path.join(folder, 'capture'));
      assert.deepEqual(issues, []);
      assert.equal(verdict, 'parity');
    });
  }
});
