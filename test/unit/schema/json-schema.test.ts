// The published JSON Schemas: complete, self-contained, and saying what zod says.
import assert from 'node:assert/strict';
import {
  jsonSchemaId,
  jsonSchemas,
  type JsonSchemaName,
} from '../../../engine/core/schema/index.js';

/** Values of every key with this name, at any depth. */
function valuesOf(schema: unknown, key: string): unknown[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema as Record<string, unknown>).flatMap(([name, value]) => [
    ...(name === key ? [value] : []),
    ...valuesOf(value, key),
  ]);
}

describe('the published JSON Schemas', () => {
  const schemas = jsonSchemas();

  it('are there for every format', () => {
    const names: JsonSchemaName[] = [
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
    assert.deepEqual(Object.keys(schemas), names);
    for (const name of names) {
      const schema = schemas[name];
      assert.equal(schema['$schema'], 'https://json-schema.org/draft/2020-12/schema');
      assert.equal(schema['$id'], `https://lockstep.dev/schema/v1/${name}.json`);
      assert.equal(jsonSchemaId(name), schema['$id']);
      assert.match(String(schema['title']), /^Lockstep/);
      assert.match(String(schema['description']), /\.$/);
    }
  });

  it('refer to nothing outside themselves', () => {
    for (const schema of Object.values(schemas)) {
      for (const reference of valuesOf(schema, '$ref')) assert.match(String(reference), /^#\//);
    }
  });

  it('are plain JSON and the same every time', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(schemas)), schemas);
    assert.equal(JSON.stringify(jsonSchemas()), JSON.stringify(schemas));
  });

  it('name every kind of event and refuse keys they do not know', () => {
    const kinds = (schemas.events['oneOf'] as object[]).map((event) => valuesOf(event, 'const')[0]);
    assert.deepEqual(kinds, [
      'decision',
      'ledger',
      'intent',
      'order',
      'acknowledgement',
      'reject',
      'fill',
      'funding',
      'balance',
      'risk',
      'restart',
      'checkpoint',
      'gap',
    ]);
    for (const event of schemas.events['oneOf'] as Record<string, unknown>[]) {
      assert.equal(event['additionalProperties'], false);
    }
  });
});
