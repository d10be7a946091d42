// Every static finding at its exact place, and silence where nothing is wrong: short texts with carets.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyse } from '../../../engine/host/analysis/index.js';
import {
  describeFinding,
  readFixture,
  type Expectation,
  type FixtureCase,
} from './caret-fixture.js';

const folder = fileURLToPath(new URL('fixtures/', import.meta.url));

describe('static findings', () => {
  for (const name of readdirSync(folder)) {
    describe(path.basename(name, '.txt'), () => {
      for (const example of readFixture(readFileSync(path.join(folder, name), 'utf8'))) {
        it(example.title, () => {
          check(example);
        });
      }
    });
  }
});

function check({ files, entry, expected }: FixtureCase): void {
  const actual = analyse(files, entry).map(describeFinding);
  const places = (list: readonly Expectation[]): readonly string[] =>
    list.map(({ place, code }) => `${place.replace(/-.*/, '')} ${code}`).sort();
  assert.deepEqual(places(actual), places(expected));
  for (const { place, code, text } of expected) {
    const found = actual.filter(
      (finding) => samePlace(finding.place, place) && finding.code === code,
    );
    assert.ok(
      found.length > 0,
      `${code} covers other characters than ${place}: ${actual.map((finding) => finding.place).join(', ')}`,
    );
    assert.ok(
      found.some((finding) => finding.text.includes(text)),
      `${place} ${code}: expected "${text}" in "${found.map((finding) => finding.text).join('" or "')}"`,
    );
  }
}

const samePlace = (actual: string, expected: string): boolean =>
  expected.endsWith('*') ? actual.startsWith(expected.slice(0, -1)) : actual === expected;
