// Reports kept as text beside the tests. UPDATE=1 writes them anew; a failure leaves its own beside the kept one.
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../golden', import.meta.url));

/** `name` with its extension, below test/golden. */
export async function matchGolden(name: string, actual: string): Promise<void> {
  const file = join(FOLDER, name);
  const actualFile = `${file}.actual`;
  await rm(actualFile, { force: true });
  if (process.env['UPDATE'] === '1') {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, actual);
    return;
  }
  const expected = (await readFile(file, 'utf8').catch(() => '')).replaceAll('\r\n', '\n');
  if (expected === actual) return;
  await writeFile(actualFile, actual);
  assert.equal(actual, expected, `test/golden/${name} differs; UPDATE=1 accepts the change`);
}
