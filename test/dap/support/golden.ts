// Transcripts kept as text beside the tests. UPDATE=1 writes them anew; a failure leaves its own beside the kept one.
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from './dap-session.js';

const FOLDER = join(ROOT, 'test/golden/dap');

export async function matchGolden(name: string, actual: string): Promise<void> {
  const file = join(FOLDER, `${name}.txt`);
  const actualFile = `${file}.actual`;
  await rm(actualFile, { force: true });
  if (process.env['UPDATE'] === '1') {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, actual);
    return;
  }
  const expected = await readFile(file, 'utf8').catch(() => '');
  if (expected.replaceAll('\r\n', '\n') === actual) return;
  await writeFile(actualFile, actual);
  assert.equal(
    actual,
    expected,
    `test/golden/dap/${name}.txt differs; UPDATE=1 accepts the change`,
  );
}
