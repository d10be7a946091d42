// Any change to a recorded file is noticed, whatever it is, and nothing that a file may hold makes reading throw.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { hasErrors } from '../../../engine/core/schema/index.js';
import { openCapture, writeCapture } from '../../../engine/host/capture/index.js';
import { smallParts, withTempDir } from '../../support/captures.js';

const RECORDED = ['snapshot.json', 'market.jsonl', 'events.jsonl'] as const;

/** One byte put in place of another, a byte put in, or the rest cut off. */
interface Change {
  readonly how: 'replace' | 'insert' | 'cut';
  readonly at: number;
  readonly byte: number;
}

const change: fc.Arbitrary<Change> = fc.record({
  how: fc.constantFrom('replace', 'insert', 'cut'),
  at: fc.nat(),
  byte: fc.oneof(fc.constantFrom(...Buffer.from('"\n\r\\{}[],:0 -')), fc.nat(255)),
});

function changed(bytes: Buffer, { how, at, byte }: Change): Buffer {
  const index = at % bytes.length;
  const before = bytes.subarray(0, index);
  if (how === 'cut') return before;
  const after = bytes.subarray(how === 'replace' ? index + 1 : index);
  return Buffer.concat([before, Buffer.from([byte]), after]);
}

describe('a changed capture', () => {
  for (const file of RECORDED) {
    it(`is refused whatever changes in ${file}`, () =>
      withTempDir(async (temp) => {
        const dir = join(temp, 'capture');
        await writeCapture(dir, smallParts());
        const original = await readFile(join(dir, file));
        await fc.assert(
          fc.asyncProperty(change, async (edit) => {
            const bytes = changed(original, edit);
            fc.pre(!bytes.equals(original));
            await writeFile(join(dir, file), bytes);
            assert.ok(hasErrors((await openCapture(dir)).issues));
          }),
          { numRuns: 150 },
        );
      }));
  }

  it('never makes reading throw, whatever changes in manifest.json', () =>
    withTempDir(async (temp) => {
      const dir = join(temp, 'capture');
      await writeCapture(dir, smallParts());
      const original = await readFile(join(dir, 'manifest.json'));
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (edits) => {
          let bytes: Buffer = original;
          for (const edit of edits) if (bytes.length > 0) bytes = changed(bytes, edit);
          await writeFile(join(dir, 'manifest.json'), bytes);
          const { value, issues } = await openCapture(dir);
          assert.ok(value !== undefined || hasErrors(issues));
        }),
        { numRuns: 150 },
      );
    }));
});
