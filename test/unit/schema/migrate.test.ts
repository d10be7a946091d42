// Migration: a chain of steps, tried on a format of its own, since the real ones have one version yet.
import assert from 'node:assert/strict';
import { z } from 'zod';
import { readableVersions, type Format } from '../../../engine/core/schema/migrate.js';
import { parseDocument } from '../../../engine/core/schema/parse.js';

const schema = z.strictObject({ schemaVersion: z.literal(4), size: z.string() });

const format: Format<typeof schema> = {
  name: 'test',
  schema,
  version: 4,
  migrations: {
    // There is no step from 1: versions before 2 are no longer read.
    2: (document) => ({ ...(document as object), schemaVersion: 3, amount: '2' }),
    3: (document) => {
      const { amount } = document as { amount: string };
      return { schemaVersion: 4, size: `${amount} units` };
    },
  },
};

const read = (text: string) => parseDocument({ text, file: 'test.json' }, format);

describe('migration', () => {
  it('reads every version that a chain of steps leads from', () => {
    assert.deepEqual(readableVersions(format), [2, 3, 4]);
    assert.deepEqual(readableVersions({ version: 4, migrations: { 2: (x) => x } }), [4]);
  });

  it('takes an old document through all steps', () => {
    assert.deepEqual(read('{"schemaVersion":2}').value, { schemaVersion: 4, size: '2 units' });
    assert.deepEqual(read('{"schemaVersion":3,"amount":"7"}').value?.size, '7 units');
    assert.deepEqual(read('{"schemaVersion":4,"size":"x"}').value?.size, 'x');
  });

  for (const version of ['1', '5', '0', '-1', '"4"', '3.5', 'true', '{}']) {
    it(`refuses version ${version} and says which are read`, () => {
      const { value, issues } = read(`{"schemaVersion":${version}}`);
      assert.equal(value, undefined);
      assert.equal(issues.length, 1);
      assert.equal(issues[0]?.code, 'schema.version.unsupported');
      assert.match(issues[0].message, /reads versions 2, 3, 4\./);
    });
  }
});
