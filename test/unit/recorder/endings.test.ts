// A process that ends by itself loses nothing, whatever ends it; and what a bot loads to record is little.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verifyFolder } from '../../../engine/host/integrity/verify-folder.js';
import { withTempDir } from '../../support/captures.js';
import { draft, state } from '../../support/recorder.js';

const BUILT = fileURLToPath(new URL('../../../dist/recorder.js', import.meta.url));

/** How the process ends behind its last record. */
const ENDINGS: readonly (readonly [string, string, number])[] = [
  ['at its end', '', 0],
  ['by process.exit', 'process.exit(3);', 3],
  ['by an error nobody catches', 'throw new Error("x");', 1],
  [
    'in a loop that is busy until then',
    'const t = Date.now(); while (Date.now() < t + 50); process.exit(0);',
    0,
  ],
];

describe('a process that ends', () => {
  for (const [how, ending, code] of ENDINGS)
    it(`loses nothing ${how}`, () =>
      withTempDir(async (temp) => {
        const dir = join(temp, 'recording');
        const script = `const { startRecorder } = await import(${JSON.stringify(BUILT)});
const { draft, snapshot } = JSON.parse(process.env.LOCKSTEP_BOT);
const recorder = await startRecorder(process.argv[1], draft, { fingerprint: 'one', snapshot });
for (let index = 0; index < 500; index += 1)
  recorder.risk({ ts: 1_700_000_000_000 + index, name: 'count', value: index });
${ending}`;
        const ran = spawnSync(process.execPath, ['--input-type=module', '-e', script, dir], {
          encoding: 'utf8',
          env: { ...process.env, LOCKSTEP_BOT: JSON.stringify({ draft, snapshot: state() }) },
        });
        assert.equal(ran.status, code, ran.stderr);
        const { events, anchoredSeq, issues } = await verifyFolder(dir);
        assert.deepEqual(issues, []);
        assert.deepEqual([events, anchoredSeq], [500, 500]);
      })).timeout(60_000);
});

describe('the built recorder', () => {
  it('imports the schema library and the numbers, no compiler and no engine', () => {
    const text = readFileSync(BUILT, 'utf8');
    const imported = [...text.matchAll(/^import .*?"([^"]+)";$/gm)].map(([, name]) => name ?? '');
    const packages = imported.filter((name) => !name.startsWith('node:'));
    assert.deepEqual([...new Set(packages)].sort(), ['decimal.js', 'zod']);
    assert.ok(!text.includes('engine/core/kernel/'));
    assert.ok(text.length < 400_000, String(text.length));
  });
});
