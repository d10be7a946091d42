// `lockstep schema`: the formats as JSON Schema, and that the schemas describe what captures hold.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { EXAMPLE, lockstep, scratchFolder, TEST_MS } from './lockstep.js';

const NAMES = [
  'manifest',
  'snapshot',
  'market',
  'events',
  'workspace',
  'overrides',
  'residuals',
  'blocker',
  'recording',
  'recording-market',
  'anchors',
  'seal',
  'mapping',
];

interface Schema {
  readonly $schema: string;
  readonly $id: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
}

describe('lockstep schema', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);

  it('without a name: the names', async () => {
    const run = await lockstep(['schema']);
    assert.equal(run.code, 0, run.err);
    const listed = run.out.trimEnd().split('\n').slice(1);
    assert.deepEqual(
      listed.map((line) => line.split(' ')[0]),
      NAMES,
    );
  });

  it('one format: a JSON Schema whose keys are those of the file', async () => {
    const run = await lockstep(['schema', 'manifest']);
    assert.equal(run.code, 0, run.err);
    const schema = JSON.parse(run.out) as Schema;
    assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema');
    assert.match(schema.$id, /\/v1\/manifest\.json$/);
    const manifest = JSON.parse(
      readFileSync(path.join(EXAMPLE, 'manifest.json'), 'utf8'),
    ) as Record<string, unknown>;
    const known = Object.keys(schema.properties ?? {});
    assert.deepEqual(
      Object.keys(manifest).filter((key) => !known.includes(key)),
      [],
    );
    assert.deepEqual(
      (schema.required ?? []).filter((key) => !Object.hasOwn(manifest, key)),
      [],
    );
  });

  it('all of them as files, and none over a file that is there', async () => {
    const out = path.join(scratch.dir, 'schemas');
    const run = await lockstep(['schema', '--all', '--out', out]);
    assert.equal(run.code, 0, run.err);
    const files = NAMES.map((name) => `${name}.schema.json`);
    assert.deepEqual(readdirSync(out).sort(), [...files].sort());
    for (const [index, file] of files.entries()) {
      const schema = JSON.parse(readFileSync(path.join(out, file), 'utf8')) as Schema;
      assert.ok(schema.$id.endsWith(`/${NAMES[index] ?? ''}.json`), schema.$id);
    }
    const again = await lockstep(['schema', '--all', '--out', out]);
    assert.equal(again.code, 3);
    assert.match(again.err, /is there already.* Fix: .*--force/);
    assert.equal((await lockstep(['schema', '--all', '--out', out, '--force'])).code, 0);
  });

  it('an unknown name, and options that need each other: exit 3', async () => {
    const unknown = await lockstep(['schema', 'event']);
    assert.equal(unknown.code, 3);
    assert.match(unknown.err, /no format "event"\. Fix: write one of manifest, snapshot/);
    assert.equal((await lockstep(['schema', '--all'])).code, 3);
    assert.equal((await lockstep(['schema', '--out', scratch.dir])).code, 3);
    assert.equal((await lockstep(['schema', 'constructor'])).code, 3);
  });
});
