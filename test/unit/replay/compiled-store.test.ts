// The store of compiled strategies: used when nothing changed, and never when anything did.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../../../engine/host/package-root.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';

const EXAMPLE = path.join(packageRoot(), 'examples', 'workspace');
const CAPTURE = path.join(EXAMPLE, 'captures', 'openclaw-base');

describe('compiled strategies', function () {
  this.timeout(60_000);
  let folder = '';
  let outer: string | undefined;
  const store = () => path.join(folder, 'cache', 'strategies');
  const strategy = (file: string) => path.join(folder, 'openclaw', file);

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lockstep-store-'));
    outer = process.env['LOCKSTEP_CACHE'];
    process.env['LOCKSTEP_CACHE'] = path.join(folder, 'cache');
    await cp(path.join(EXAMPLE, 'strategies', 'openclaw'), path.join(folder, 'openclaw'), {
      recursive: true,
    });
    await replay({ untilStored: true });
  });
  after(async () => {
    if (outer === undefined) delete process.env['LOCKSTEP_CACHE'];
    else process.env['LOCKSTEP_CACHE'] = outer;
    await rm(folder, { recursive: true, force: true });
  });

  async function replay(options: { untilStored?: boolean } = {}): Promise<number> {
    const client = startReplayClient();
    try {
      const { replay: opened } = await client.request('open', {
        capture: CAPTURE,
        strategy: strategy('index.ts'),
      });
      assert.ok(opened);
      const { mismatches } = await client.request('run', {});
      for (let tries = 0; options.untilStored === true && tries < 200; tries += 1) {
        if ((await entries()).length > 0) break;
        await sleep(100);
      }
      return mismatches.length;
    } finally {
      await client.dispose();
    }
  }

  const entries = async (): Promise<readonly string[]> => {
    const names = await readdir(store()).catch(() => []);
    return names.filter((name) => name.endsWith('.entry'));
  };

  /** Changes the stored entry's body; `sign` makes the entry consistent again. */
  async function rewrite(change: (body: string) => string, sign: boolean): Promise<void> {
    const [name] = await entries();
    const file = path.join(store(), name ?? '');
    const [head = '', body = ''] = (await readFile(file, 'utf8')).split(/\n(.*)/s);
    const changed = change(body);
    assert.notEqual(changed, body);
    const hash = createHash('sha256').update(changed).digest('hex');
    const signed = sign ? `${head.split(' ')[0] ?? ''} ${hash}` : head;
    await writeFile(file, `${signed}\n${changed}`);
  }

  it('are stored after the first replay and give the same result', async () => {
    assert.equal((await entries()).length, 1);
    assert.equal(await replay(), 0);
  });

  it('an entry is used: one made to differ, with a right hash, departs', async () => {
    await rewrite((body) => body.replaceAll("multiple.mul('0.8')", "multiple.mul('0.7')"), true);
    assert.notEqual(await replay(), 0);
    await rewrite((body) => body.replaceAll("multiple.mul('0.7')", "multiple.mul('0.8')"), true);
    assert.equal(await replay(), 0);
  });

  it('a damaged entry is none', async () => {
    await rewrite((body) => body.replaceAll("multiple.mul('0.8')", "multiple.mul('0.7')"), false);
    assert.equal(await replay(), 0);
  });

  it('an edited file is compiled anew', async () => {
    const text = await readFile(strategy('stops.ts'), 'utf8');
    await writeFile(strategy('stops.ts'), text.replace("'0.8'", "'0.7'"));
    assert.notEqual(await replay(), 0);
    await writeFile(strategy('stops.ts'), text);
    assert.equal(await replay(), 0);
  });
});
